// The directory on a real database: import, succession, the snapshot, and who may write what.
#include <gtest/gtest.h>

#include "directory/api.h"
#include "directory/import.h"
#include "directory/store.h"
#include "kit/base/ids.h"
#include "kit/db/testing.h"

namespace lt::directory {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kProvince = R"([province]
name = "Tỉnh Bắc Ninh"
short_name = "Bắc Ninh"
code = "24"
identity_code = "H05"
[[group]]
key = "so"
name = "Sở"
[[group]]
key = "xa"
name = "Xã"
[[agency]]
code = "H05.01"
alias = "000.00.01.H05"
name = "Sở Tài chính"
short_name = "Sở Tài chính"
abbreviation = "STC"
level = "province"
kind = "government"
parent = "H05"
place = "Bắc Ninh"
valid_from = 2025-07-01
groups = ["so"]
units = [{ code = "VP", name = "Văn phòng", short = "VP" }, { code = "NS", name = "Phòng Ngân sách", short = "NS" }]
[[agency]]
code = "H05"
name = "UBND tỉnh Bắc Ninh"
short_name = "UBND tỉnh"
abbreviation = "UBND"
level = "province"
kind = "government"
place = "Bắc Ninh"
valid_from = 2025-07-01
[[agency]]
code = "H05.97"
name = "UBND huyện Lương Tài"
short_name = "UBND huyện Lương Tài"
abbreviation = "UBND"
level = "district"
kind = "government"
parent = "H05"
place = "Lương Tài"
valid_from = 1999-09-01
valid_to = 2025-06-30
successors = ["H05.01"]
)";

ProvinceFile province(std::string text)
{
    auto file = parse_province(text, "p.toml");
    EXPECT_TRUE(file) << file.error().message;
    return *file;
}

class DirectoryDb : public testing::Test {
protected:
    ImportReport import(const std::string& text)
    {
        db::Transaction tx = database_.pool().begin({});
        const ImportReport report = import_province(tx, province(text), clock_->now());
        tx.commit();
        return report;
    }
    std::int64_t id(const std::string& code)
    {
        return std::stoll(database_.value("SELECT id FROM agencies WHERE code = '" + code + "'"));
    }
    std::int64_t official(std::int64_t agency, const std::string& name)
    {
        db::Transaction tx = database_.pool().begin({});
        const auto created = store::insert(tx,
                                           {.id = 0,
                                            .uid = base::new_uid(clock_->now()),
                                            .agency = agency,
                                            .name = name,
                                            .email = {},
                                            .phone = {}},
                                           clock_->now());
        tx.commit();
        return created;
    }
    Person post(std::int64_t person, std::int64_t agency, std::int64_t unit, Role role)
    {
        Person wanted;
        wanted.official = person;
        wanted.agency = agency;
        wanted.unit = unit;
        wanted.title = "Chức vụ";
        wanted.role = role;
        wanted.valid.from = std::chrono::sys_days(2025y / 7 / 1);
        return wanted;
    }

    db::TestDatabase database_{};
    std::shared_ptr<base::VirtualClock> clock_ =
        std::make_shared<base::VirtualClock>(base::Time(std::chrono::sys_days(2026y / 11 / 20) + 3h));
    base::Day today_ = base::vietnam_day(clock_->now());
};

TEST_F(DirectoryDb, ImportIsIdempotentAndUpdates)
{
    const std::string text(kProvince);
    auto report = import(text);
    EXPECT_EQ(report.agencies_added, 3);
    EXPECT_EQ(report.units_added, 2);
    EXPECT_EQ(report.groups_changed, 2);
    const std::string version = database_.value("SELECT version FROM directory_version");
    report = import(text);
    EXPECT_FALSE(report.changed());
    EXPECT_EQ(report.agencies_same, 3);
    EXPECT_EQ(report.units_same, 2);
    EXPECT_EQ(database_.value("SELECT version FROM directory_version"), version);
    EXPECT_EQ(database_.value("SELECT count(*) FROM audit_events WHERE action = 'directory.imported'"), "1");

    std::string other = text;
    other.replace(other.find("\"Sở Tài chính\""), std::string("\"Sở Tài chính\"").size(),
                  "\"Sở Tài chính mới\"");
    other.replace(other.find("Phòng Ngân sách"), std::string("Phòng Ngân sách").size(),
                  "Phòng Quản lý ngân sách");
    other.replace(other.find("groups = [\"so\"]"), std::string("groups = [\"so\"]").size(),
                  "groups = [\"xa\"]");
    report = import(other);
    EXPECT_EQ(report.agencies_changed, 1);
    EXPECT_EQ(report.units_changed, 1);
    EXPECT_EQ(report.groups_changed, 2);
    EXPECT_EQ(database_.value("SELECT string_agg(group_key, ',') FROM agency_group_members"), "xa");

    // What the file no longer names stays, and is reported.
    report = import(text.substr(0, text.rfind("[[agency]]")));
    EXPECT_EQ(report.missing, std::vector<std::string>{"H05.97"});
    EXPECT_EQ(database_.value("SELECT count(*) FROM agencies"), "3");
    EXPECT_EQ(database_.value("SELECT count(*) FROM agency_successions"), "1");
}

