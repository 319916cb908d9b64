// What administrators do, and what they can't do to others, on a real database.
#include <filesystem>

#include <gtest/gtest.h>

#include "accounts/admin/acts.h"
#include "accounts/log_in.h"
#include "accounts/own_account.h"
#include "accounts/second_factor.h"
#include "accounts/setup.h"
#include "directory/api.h"
#include "kit/base/ids.h"
#include "kit/db/testing.h"

namespace lt::accounts {
namespace {

using namespace std::chrono_literals;
using directory::Role;

class Administration : public testing::Test {
protected:
    Administration()
        : folder_(std::filesystem::temp_directory_path() / ("lt-admin-" + base::random_hex(8))),
          clock_(
              std::make_shared<base::VirtualClock>(base::Time(std::chrono::sys_days(2026y / 11 / 20) + 1h))),
          core_{database_.pool(), clock_, Passwords(Passwords::Cost::least, 2),
                Key::load(folder_ / "accounts.key")},
          directory_(database_.pool(), clock_)
    {
        operator_.official = 0;  // the set-up itself
        operator_.role = Role::platform_operator;
        one_ = agency("H05.1");
        two_ = agency("H05.2");
        chief_ = person(one_, Role::agency_administrator);
        other_chief_ = person(two_, Role::agency_administrator);
        operator_ = person(two_, Role::platform_operator);
    }
    ~Administration() override { std::filesystem::remove_all(folder_); }

    db::Transaction begin(const Me& me) { return database_.pool().begin(platform_scope(me.official, "r")); }
    const directory::Agency& find(const std::string& code)
    {
        directory_.refresh();
        held_ = directory_.snapshot();
        return *held_->find_code(code);
    }
    std::int64_t agency(const std::string& code)
    {
        db::Transaction tx = begin(operator_);
        const auto uid = directory::create_agency(tx, *directory_.snapshot(), form(code), core_.now());
        EXPECT_TRUE(uid) << uid.error().message;
        tx.commit();
        return find(code).id;
    }
    directory::AgencyForm form(const std::string& code)
    {
        return {code,         "", "Cơ quan " + code, "",          "CQ", "province",
                "government", "", "Bắc Ninh",        "01/07/2025"};
    }
    Me person(std::int64_t agency, Role role)
    {
        db::Transaction tx = database_.pool().begin({});
        const NewOfficial wanted{.agency = agency,
                                 .name = "Người " + std::to_string(++count_),
                                 .email = {},
                                 .phone = {},
                                 .posts = {{agency, 0, "Chức vụ", role, 0, core_.today()}},
                                 .login = "nguoi" + std::to_string(count_),
                                 .password_hash = core_.passwords.nobody(),
                                 .must_change_password = false,
                                 .totp_secret = {}};
        const auto made = create_officials(tx, {wanted}, folder_ / "accounts.key", core_.now());
        tx.commit();
        Me me;
        me.official = made->front().official;
        me.account = made->front().account;
        me.agency = agency;
        me.home = agency;
        me.role = role;
        me.official_uid =
            database_.value("SELECT uid FROM officials WHERE id = " + std::to_string(me.official));
        return me;
    }

