// Models by day, owner and version, against a real database. 1 is the province's office, 2 a department, 3 a branch of it, 4 a ward.
#include <thread>

#include <gtest/gtest.h>

#include "decisions/deploy.h"
#include "decisions/feel/json.h"
#include "decisions/store.h"
#include "kit/base/ids.h"
#include "kit/db/testing.h"

namespace lt::decisions {
namespace {

// A fee of so much a page.
std::string fee_model(const std::string& rate, const std::string& attributes = "")
{
    return "<definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\" xmlns:lt=\"https://lienthong.vn/dmn\" id=\"phi\" "
           "name=\"Phí\" namespace=\"t\" " +
           attributes +
           "><inputData id=\"i\" name=\"trang\"><variable name=\"trang\" typeRef=\"number\"/></inputData>"
           "<decision id=\"d\" name=\"Mức phí\"><informationRequirement><requiredInput href=\"#i\"/></informationRequirement>"
           "<decisionTable hitPolicy=\"FIRST\"><input><inputExpression><text>trang</text></inputExpression></input><output/>"
           "<rule><inputEntry><text>&lt; 1</text></inputEntry><outputEntry><text>1 + \"a\"</text></outputEntry></rule>"
           "<rule><inputEntry><text>[1..100]</text></inputEntry><outputEntry><text>" +
           rate + " * trang</text></outputEntry></rule></decisionTable></decision></definitions>";
}

std::string literal_model(const std::string& text)
{
    return "<definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\" id=\"thang\" name=\"Thang\" namespace=\"t\">"
           "<inputData id=\"i\" name=\"trang\"/><decision id=\"d\" name=\"Mức phí\"><informationRequirement><requiredInput "
           "href=\"#i\"/></informationRequirement><literalExpression><text>" +
           text + "</text></literalExpression></decision></definitions>";
}

class DecisionsDb : public testing::Test {
protected:
    static constexpr base::Time kNow =
        std::chrono::sys_days{std::chrono::year{2026} / 11 / 20} + std::chrono::hours(2);

    DecisionsDb()
    {
        for (int n : {1, 2, 3, 4}) {
            const std::string id = std::to_string(n);
            database.execute(
                "INSERT INTO agencies (id, uid, code, name, short_name, abbreviation, level, kind, place, parent_id, valid_from, folded) "
                "OVERRIDING SYSTEM VALUE VALUES (" +
                id + ",'" + base::new_uid(kNow) + "','H05." + id +
                "','Cơ quan','Cơ quan','CQ','commune','government','Bắc Ninh'," +
                (n == 1   ? "NULL"
                 : n == 3 ? "2"
                          : "1") +
                ",'2025-07-01','x')");
        }
    }
    db::Transaction in(std::int64_t agency, std::int64_t official = 11)
    {
        if (agency == 0) return database.pool().begin({});
        return database.pool().begin({.agency = agency, .official = official, .reach = db::Reach::agency});
    }
    base::Result<Deployment> deployed(std::int64_t agency, const Form& form)
    {
        db::Transaction tx = in(agency);
        auto done = deploy(tx, agency == 0 ? std::nullopt : std::optional(agency), form, kNow);
        if (done && done->findings.empty()) tx.commit();
        return done;
    }
    // Deploys it, for the province where `agency` is 0; gives its uid.
    std::string put(std::int64_t agency, const std::string& rate, const std::string& from,
                    const std::string& to = "")
    {
        const auto done = deployed(
            agency, {.source = fee_model(rate), .valid_from = from, .valid_to = to, .basis = "Nghị quyết"});
        EXPECT_TRUE(done && done->deployed.added);
        return done ? done->deployed.uid : "";
    }
    base::Result<Decided> asked(std::int64_t agency, const std::string& name, base::Day day,
                                const std::string& inputs = R"({"trang": 3})")
    {
        db::Transaction tx = in(agency);
        return decisions.decide(tx, agency, name, base::Time(day) + std::chrono::hours(5),
                                *feel::from_json(inputs));
    }
    // The fee of three pages.
    std::string fee(std::int64_t agency, int year, unsigned month, unsigned day)
    {
        const auto decided =
            asked(agency, "phi", std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day));
        return decided ? feel::to_json(decided->value) : decided.error().message.str();
    }