TEST_F(DirectoryDb, CommandRunsDryAndNamesWhatIsWrong)
{
    std::string out;
    std::string err;
    EXPECT_EQ(import_command(database_.pool(), *clock_, "data/provinces/bac-ninh.toml", Run::dry, out, err),
              0)
        << err;
    EXPECT_EQ(database_.value("SELECT count(*) FROM agencies"), "0");
    EXPECT_EQ(import_command(database_.pool(), *clock_, "data/provinces/bac-ninh.toml", Run::real, out, err),
              0)
        << err;
    EXPECT_GE(std::stoi(database_.value("SELECT count(*) FROM agencies WHERE valid_to IS NULL")), 130);
    const std::string version = database_.value("SELECT version FROM directory_version");
    EXPECT_EQ(import_command(database_.pool(), *clock_, "data/provinces/bac-ninh.toml", Run::real, out, err),
              0)
        << err;
    EXPECT_EQ(database_.value("SELECT version FROM directory_version"), version);
    EXPECT_EQ(import_command(database_.pool(), *clock_, "data/provinces/none.toml", Run::real, out, err), 2);
    EXPECT_NE(err.find("none.toml"), std::string::npos);
}

TEST_F(DirectoryDb, SnapshotKnowsSuccessionAndSeesChanges)
{
    import(std::string(kProvince));
    Directory directory(database_.pool(), clock_);
    auto snapshot = directory.snapshot();
    const Agency* closed = snapshot->find_code("H05.97");
    const Agency* finance = snapshot->find_code("000.00.01.H05");
    ASSERT_TRUE(closed && finance);
    EXPECT_EQ(closed->successors, std::vector<std::int64_t>{finance->id});
    EXPECT_EQ(finance->predecessors, std::vector<std::int64_t>{closed->id});
    EXPECT_EQ(snapshot->members("so", today_).size(), 1u);
    EXPECT_EQ(snapshot->units(finance->id, today_).size(), 2u);
    EXPECT_EQ(snapshot.get(), directory.snapshot().get());

    // Another process changes a name: seen after two seconds, not before.
    database_.execute("UPDATE agencies SET short_name = 'Sở TC' WHERE code = 'H05.01'");
    EXPECT_EQ(directory.snapshot()->short_name(finance->id), "Sở Tài chính");
    clock_->advance(2s);
    EXPECT_EQ(directory.snapshot()->short_name(finance->id), "Sở TC");
    EXPECT_EQ(snapshot->short_name(finance->id), "Sở Tài chính");  // who holds the old one keeps it
    database_.execute("UPDATE units SET name = 'X' WHERE code = 'VP'");
    directory.refresh();
    EXPECT_EQ(directory.snapshot()->unit_name(directory.snapshot()->units(finance->id, today_)[0]->id), "X");
}

