// The catalogue in the database: what an import leaves, what approval fixes, what is found.
#include <filesystem>
#include <fstream>
#include <set>

#include <gtest/gtest.h>
#include <unistd.h>

#include "kit/db/testing.h"
#include "procedures/import.h"
#include "procedures/records/content.h"
#include "procedures/records/parts.h"
#include "procedures/records/record.h"
#include "procedures/store.h"

namespace lt::procedures {
namespace {

base::Day on(int year, int month, int day) { return std::chrono::year(year) / month / day; }

std::string record(const std::string& code, const std::string& name, const std::string& days = "3",
                   const std::string& field = "Hộ tịch")
{
    return R"({"ma_thu_tuc": ")" + code + R"(", "ten_thu_tuc": ")" + name + R"(", "linh_vuc": ")" + field +
           R"(", "cap_thuc_hien": "Cấp xã", "cach_thuc_thuc_hien": "Trực tiếp)" + days +
           R"( Ngày làm việcMiễn phí"})";
}

class ProceduresDb : public testing::Test {
protected:
    ProceduresDb()
    {
        database.execute(
            "INSERT INTO agencies (id, uid, code, name, short_name, abbreviation, level, kind, place, valid_from, folded) OVERRIDING "
            "SYSTEM VALUE VALUES (1, gen_random_uuid(), 'H05.1', 'Phường Kinh Bắc', 'KB', 'KB', 'commune', 'government', 'Bắc Ninh', "
            "'2025-07-01', 'x')");
        database.execute(
            "INSERT INTO officials (id, uid, agency_id, name, created_at, folded, sort_name) OVERRIDING SYSTEM VALUE VALUES "
            "(19, gen_random_uuid(), 1, 'Người 19', now(), 'x', 'x'), (11, gen_random_uuid(), 1, 'Người 11', now(), 'x', 'x')");
        database.execute(
            "INSERT INTO posts (uid, official_id, agency_id, title, role, valid_from) VALUES (gen_random_uuid(), 19, 1, 'x', "
            "'platform_operator', '2025-07-01'), (gen_random_uuid(), 11, 1, 'x', 'agency_administrator', '2025-07-01')");
    }
    ~ProceduresDb() override { std::filesystem::remove(path_); }

    ImportCounts import(const std::string& lines)
    {
        std::ofstream(path_, std::ios::binary) << lines;
        return import_records({path_}, &database.pool(), clock,
                              [this](const std::string& line) { report += line + "\n"; });
    }
    db::Transaction begin(std::int64_t official = 19)
    {
        return database.pool().begin({.official = official});
    }
    std::string draft_uid(const std::string& code)
    {
        return database.value(
            "SELECT v.uid FROM procedure_versions v JOIN procedures p ON p.id = v.procedure_id WHERE v.state = 'draft' "
            "AND p.code = '" +
            code + "'");
    }
    bool approve(const std::string& code, base::Day from)
    {
        db::Transaction tx = begin();
        const std::string uid = draft_uid(code);
        if (uid.empty()) return false;
        const bool done = store::approve(tx, uid, from, clock.now(), 19);
        if (done) tx.commit();
        return done;
    }
    std::string found(const std::string& words, std::int64_t field = 0)
    {
        db::Transaction tx = begin(0);
        std::string out;
        for (const Listed& one : store::search(tx, {.words = words, .field = field}, on(2026, 12, 1)))
            out += (out.empty() ? "" : " ") + one.code;
        return out;
    }

    db::TestDatabase database{};
    base::SystemClock clock{};
    std::string report{};
    std::filesystem::path path_ =
        std::filesystem::temp_directory_path() / ("procedures_" + std::to_string(::getpid()) + ".jsonl");
};