    db::TestDatabase database_{};
    std::filesystem::path folder_;
    std::shared_ptr<base::VirtualClock> clock_;
    Core core_;
    directory::Directory directory_;
    std::shared_ptr<const directory::Snapshot> held_{};
    int count_ = 0;
    std::int64_t one_ = 0, two_ = 0;
    Me operator_{}, chief_{}, other_chief_{};
};

// Who changes an agency's people, be it the own administrator or the platform's operator, is found in its journal.
TEST_F(Administration, TheJournalOfAnAgencyHoldsWhatWasDoneToItsPeople)
{
    const Me clerk = person(one_, Role::registry_clerk);
    ASSERT_TRUE(reset_password(core_, operator_, clerk.official_uid, "r-1"));
    ASSERT_TRUE(act_on_account(core_, chief_, clerk.official_uid, Act::disable, "r-2"));
    const auto journal = [&](std::int64_t agency) {
        constexpr db::Query<0> read{
            "test.journal",
            "SELECT coalesce(string_agg(official_id || ' ' || action, ', ' ORDER BY id), '') FROM "
            "audit_events WHERE request_id LIKE 'r-%'"};
        db::Transaction tx = database_.pool().begin({agency, 0, db::Reach::agency, ""});
        return tx.run(read)[0][0].str();
    };
    EXPECT_EQ(journal(one_), std::to_string(operator_.official) + " password.reset, " +
                                 std::to_string(chief_.official) + " account.disabled");
    EXPECT_EQ(journal(two_), "");
    // Nobody writes into the journal of an agency that is not in his hands.
    for (const auto& [who, agency] : {std::pair{chief_, two_}, std::pair{clerk, one_}}) {
        db::Transaction tx = begin(who);
        note(tx, "account.disabled", clerk.official_uid, core_.now(), "{}", agency);
        EXPECT_THROW(tx.commit(), db::QueryError) << who.official;
    }
}

TEST_F(Administration, AgenciesAreCreatedChangedAndClosed)
{
    db::Transaction tx = begin(operator_);
    const auto wrong = directory::create_agency(tx, *directory_.snapshot(), {.code = "h05"}, core_.now());
    ASSERT_FALSE(wrong);
    EXPECT_GE(wrong.error().more.size(), 5u);  // all of it at once
    {
        db::Transaction doubled = begin(operator_);
        const auto taken =
            directory::create_agency(doubled, *directory_.snapshot(), form("H05.1"), core_.now());
        EXPECT_EQ(taken.error().field, "code");
    }
    auto changed = form("H05.1");
    changed.name = "Tên mới";
    const auto agency = find("H05.1");
    ASSERT_TRUE(directory::change_agency(tx, *held_, agency, changed, core_.now()));
    EXPECT_EQ(directory::close_agency(tx, *held_, agency, "20/11/2026", {}, core_.now()).error().field,
              "successors");
    const auto successor = held_->find(two_)->uid;
    ASSERT_TRUE(directory::close_agency(tx, *held_, agency, "20/11/2026", {successor}, core_.now()));
    tx.commit();
    EXPECT_EQ(find("H05.1").successors, std::vector<std::int64_t>{two_});
    EXPECT_EQ(database_.value("SELECT valid_to FROM posts WHERE agency_id = " + std::to_string(one_)),
              "2026-11-20");
    // A loop in the tree is refused.
    db::Transaction again = begin(operator_);
    auto below = form("H05.2");
    below.parent = find("H05.2").uid;
    EXPECT_EQ(
        directory::change_agency(again, *held_, *held_->find_code("H05.2"), below, core_.now()).error().field,
        "parent");
    // An agency's administrator may not, even when the route's rule failed.
    db::Transaction forged = begin(chief_);
    EXPECT_THROW(static_cast<void>(directory::create_agency(forged, *held_, form("H05.9"), core_.now())),
                 db::QueryError);
}

TEST_F(Administration, GroupsHaveExactlyTheirMembers)
{
    db::Transaction tx = begin(operator_);
    EXPECT_FALSE(directory::create_group(tx, *directory_.snapshot(), "Nhóm", "Nhóm", core_.now()));
    ASSERT_TRUE(directory::create_group(tx, *directory_.snapshot(), "nhom", "Nhóm", core_.now()));
    tx.commit();
    const std::string first = find("H05.1").uid;
    const std::string second = find("H05.2").uid;
    for (const auto& members : {std::vector{first, second}, std::vector{second}}) {
        db::Transaction change = begin(operator_);
        find("H05.1");
        ASSERT_TRUE(
            directory::change_group(change, *held_, held_->groups()[0], "Nhóm", members, core_.now()));
        change.commit();
        find("H05.1");
        EXPECT_EQ(held_->members("nhom", core_.today()).size(), members.size());
    }
}

TEST_F(Administration, UnitsOfTheOwnAgency)
{
    const db::Scope own{one_, chief_.official, db::Reach::agency, "r"};
    const directory::UnitForm form{
        .code = "VP", .name = "Văn phòng", .short_name = "", .valid_from = "01/07/2025"};
    {
        db::Transaction tx = database_.pool().begin(own);
        ASSERT_TRUE(directory::create_unit(tx, *directory_.snapshot(), one_, form, core_.now()));
        tx.commit();
    }
    find("H05.1");
    const directory::Unit unit = *held_->all_units(one_).front();
    {
        db::Transaction tx = database_.pool().begin(own);
        EXPECT_EQ(directory::create_unit(tx, *held_, one_, form, core_.now()).error().field, "code");
    }
    db::Transaction foreign = database_.pool().begin({two_, other_chief_.official, db::Reach::agency, "r"});
    EXPECT_THROW(static_cast<void>(directory::change_unit(foreign, unit, form, core_.now())), base::Bug);
    db::Transaction tx = database_.pool().begin(own);
    ASSERT_TRUE(directory::change_unit(tx, unit, form, core_.now()));
    ASSERT_TRUE(directory::close_unit(tx, unit, "20/11/2026", core_.now()));
    tx.commit();
    EXPECT_EQ(database_.value("SELECT valid_to FROM units"), "2026-11-20");
}

TEST_F(Administration, ColleaguesAreHiredAndKeptInTheAgency)
{
    const auto snapshot = directory_.snapshot();
    NewColleague form{
        {"Nguyễn Văn Ánh", "", ""}, {"Chuyên viên", "specialist", "", "", "20/11/2026"}, "anh.nv"};
    const auto hired = hire(core_, chief_, *snapshot, one_, form, "r");
    ASSERT_TRUE(hired) << hired.error().message;
    const Outcome first = log_in(core_, {"anh.nv", hired->password, "10.0.0.1", {}, "r"});
    EXPECT_EQ(first.step, Step::password);
    EXPECT_EQ(hire(core_, chief_, *snapshot, one_, form, "r").error().field, "login");
    form.login = "anh.nv2";
    form.post.role = "platform_operator";
    EXPECT_EQ(hire(core_, chief_, *snapshot, one_, form, "r").error().field, "role");
    {
        // All that is wrong at once, in the order of the form.
        const NewColleague wrong{
            {"", "không phải thư", "số"}, {"", "", "x", "thứ nhất", "hôm nay"}, "ANH.nv"};
        const auto refused = hire(core_, chief_, *snapshot, one_, wrong, "r");
        ASSERT_FALSE(refused);
        std::vector<std::string> fields{refused.error().field};
        for (const auto& [field, message] : refused.error().more) fields.push_back(field);
        EXPECT_EQ(fields, (std::vector<std::string>{"name", "email", "phone", "login", "post_title", "role",
                                                    "unit", "valid_from", "position"}));
        EXPECT_EQ(refused.error().more[2].second, "Tên đăng nhập này đã có người dùng. Nhập tên khác.");
        auto lacking = form;
        lacking.login = "x";
        const auto both = hire(core_, chief_, *snapshot, one_, lacking, "r");
        EXPECT_EQ(both.error().field, "login");
        ASSERT_EQ(both.error().more.size(), 1u);
        EXPECT_EQ(both.error().more[0].first, "role");
    }

    const auto& uid = hired->uid;
    {
        db::Transaction tx = begin(chief_);
        const auto official = official_in_care(tx, chief_, uid);
        ASSERT_TRUE(official);
        EXPECT_FALSE(official_in_care(tx, other_chief_, uid));
        EXPECT_FALSE(official_in_care(tx, chief_, "x"));
        EXPECT_FALSE(directory::change_official(tx, *official, {"", "x", "y"}, core_.now()));
        ASSERT_TRUE(
            directory::change_official(tx, *official, {"Nguyễn Thị Ánh", "a@b.vn", "0222"}, core_.now()));
        const auto post = directory::store::posts_of(tx, official->id).front();
        EXPECT_FALSE(directory::end_post(tx, *official, two_, post.post_uid, "20/11/2026",
                                         directory::Giver::agency, core_.now()));
        EXPECT_EQ(directory::end_post(tx, *official, one_, post.post_uid, "01/01/2020",
                                      directory::Giver::agency, core_.now())
                      .error()
                      .field,
                  "last_day");
        ASSERT_TRUE(directory::end_post(tx, *official, one_, post.post_uid, "30/11/2026",
                                        directory::Giver::agency, core_.now()));
        tx.commit();
    }
    EXPECT_FALSE(reset_password(core_, other_chief_, uid, "r"));
    EXPECT_FALSE(create_account(core_, chief_, uid, "anh.nv3", "r"));  // has one
    for (int i = 0; i < kFailuresAllowed; ++i) log_in(core_, {"anh.nv", "sai", "10.0.0.1", {}, "r"});
    EXPECT_EQ(log_in(core_, {"anh.nv", hired->password, "10.0.0.1", {}, "r"}).refusal, Refusal::locked);
    EXPECT_FALSE(act_on_account(core_, other_chief_, uid, Act::unlock, "r"));
    ASSERT_TRUE(act_on_account(core_, chief_, uid, Act::unlock, "r"));
    EXPECT_FALSE(log_in(core_, {"anh.nv", hired->password, "10.0.0.1", {}, "r"}).refusal);
    const auto password = reset_password(core_, chief_, uid, "r");
    ASSERT_TRUE(password);
    EXPECT_EQ(log_in(core_, {"anh.nv", hired->password, "10.0.0.1", {}, "r"}).refusal, Refusal::wrong);
    ASSERT_TRUE(act_on_account(core_, chief_, uid, Act::disable, "r"));
    EXPECT_TRUE(log_in(core_, {"anh.nv", *password, "10.0.0.1", {}, "r"}).refusal);
    ASSERT_TRUE(act_on_account(core_, chief_, uid, Act::enable, "r"));
    ASSERT_TRUE(act_on_account(core_, chief_, uid, Act::remove_second_factor, "r"));
    EXPECT_FALSE(log_in(core_, {"anh.nv", *password, "10.0.0.1", {}, "r"}).refusal);
}

TEST_F(Administration, NobodyTakesOverThePlatformOperator)
{
    // The operator's home is agency two; its administrator still can't touch that account.
    EXPECT_EQ(reset_password(core_, other_chief_, operator_.official_uid, "r").error().fault,
              base::Fault::forbidden);
    EXPECT_FALSE(act_on_account(core_, other_chief_, operator_.official_uid, Act::remove_second_factor, "r"));
    EXPECT_TRUE(reset_password(core_, operator_, other_chief_.official_uid, "r"));
    EXPECT_FALSE(act_on_account(core_, operator_, operator_.official_uid, Act::disable, "r"));
}

TEST_F(Administration, OneselfIsNotResetOrStopped)
{
    std::string capitals = chief_.official_uid;
    for (char& letter : capitals) {
        if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    }
    for (const std::string& uid : {chief_.official_uid, capitals}) {
        EXPECT_FALSE(act_on_account(core_, chief_, uid, Act::disable, "r"));
        EXPECT_FALSE(act_on_account(core_, chief_, uid, Act::remove_second_factor, "r"));
        EXPECT_FALSE(reset_password(core_, chief_, uid, "r"));
    }
    EXPECT_EQ(reset_password(core_, operator_, operator_.official_uid, "r").error().fault,
              base::Fault::conflict);
    EXPECT_EQ(database_.value(
                  "SELECT count(*) FROM accounts WHERE must_change_password OR disabled_at IS NOT NULL"),
              "0");
}

TEST_F(Administration, WhoWorksElsewhereTooIsResetByThePlatform)
{
    const Me colleague = person(one_, Role::specialist);
    {
        find("H05.1");
        db::Transaction tx = begin(operator_);
        const auto official = official_in_care(tx, operator_, colleague.official_uid);
        ASSERT_TRUE(official);
        const auto post = directory::add_post(tx, *held_, *official, two_,
                                              {"Chuyên viên", "specialist", "", "", "20/11/2026"},
                                              directory::Giver::platform, core_.now());
        ASSERT_TRUE(post) << post.error().message;
        tx.commit();
    }
    EXPECT_EQ(reset_password(core_, chief_, colleague.official_uid, "r").error().fault,
              base::Fault::forbidden);
    EXPECT_EQ(
        act_on_account(core_, chief_, colleague.official_uid, Act::remove_second_factor, "r").error().fault,
        base::Fault::forbidden);
    EXPECT_TRUE(act_on_account(core_, chief_, colleague.official_uid, Act::unlock, "r"));
    EXPECT_TRUE(reset_password(core_, operator_, colleague.official_uid, "r"));
    // The other post has ended: the own agency is in charge again.
    database_.execute(
        "UPDATE posts SET valid_from = '2026-01-01', valid_to = '2026-11-19' WHERE agency_id = " +
        std::to_string(two_) + " AND official_id = " + std::to_string(colleague.official));
    EXPECT_TRUE(reset_password(core_, chief_, colleague.official_uid, "r"));
}

// Whoever makes the account knows its first password.
TEST_F(Administration, WhoWorksElsewhereTooGetsTheAccountFromThePlatform)
{
    const Me colleague = person(one_, Role::specialist);
    database_.execute("DELETE FROM accounts WHERE official_id = " + std::to_string(colleague.official));
    database_.execute(
        "INSERT INTO posts (uid, official_id, agency_id, title, role, valid_from) SELECT gen_random_uuid(), official_id, " +
        std::to_string(two_) +
        ", title, role, '2026-01-01' FROM posts WHERE official_id = " + std::to_string(colleague.official));
    EXPECT_EQ(create_account(core_, chief_, colleague.official_uid, "nguoi.moi", "r").error().fault,
              base::Fault::forbidden);
    EXPECT_TRUE(create_account(core_, operator_, colleague.official_uid, "nguoi.moi", "r"));
}

TEST_F(Administration, AOneTimePasswordOpensNoPostElsewhere)
{
    const Me colleague = person(one_, Role::specialist);
    const auto password = reset_password(core_, chief_, colleague.official_uid, "r");
    ASSERT_TRUE(password);
    const auto hash = [&] {
        return database_.value("SELECT password_hash FROM accounts WHERE official_id = " +
                               std::to_string(colleague.official));
    };
    ASSERT_TRUE(core_.passwords.matches(hash(), *password));
    {
        db::Transaction tx = begin(operator_);
        const auto official = official_in_care(tx, operator_, colleague.official_uid);
        ASSERT_TRUE(official);
        EXPECT_TRUE(cancel_one_time_password(core_, tx, *official));
        tx.commit();
    }
    EXPECT_FALSE(core_.passwords.matches(hash(), *password));
    database_.execute("UPDATE accounts SET must_change_password = false");
    const std::string own = hash();
    db::Transaction tx = begin(operator_);
    EXPECT_FALSE(
        cancel_one_time_password(core_, tx, *official_in_care(tx, operator_, colleague.official_uid)))
        << "one's own password stays";
    tx.commit();
    EXPECT_EQ(hash(), own);
}

}  // namespace
}  // namespace lt::accounts