TEST_F(DirectoryDb, PeopleByRoleUnitAndDay)
{
    import(std::string(kProvince));
    const std::int64_t finance = id("H05.01");
    const auto unit = std::stoll(database_.value("SELECT id FROM units WHERE code = 'NS'"));
    const std::int64_t an = official(finance, "Nguyễn Văn An");
    const std::int64_t binh = official(finance, "Trần Thị Bình");
    db::Transaction tx = database_.pool().begin({});
    Person clerk = post(binh, finance, unit, Role::registry_clerk);
    const std::string clerk_uid = base::new_uid(clock_->now());
    const auto clerk_post = store::insert_post(tx, clerk, clerk_uid, 5);
    const auto head =
        store::insert_post(tx, post(an, finance, 0, Role::leader), base::new_uid(clock_->now()), 0);

    EXPECT_EQ(people(tx, finance, today_).size(), 2u);
    EXPECT_EQ(people(tx, finance, today_)[0].name, "Nguyễn Văn An");
    EXPECT_EQ(people(tx, finance, today_, Role::registry_clerk).size(), 1u);
    EXPECT_EQ(people(tx, finance, today_, std::nullopt, unit)[0].name, "Trần Thị Bình");
    EXPECT_TRUE(people(tx, id("H05"), today_).empty());
    ASSERT_TRUE(find_person(tx, finance, clerk_uid, today_));
    EXPECT_FALSE(find_person(tx, id("H05"), clerk_uid, today_));
    EXPECT_FALSE(find_person(tx, finance, "x' OR 1=1", today_));
    EXPECT_EQ(find_people(tx, {clerk_post, head, 999}).size(), 2u);

    store::end_post(tx, finance, clerk_post, today_ - std::chrono::days(1));
    EXPECT_FALSE(find_person(tx, finance, clerk_uid, today_));
    EXPECT_TRUE(find_person(tx, finance, clerk_uid, today_ - std::chrono::days(1)));
    EXPECT_EQ(store::posts_of(tx, binh).size(), 1u);

    EXPECT_EQ(store::list_officials(tx, finance, "binh tran", {}, today_, 10).size(), 1u);
    EXPECT_EQ(store::list_officials(tx, finance, "100%", {}, today_, 10).size(), 0u);
    const auto first = store::list_officials(tx, 0, "", {}, today_, 1);
    ASSERT_EQ(first.size(), 1u);
    EXPECT_EQ(first[0].official.name, "Nguyễn Văn An");
    EXPECT_EQ(first[0].posts, "Chức vụ");
    const auto second =
        store::list_officials(tx, 0, "", {first[0].sort_name, first[0].official.id}, today_, 1);
    ASSERT_EQ(second.size(), 1u);
    EXPECT_EQ(second[0].official.name, "Trần Thị Bình");
}

// Runs `work` in a transaction of the scope; true when row-level security or a constraint refused it.
template <class Work>
bool refused(db::Pool& pool, const db::Scope& scope, Work&& work)
{
    try {
        db::Transaction tx = pool.begin(scope);
        work(tx);
        return false;
    } catch (const db::QueryError&) {
        return true;  // a new row that the policy forbids
    } catch (const db::ConstraintViolation&) {
        return true;
    } catch (const base::Bug&) {
        return true;  // an UPDATE that found no row to change
    }
}