    db::TestDatabase database{};
    Decisions decisions{};
};

TEST_F(DecisionsDb, TheVersionOfTheDayDecides)
{
    put(0, "100", "01/01/2020");
    put(0, "200", "01/01/2026");
    put(0, "150", "15/08/2026", "28/02/2027");
    EXPECT_EQ(fee(1, 2019, 12, 31), "Không có mô hình quyết định “phi” nào có hiệu lực vào ngày 31/12/2019.");
    EXPECT_EQ(fee(1, 2020, 1, 1), "300");
    EXPECT_EQ(fee(1, 2025, 12, 31), "300");
    EXPECT_EQ(fee(1, 2026, 1, 1), "600");
    EXPECT_EQ(fee(1, 2026, 8, 15), "450") << "a relief for some months";
    EXPECT_EQ(fee(1, 2027, 2, 28), "450");
    EXPECT_EQ(fee(1, 2027, 3, 1), "600");
    put(0, "250", "01/01/2026");
    EXPECT_EQ(fee(1, 2026, 1, 1), "750") << "of the same day the newer one";
    EXPECT_EQ(fee(1, 2025, 12, 31), "300") << "what is decided as of a day before stays";
    EXPECT_EQ(database.value("SELECT string_agg(version::text, ',' ORDER BY id) FROM decision_models"),
              "1,2,3,4");
}

TEST_F(DecisionsDb, TheDayIsVietnams)
{
    put(0, "100", "01/01/2020", "31/12/2025");
    put(0, "200", "01/01/2026");
    db::Transaction tx = in(1);
    const auto at = [&](int hour) {
        const base::Time moment =
            std::chrono::sys_days{std::chrono::year{2025} / 12 / 31} + std::chrono::hours(hour);
        return feel::to_json(
            decisions.decide(tx, 1, "phi", moment, *feel::from_json(R"({"trang": 1})"))->value);
    };
    EXPECT_EQ(at(16), "100") << "23:00 on the last evening";
    EXPECT_EQ(at(17), "200") << "midnight";
}

TEST_F(DecisionsDb, AnAgencyInheritsFromThoseAboveIt)
{
    put(0, "100", "01/01/2020");
    put(2, "200", "01/01/2026", "31/12/2026");
    put(3, "300", "01/06/2026");
    EXPECT_EQ(fee(4, 2026, 7, 1), "300");
    EXPECT_EQ(fee(2, 2026, 7, 1), "600");
    EXPECT_EQ(fee(3, 2026, 5, 31), "600") << "its superior's";
    EXPECT_EQ(fee(3, 2026, 6, 1), "900");
    EXPECT_EQ(fee(2, 2027, 1, 1), "300") << "the own one has ended";
    db::Transaction tx = in(0);
    EXPECT_EQ(feel::to_json(decisions.decide(tx, 0, "phi", kNow, *feel::from_json(R"({"trang": 1})"))->value),
              "100")
        << "the province alone";
    database.execute("UPDATE agencies SET parent_id = 1 WHERE id = 3");
    EXPECT_EQ(fee(3, 2026, 5, 31), "300") << "the tree moved";
}

TEST_F(DecisionsDb, ListsShowWhatApplies)
{
    put(0, "100", "01/01/2020");
    const std::string own = put(2, "200", "01/01/2026");
    put(2, "250", "01/01/2027");
    db::Transaction tx = in(2);
    const base::Day today = base::vietnam_day(kNow);
    const auto rows = store::models(tx, 2, today, "", 10);
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows[0].version.uid, own);
    EXPECT_TRUE(rows[0].applies);
    EXPECT_FALSE(rows[1].version.agency);
    EXPECT_FALSE(rows[1].applies);
    EXPECT_TRUE(store::models(tx, 2, today, "phi", 10).empty()) << "behind the last key";
    EXPECT_EQ(store::models(tx, 4, today, "", 10).size(), 1u);
    EXPECT_EQ(store::versions(tx, 2, "phi").size(), 3u);
    EXPECT_EQ(store::versions(tx, 4, "phi").size(), 1u);
    const auto id = store::find(tx, 2, own);
    ASSERT_TRUE(id);
    EXPECT_EQ(store::source(tx, *id), fee_model("200"));
    EXPECT_TRUE(store::find(tx, 3, own)) << "of the superior";
    EXPECT_FALSE(store::find(tx, 4, own)) << "of another";
    EXPECT_TRUE(store::find(tx, 0, own)) << "the operator looks at all";
    EXPECT_FALSE(store::find(tx, 2, "no uid"));
}