TEST_F(ProceduresDb, ImportMakesDraftsAndDoingItAgainChangesNothing)
{
    const std::string lines = record("1.1", "Đăng ký khai sinh") + "\n" + record("1.2", "Đăng ký kết hôn") +
                              "\nnonsense\n" + record("1.1", "Đăng ký khai sinh") + "\n";
    const ImportCounts first = import(lines);
    EXPECT_EQ(to_json(first), R"({"read":4,"complete":3,"partial":0,"refused":1})");
    EXPECT_EQ(first.added, 2U);
    EXPECT_NE(report.find(":3: Không phải JSON."), std::string::npos) << report;
    const std::string rows =
        database.value("SELECT string_agg(uid || sha256, ' ' ORDER BY id) FROM procedure_versions");
    const ImportCounts again = import(lines);
    EXPECT_EQ(again.added + again.changed, 0U);
    EXPECT_EQ(database.value("SELECT string_agg(uid || sha256, ' ' ORDER BY id) FROM procedure_versions"),
              rows);
    EXPECT_EQ(database.value("SELECT count(*) FROM audit_events WHERE action = 'procedures.imported'"), "1");

    // A record that says something else changes the draft in its place.
    EXPECT_EQ(import(record("1.1", "Đăng ký khai sinh", "5")).changed, 1U);
    EXPECT_EQ(database.value("SELECT count(*) FROM procedure_versions"), "2");
    db::Transaction tx = begin();
    const auto version = store::find(tx, draft_uid("1.1"));
    ASSERT_TRUE(version);
    EXPECT_EQ(version->procedure.channels.at(0).terms.at(0).durations.at(0).amount, 5);
    EXPECT_EQ(version->state, State::draft);
    EXPECT_FALSE(store::find(tx, "01933f9e-4c00-7a31-8000-52ab3f6a1c11"));
}

TEST_F(ProceduresDb, WhatIsKeptIsWhatWasRead)
{
    const auto read = read_record(record("1.1", "Đăng ký \\\"khai\\\" sinh"));
    ASSERT_TRUE(read);
    EXPECT_EQ(to_json(from_json(to_json(*read))), to_json(*read));
    import(record("1.1", "Đăng ký \\\"khai\\\" sinh"));
    db::Transaction tx = begin();
    EXPECT_EQ(to_json(store::find(tx, draft_uid("1.1"))->procedure), to_json(*read));
}

TEST_F(ProceduresDb, AnApprovedVersionStaysAndTheNextOneFollowsIt)
{
    import(record("1.1", "Đăng ký khai sinh", "3"));
    ASSERT_TRUE(approve("1.1", on(2026, 7, 1)));
    import(record("1.1", "Đăng ký khai sinh", "3"));
    EXPECT_EQ(draft_uid("1.1"), "");  // nothing new
    import(record("1.1", "Đăng ký khai sinh", "2"));
    const auto days_on = [&](base::Day day) {
        db::Transaction tx = begin(0);
        const auto version = store::find_in_force(tx, "1.1", day);
        return version ? version->procedure.channels.at(0).terms.at(0).durations.at(0).amount : 0;
    };
    EXPECT_EQ(days_on(on(2026, 12, 1)), 3);                                 // the draft is not in force
    EXPECT_THROW(approve("1.1", on(2026, 7, 1)), db::ConstraintViolation);  // two on one day
    ASSERT_TRUE(approve("1.1", on(2026, 12, 1)));
    EXPECT_EQ(days_on(on(2026, 6, 30)), 0);
    EXPECT_EQ(days_on(on(2026, 11, 30)), 3);
    EXPECT_EQ(days_on(on(2026, 12, 1)), 2);
    EXPECT_FALSE(approve("1.1", on(2027, 1, 1)));

    for (const char* change : {"name = 'x'", "content = '{}'",
                               "state = 'draft', valid_from = NULL, approved_at = NULL, approved_by = NULL",
                               "valid_from = '2026-01-01'", "uid = gen_random_uuid()", "approved_by = 11"}) {
        try {
            database.execute(std::string("UPDATE procedure_versions SET ") + change + " WHERE version = 2");
            ADD_FAILURE() << change;
        } catch (const db::ConstraintViolation& refused) {
            EXPECT_EQ(refused.constraint, "procedure_versions_kept_check") << change;
        }
    }
}

TEST_F(ProceduresDb, OnlyThePlatformWritesAndNobodyInAnothersName)
{
    import(record("1.1", "Đăng ký khai sinh"));
    const std::string uid = draft_uid("1.1");
    db::Transaction administrator = begin(11);
    EXPECT_FALSE(store::approve(administrator, uid, on(2026, 7, 1), clock.now(), 11));
    EXPECT_THROW(store::put_drafts(administrator, {*read_record(record("1.2", "x"))}, clock.now()),
                 db::QueryError);
    db::Transaction operator_ = begin(19);
    EXPECT_THROW(store::approve(operator_, uid, on(2026, 7, 1), clock.now(), 11), db::QueryError);
}