TEST_F(DirectoryDb, AnAgencyWritesItsOwnRowsOnly)
{
    import(std::string(kProvince));
    const std::int64_t own = id("H05.01");
    const std::int64_t other = id("H05");
    const std::int64_t mine = official(own, "Nguyễn Văn An");
    const std::int64_t theirs = official(other, "Trần Thị Bình");
    const auto own_unit = std::stoll(database_.value("SELECT id FROM units WHERE code = 'NS'"));
    auto& pool = database_.pool();
    const db::Scope administrator{own, mine, db::Reach::agency, {}};
    const db::Scope on_accounts{0, mine, db::Reach::platform, {}};  // an administrator's work on accounts
    const db::Scope visitor{0, theirs, db::Reach::platform, {}};    // somebody without any right, at log-in
    const db::Scope specialist{own, mine, db::Reach::assigned, {}};
    const db::Scope stranger{other, theirs, db::Reach::agency, {}};
    const auto uid = [&] { return base::new_uid(clock_->now()); };
    Unit unit{.id = 0,
              .uid = uid(),
              .agency = own,
              .code = "Z",
              .name = "Z",
              .short_name = "Z",
              .position = 9,
              .valid = {std::chrono::sys_days(2026y / 1 / 1), std::nullopt}};

    EXPECT_FALSE(refused(pool, administrator, [&](auto& tx) { store::insert(tx, unit); }));
    EXPECT_TRUE(refused(pool, specialist, [&](auto& tx) { store::insert(tx, unit); }));
    EXPECT_TRUE(refused(pool, stranger, [&](auto& tx) { store::insert(tx, unit); }));
    unit.id = own_unit;
    unit.agency = other;  // a forged id with the own agency beside it
    EXPECT_TRUE(refused(pool, stranger, [&](auto& tx) { store::update(tx, unit); }));
    unit.agency = own;
    EXPECT_TRUE(refused(pool, stranger, [&](auto& tx) { store::update(tx, unit); }));
    EXPECT_FALSE(refused(pool, administrator, [&](auto& tx) { store::update(tx, unit); }));

    const auto add_post = [&](std::int64_t person, std::int64_t agency, std::int64_t of_unit, Role role) {
        return [=, this](auto& tx) { store::insert_post(tx, post(person, agency, of_unit, role), uid(), 1); };
    };
    EXPECT_TRUE(refused(pool, on_accounts, add_post(mine, own, own_unit, Role::specialist)));
    {
        db::Transaction tx = pool.begin({});
        store::insert_post(tx, post(mine, own, 0, Role::agency_administrator), uid(), 1);
        tx.commit();
    }
    EXPECT_FALSE(refused(pool, administrator, add_post(mine, own, own_unit, Role::specialist)));
    EXPECT_FALSE(refused(pool, on_accounts, add_post(mine, own, own_unit, Role::specialist)));
    EXPECT_TRUE(refused(pool, visitor, add_post(theirs, other, 0, Role::leader)));
    EXPECT_TRUE(refused(pool, stranger, add_post(mine, own, 0, Role::leader)));
    EXPECT_TRUE(refused(pool, on_accounts, add_post(theirs, other, 0, Role::leader)));
    EXPECT_TRUE(
        refused(pool, stranger, add_post(theirs, other, own_unit, Role::leader)));  // another agency's unit
    EXPECT_TRUE(refused(pool, administrator, add_post(mine, own, 0, Role::platform_operator)));
    EXPECT_TRUE(refused(pool, on_accounts, add_post(mine, own, 0, Role::platform_operator)));
    EXPECT_FALSE(refused(pool, {}, add_post(mine, own, 0, Role::platform_operator)));

    Agency agency = *store::load(*std::make_unique<db::Transaction>(pool.begin({})))->find(own);
    EXPECT_TRUE(refused(pool, administrator, [&](auto& tx) { store::update(tx, agency); }));
    EXPECT_TRUE(refused(pool, on_accounts, [&](auto& tx) { store::update(tx, agency); }));
    EXPECT_FALSE(refused(pool, {}, [&](auto& tx) { store::update(tx, agency); }));
    EXPECT_TRUE(refused(pool, administrator, [&](auto& tx) { store::save_group(tx, "so", "Của tôi", 0); }));
    EXPECT_TRUE(refused(pool, administrator, [&](auto& tx) { store::add_member(tx, "xa", own); }));
    EXPECT_TRUE(refused(pool, stranger, [&](auto& tx) {
        store::update(
            tx, store::Official{.id = mine, .uid = {}, .agency = own, .name = "X", .email = {}, .phone = {}});
    }));
    // Everybody reads.
    db::Transaction tx = pool.begin(specialist);
    EXPECT_EQ(store::load(tx)->agencies().size(), 3u);
}

TEST_F(DirectoryDb, ClosingEndsThePosts)
{
    import(std::string(kProvince));
    const std::int64_t finance = id("H05.01");
    const std::int64_t an = official(finance, "Nguyễn Văn An");
    {
        db::Transaction tx = database_.pool().begin({});
        store::insert_post(tx, post(an, finance, 0, Role::leader), base::new_uid(clock_->now()), 0);
        tx.commit();
    }
    std::string text(kProvince);
    text.insert(text.find("groups = [\"so\"]"), "valid_to = 2026-06-30\nsuccessors = [\"H05\"]\n");
    const auto report = import(text);
    EXPECT_EQ(report.agencies_changed, 1);
    EXPECT_EQ(database_.value("SELECT valid_to FROM posts"), "2026-06-30");
    db::Transaction tx = database_.pool().begin({});
    EXPECT_TRUE(people(tx, finance, today_).empty());
}

}  // namespace
}  // namespace lt::directory