TEST_F(DecisionsDb, WhatIsDecidedIsExplained)
{
    put(0, "2000", "01/01/2020");
    const auto decided = asked(1, "phi#d", base::vietnam_day(kNow), R"({"trang": 3, "khac": "x"})");
    ASSERT_TRUE(decided);
    EXPECT_EQ(decided->by->version.version, 1);
    EXPECT_EQ(decided->decision.name, "Mức phí");
    EXPECT_EQ(feel::to_json(decided->inputs), R"({"trang":3})") << "what it needs and no more";
    ASSERT_EQ(decided->hits.size(), 1u);
    EXPECT_EQ(decided->hits[0].rule, 2);
    EXPECT_EQ(
        to_record(*decided),
        R"({"model":")" + decided->by->version.uid +
            R"(","key":"phi","version":1,"name":"Phí","basis":"Nghị quyết","decision":"Mức phí","inputs":{"trang":3},"value":6000,"hits":[{"element":"Mức phí","table":)" +
            std::to_string(decided->hits[0].table) + R"(,"rule":2}]})");
    Decided large = *decided;
    large.value = feel::Value::string(std::string(20'000, 'x'));
    for (int i = 0; i < 250; ++i) large.hits.push_back({decided->hits[0].table, i});
    const std::string record = to_record(large);
    EXPECT_LT(record.size(), 10'000u);
    EXPECT_NE(record.find(R"("inputs":{"trang":3},"cut":true,"hits":[)"), std::string::npos) << record;
    EXPECT_TRUE(record.ends_with(R"(],"more_hits":151})")) << record;
    large.inputs = large.value;
    EXPECT_EQ(to_record(large).find("inputs"), std::string::npos);
    EXPECT_EQ(feel::to_json(asked(1, "phi", base::vietnam_day(kNow), R"({"trang": 101})")->value), "null")
        << "no rule is an answer";
}

TEST_F(DecisionsDb, WhatCannotBeDecidedSaysWhy)
{
    put(0, "2000", "01/01/2020");
    const auto why = [&](const std::string& name, const std::string& inputs) {
        const auto decided = asked(1, name, base::vietnam_day(kNow), inputs);
        EXPECT_FALSE(decided);
        return decided ? "" : decided.error().message.str();
    };
    EXPECT_EQ(why("phi", "{}"), "Quyết định “Mức phí” thiếu dữ liệu “trang”.");
    EXPECT_TRUE(why("phi", R"({"trang": 0})")
                    .starts_with("Quyết định “Mức phí” không tính được: dòng 1, “Mức phí”: "));
    EXPECT_TRUE(why("phi", R"({"trang": "ba"})").starts_with("Quyết định “Mức phí” không tính được: "));
    // FEEL goes on with null, and takes the wrong way.
    db::Transaction tx = in(0);
    ASSERT_TRUE(deploy(
        tx, std::nullopt,
        {.source = literal_model("if trang &gt; 2 then 1 else 2"), .valid_from = "01/01/2020", .basis = "x"},
        kNow));
    tx.commit();
    EXPECT_TRUE(why("thang", R"({"trang": null})").starts_with("Quyết định “Mức phí” không tính được: "));
    // A row that a stricter release refuses, as one with a name of 300 characters.
    const Version old{.uid = base::new_uid(kNow),
                      .key = "cu",
                      .name = "Cũ",
                      .valid_from = base::vietnam_day(kNow),
                      .basis = "x",
                      .deployed_at = kNow};
    db::Transaction storing = in(0);
    store::add(storing, old, std::string(64, '0'), fee_model("1", "label=\"" + std::string(300, 'x') + "\""));
    storing.commit();
    const std::string unreadable =
        "Mô hình “Cũ”, phiên bản 1, không đọc được nữa, cần thêm phiên bản đã sửa. Dòng 1: Tên, nhãn hoặc mã dài hơn 200 ký tự.";
    EXPECT_EQ(why("cu", "{}"), unreadable);
    EXPECT_EQ(why("cu", "{}"), unreadable) << "from memory, too";
    EXPECT_EQ(why("phi#x", "{}"), "Mô hình không có quyết định “x”.");
    EXPECT_EQ(why("a b", "{}"), "“a b” không phải tên một quyết định.");
    EXPECT_FALSE(asked(1, "phi#", base::vietnam_day(kNow)));
}

TEST_F(DecisionsDb, ADeploymentIsRefusedByFieldAndByLine)
{
    const auto refused = [&](const Form& form) {
        const auto done = deployed(0, form);
        EXPECT_FALSE(done);
        std::string fields = done ? "" : done.error().field;
        if (!done)
            for (const auto& [field, message] : done.error().more) fields += " " + field;
        return fields;
    };
    EXPECT_EQ(refused({.source = " "}), "source");
    EXPECT_EQ(refused({.source = fee_model("1")}), "valid_from basis");
    EXPECT_EQ(refused({.source = fee_model("1"),
                       .key = "phí",
                       .valid_from = "31/02/2026",
                       .valid_to = "x",
                       .basis = "y",
                       .note = std::string(301, 'x')}),
              "key valid_from valid_to note");
    EXPECT_EQ(
        refused(
            {.source = fee_model("1"), .valid_from = "02/01/2026", .valid_to = "01/01/2026", .basis = "y"}),
        "valid_to");
    const auto broken = deployed(
        0,
        {.source = "<definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\">\n<decision id=\"d\">"
                   "<literalExpression><text>1 +</text></literalExpression></decision></definitions>"});
    ASSERT_TRUE(broken);
    ASSERT_FALSE(broken->findings.empty());
    EXPECT_EQ(broken->findings[0].element, "d");
    EXPECT_EQ(broken->findings[0].line, 2);
    EXPECT_EQ(database.value("SELECT count(*) FROM decision_models"), "0");
    // What the file says of itself.
    ASSERT_TRUE(deployed(
        0, {.source = fee_model(
                "1", "lt:validFrom=\"2026-01-01\" lt:validTo=\"2026-12-31\" lt:basis=\"Thông tư\"")}));
    EXPECT_EQ(database.value("SELECT key || valid_from || valid_to || basis FROM decision_models"),
              "phi2026-01-012026-12-31Thông tư");
    EXPECT_EQ(database.value("SELECT action FROM audit_events"), "decision_model.deployed");
}

TEST_F(DecisionsDb, ManyDeployAtOnceAndEachGetsAVersion)
{
    std::vector<std::thread> threads;
    std::atomic<int> good = 0;
    for (int i = 0; i < 6; ++i)
        threads.emplace_back([&, i] {
            const auto done = deployed(
                2, {.source = fee_model(std::to_string(i)), .valid_from = "01/01/2026", .basis = "x"});
            if (done && done->deployed.added) ++good;
        });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(good, 6);
    EXPECT_EQ(database.value("SELECT string_agg(version::text, ',' ORDER BY version) FROM decision_models"),
              "1,2,3,4,5,6");
    // The newest again, to the letter and the day, is no new version; of another day it is.
    const std::string newest =
        database.value("SELECT convert_from(source, 'UTF8') FROM decision_models WHERE version = 6");
    const Form again{.source = newest, .valid_from = "01/01/2026", .basis = "x"};
    EXPECT_FALSE(deployed(2, again)->deployed.added);
    Form noted = again;
    noted.note = "Sửa lỗi gõ";
    EXPECT_EQ(deployed(2, noted)->deployed.version, 7) << "what is said of it is not lost";
    EXPECT_FALSE(deployed(2, noted)->deployed.added);
    Form later = again;
    later.valid_from = "01/02/2026";
    EXPECT_EQ(deployed(2, later)->deployed.version, 8);
    EXPECT_FALSE(deployed(2, noted)->deployed.added) << "of its own days it is still the newest";
    EXPECT_EQ(deployed(2, again)->deployed.version, 9);
}

TEST_F(DecisionsDb, AWithdrawnVersionDecidesNothingMore)
{
    put(0, "100", "01/01/2020");
    const std::string wrong = put(0, "999", "01/01/2026");
    EXPECT_EQ(fee(1, 2026, 6, 1), "2997");
    {
        db::Transaction tx = in(0);
        EXPECT_FALSE(withdraw(tx, std::nullopt, wrong, " ", kNow));
        EXPECT_FALSE(withdraw(tx, 1, wrong, "nhầm", kNow)) << "not its owner";
        ASSERT_TRUE(withdraw(tx, std::nullopt, wrong, "nhầm mức", kNow));
        tx.commit();
    }
    EXPECT_EQ(fee(1, 2026, 6, 1), "300");
    db::Transaction tx = in(0);
    EXPECT_FALSE(withdraw(tx, std::nullopt, wrong, "lần nữa", kNow));
    EXPECT_EQ(store::versions(tx, 1, "phi").at(0).withdrawn_why, "nhầm mức");
    EXPECT_EQ(store::models(tx, 1, base::vietnam_day(kNow), "", 10).at(0).version.version, 1);
}

TEST_F(DecisionsDb, CompiledModelsAreKeptByVersion)
{
    put(0, "100", "01/01/2020");
    const auto first = asked(1, "phi", base::vietnam_day(kNow))->by;
    EXPECT_EQ(asked(4, "phi", base::vietnam_day(kNow))->by, first) << "one for all agencies";
    put(0, "200", "01/01/2026");
    const auto second = asked(1, "phi", base::vietnam_day(kNow))->by;
    EXPECT_NE(second, first);
    EXPECT_EQ(asked(1, "phi", std::chrono::sys_days{std::chrono::year{2025} / 1 / 1})->by, first);
    db::Transaction tx = in(1);
    EXPECT_EQ(decisions.get(tx, -1), nullptr);
}

TEST_F(DecisionsDb, NobodyDeploysForAnother)
{
    put(0, "100", "01/01/2020");
    const auto attempt = [&](std::int64_t agency, std::optional<std::int64_t> owner) {
        db::Transaction tx = in(agency);
        const Form form{.source = fee_model("5"), .valid_from = "01/01/2026", .basis = "x"};
        try {
            return bool(deploy(tx, owner, form, kNow));
        } catch (const db::QueryError& refused) {
            return false;
        }
    };
    EXPECT_TRUE(attempt(2, 2));
    EXPECT_FALSE(attempt(2, 3)) << "not even for a branch";
    EXPECT_FALSE(attempt(3, 2));
    EXPECT_FALSE(attempt(2, std::nullopt));
    // A version is never changed, nor taken out.
    const db::Query<0> changes[] = {{"test.change_basis", "UPDATE decision_models SET basis = 'x'"},
                                    {"test.change_day", "UPDATE decision_models SET valid_to = '2026-01-01'"},
                                    {"test.take_out", "DELETE FROM decision_models"}};
    for (const db::Query<0>& change : changes) {
        db::Transaction tx = in(0);
        EXPECT_THROW(tx.run(change), db::QueryError) << change.text;
    }
    db::Transaction tx = in(2);
    EXPECT_EQ(
        tx.run(db::Query<0>{
                   "test.withdraw_foreign",
                   "UPDATE decision_models SET withdrawn_at = now(), withdrawn_by = 11, withdrawn_why = 'x'"})
            .affected(),
        0u);
}

}  // namespace
}  // namespace lt::decisions