TEST_F(ProceduresDb, SearchKnowsWordsWithAndWithoutAccents)
{
    import(record("1.1", "Đăng ký khai sinh") + "\n" + record("1.2", "Đăng ký kết hôn") + "\n" +
           record("1.3", "Cấp giấy phép xây dựng", "15", "Hoạt động xây dựng") + "\n" +
           record("1.4", "Đăng ký khai tử"));
    for (const char* code : {"1.1", "1.2", "1.3"}) ASSERT_TRUE(approve(code, on(2026, 7, 1)));
    EXPECT_EQ(found(""), "1.3 1.2 1.1");  // by name, and no draft
    EXPECT_EQ(found("dang ky"), "1.2 1.1");
    EXPECT_EQ(found("khai sinh"), "1.1");
    EXPECT_EQ(found("khái sinh"), "");
    EXPECT_EQ(found("1.3"), "1.3");
    EXPECT_EQ(found("xây dựng"), "1.3");
    db::Transaction tx = begin(0);
    const auto fields = store::fields(tx, on(2026, 12, 1));
    ASSERT_EQ(fields.size(), 2U);
    EXPECT_EQ(fields[0].name, "Hoạt động xây dựng");
    EXPECT_EQ(fields[1].procedures, 2);
    EXPECT_EQ(found("", fields[0].id), "1.3");

    // Page by page.
    const auto page = store::search(tx, {.limit = 2}, on(2026, 12, 1));
    ASSERT_EQ(page.size(), 2U);
    const auto rest = store::search(tx, {.after = page.back(), .limit = 2}, on(2026, 12, 1));
    ASSERT_EQ(rest.size(), 1U);
    EXPECT_EQ(rest[0].code, "1.1");
    const auto drafts = store::drafts(tx, {});
    ASSERT_EQ(drafts.size(), 1U);
    EXPECT_EQ(drafts[0].code, "1.4");
    EXPECT_TRUE(store::drafts(tx, {.after = drafts[0]}).empty());
}

TEST_F(ProceduresDb, AgenciesOfferAProcedure)
{
    import(record("1.1", "Đăng ký khai sinh"));
    db::Transaction tx = begin();
    const base::Time now = clock.now();
    store::offer(tx, "1.1", {1, Share::receives}, now - std::chrono::hours(2));
    store::offer(tx, "1.1", {1, Share::receives}, now);
    store::offer(tx, "1.1", {1, Share::decides}, now - std::chrono::hours(2));
    auto offered = store::offered(tx, "1.1");
    ASSERT_EQ(offered.size(), 2U);
    EXPECT_EQ(offered[0].share, Share::decides);
    store::offer_no_more(tx, "1.1", {1, Share::decides}, now);
    store::offer_no_more(tx, "1.1", {1, Share::decides}, now + std::chrono::hours(1));  // nothing more
    offered = store::offered(tx, "1.1");
    ASSERT_EQ(offered.size(), 1U);
    EXPECT_EQ(offered[0].agency, 1);
    EXPECT_EQ(offered[0].share, Share::receives);
    tx.commit();
    // What was is still known, with its hours.
    EXPECT_EQ(database.value("SELECT part || ' ' || (until - since) FROM procedure_agencies_ended"),
              "decides 02:00:00");
    const std::string since = "SELECT since = '" + base::format_iso(now - std::chrono::hours(2)) +
                              "' FROM procedure_agencies WHERE part = 'receives'";
    EXPECT_EQ(database.value(since), "t") << "offered again, it is offered since the first time";
}

TEST_F(ProceduresDb, TheDatabaseSaysWhatARecordLacksAsTheProgramDoes)
{
    const auto exchanged = [](const std::string& code, const std::string& more) {
        return R"({"MaTTHC": ")" + code + R"(", "TENTTHC": "x", "QUYETDINH": "1/QĐ-UBND")" + more + "}";
    };
    const std::string steps = R"(, "TRINHTUTHUCHIEN": [{"TRINHTU": [{"TENTRINHTU": "Bước 1"}]}])";
    const std::string agency = R"(, "COQUANTHUCHIEN": {"TENDONVI": "UBND cấp xã"})";
    const std::string subjects = R"(, "DOITUONGTHUCHIEN": [{"TENDOITUONG": "Công dân Việt Nam"}])";
    const auto ways = [](const std::string& time) {
        return R"(, "CACHTHUCTHUCHIEN": [{"KENH": "1", "THOIGIAN": [{"THOIGIANGIAIQUYET": "3", "DONVITINH": "Ngày làm việc", )"
               R"("PHILEPHI": [{"SOTIEN": "50000", "DONVI": "Đồng"}]}]}, {"KENH": "2", "THOIGIAN": [)" +
               time + "]}]";
    };
    const std::string stated = R"({"THOIGIANGIAIQUYET": "3", "DONVITINH": "Ngày làm việc"})";
    const auto papers = [](const std::string& counts) {
        return R"(, "THANHPHANHOSO": [{"GIAYTO": [{"TENGIAYTO": "Đơn")" + counts + "}]}]";
    };
    const std::string counted = papers(R"(, "SOBANCHINH": "1")");
    const std::vector<std::string> records{
        exchanged("2.1", steps + agency + subjects + ways(stated) + counted),
        exchanged("2.2", ""),
        exchanged("2.3", steps + agency + subjects + ways(stated)),
        exchanged("2.4", steps + agency + subjects + ways(stated) + papers("")),
        exchanged("2.5", steps + agency + subjects + ways("{}") + counted),
        exchanged("2.6", steps + agency + ways(stated) + counted),
        exchanged("2.7", agency + subjects + ways("") + counted)};
    std::string lines;
    for (const std::string& one : records) lines += one + "\n";
    import(lines);
    std::set<std::string> seen;
    for (const std::string& line : records) {
        const auto read = read_record(line);
        ASSERT_TRUE(read) << line;
        std::string lacks;
        for (const RequiredPart part : missing_parts(*read))
            lacks += (lacks.empty() ? "" : ",") + std::string(to_text(part));
        seen.insert(lacks);
        const auto said = [&](const std::string& column) {
            return database.value(
                "SELECT " + column +
                " FROM procedure_versions v JOIN procedures p ON p.id = v.procedure_id WHERE p.code = '" +
                read->code + "'");
        };
        EXPECT_EQ(said("array_to_string(lacks, ',')"), lacks) << read->code;
        EXPECT_EQ(said("has_online"), has_online_way(*read) ? "t" : "f") << read->code;
        EXPECT_EQ(said("has_fees"), has_amounts(*read) ? "t" : "f") << read->code;
    }
    EXPECT_TRUE(seen.contains(""));
    EXPECT_GE(seen.size(), 5u);
}

TEST_F(ProceduresDb, ThousandsAreImportedInSeconds)
{
    std::string lines;
    for (int i = 0; i < 1000; ++i)
        lines += record("9." + std::to_string(i), "Thủ tục số " + std::to_string(i)) + "\n";
    EXPECT_EQ(import(lines).added, 1000U);
    EXPECT_EQ(database.value("SELECT count(DISTINCT code) FROM procedures"), "1000");
    EXPECT_EQ(database.value("SELECT count(*) FROM procedure_fields"), "1");
}

TEST_F(ProceduresDb, AnImportLeavesWhatTheProvinceSaid)
{
    const std::string lines = record("1.1", "Đăng ký khai sinh") + "\n";
    import(lines);
    ASSERT_TRUE(approve("1.1", on(2026, 11, 1)));
    Version edited;
    {
        db::Transaction tx = begin();
        edited = *store::find_in_force(tx, "1.1", on(2026, 11, 2));
        EXPECT_FALSE(edited.runnable());
        edited.ready.process = "p";
        edited.ready.nicknames = {"giấy cho trẻ"};
        store::put_draft(tx, edited.procedure, edited.ready, clock.now(), 19);
        tx.commit();
    }
    EXPECT_EQ(import(record("1.1", "Đăng ký khai sinh", "5") + "\n").changed, 0u)
        << "an official works on it";
    ASSERT_TRUE(approve("1.1", on(2026, 11, 10)));
    EXPECT_EQ(found("giay cho tre"), "1.1");
    EXPECT_EQ(import(lines).added, 0u) << "the same record as the last import";
    EXPECT_EQ(import(record("1.1", "Đăng ký khai sinh", "7") + "\n").added, 1u);
    db::Transaction tx = begin();
    const auto draft = store::find(tx, draft_uid("1.1"));
    ASSERT_TRUE(draft);
    EXPECT_EQ(draft->ready, edited.ready) << "goes on to the next version";
    EXPECT_EQ(draft->number, 3);
    EXPECT_EQ(store::history(tx, "1.1").size(), 3u);
}

}  // namespace
}  // namespace lt::procedures
