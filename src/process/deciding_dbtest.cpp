// Business rule tasks that call decisions.
#include <fstream>
#include <iterator>

#include "decisions/deploy.h"
#include "decisions/store.h"
#include "kit/base/config.h"
#include "kit/base/ids.h"
#include "process/fixture_dbtest.h"
#include "process/instances.h"
#include "process/operator.h"
#include "process/tasks.h"

namespace lt::process {
namespace {

// "x * rate", and which rate it was; `body` in place of the context.
std::string rate_model(const std::string& rate, const std::string& key = "phi", std::string body = "")
{
    if (body.empty())
        body =
            "<context><contextEntry><variable name=\"rate\"/><literalExpression><text>" + rate +
            "</text></literalExpression></contextEntry><contextEntry><variable name=\"fee\"/><literalExpression><text>x * rate</text>"
            "</literalExpression></contextEntry></context>";
    return "<definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\" id=\"" + key +
           "\" name=\"Phí\" namespace=\"t\"><inputData id=\"i\" name=\"x\"><variable name=\"x\"/></inputData>"
           "<decision id=\"d\" name=\"Mức phí\"><informationRequirement><requiredInput href=\"#i\"/></informationRequirement>" +
           body + "</decision></definitions>";
}

// Start, a task, the decision, a task, the end.
std::string calling(const std::string& attributes)
{
    return model(
        R"(<startEvent id="s"/><userTask id="a"/><businessRuleTask id="w" name="Tính phí" )" + attributes +
        R"(/><userTask id="b"/><endEvent id="e"/><flow ref="s>a"/><flow ref="a>w"/><flow ref="w>b"/><flow ref="b>e"/>)");
}

class DecidingTest : public ProcessTest {
protected:
    void put(const std::string& source, const std::string& from,
             std::optional<std::int64_t> agency = std::nullopt)
    {
        db::Transaction tx = agency ? in(office) : database.pool().begin({});
        const auto done = decisions::deploy(
            tx, agency, {.source = source, .valid_from = from, .basis = "Nghị quyết 1"}, clock->now());
        ASSERT_TRUE(done && done->findings.empty());
        tx.commit();
    }
    // An instance whose first task is done.
    std::string decided(const std::string& variables)
    {
        const std::string uid = started(variables);
        EXPECT_TRUE(completed(uid, wait_at(uid, "a")));
        return uid;
    }
    std::string trouble(const std::string& uid)
    {
        return database.value("SELECT trouble FROM process_waits WHERE instance_uid = '" + uid + "'");
    }
};

TEST_F(DecidingTest, TheEntriesOfTheOutcomeBecomeVariables)
{
    put(rate_model("2000"), "01/01/2020");
    deployed(calling(R"(lt:decision="phi")"));
    const std::string uid = decided(R"({"x": 3})");
    EXPECT_EQ(waits(uid), "task:b");
    EXPECT_EQ(variable(uid, "fee"), "6000");
    EXPECT_EQ(variable(uid, "rate"), "2000");
    deployed(calling(R"(lt:decision="phi#d" lt:result="phi")"));
    EXPECT_EQ(variable(decided(R"({"x": 2})"), "phi"), R"({"rate":2000,"fee":4000})");
}

TEST_F(DecidingTest, TheHistoryExplainsIt)
{
    put(rate_model("2000"), "01/01/2020");
    deployed(calling(R"(lt:decision="phi")"));
    const std::string uid = decided(R"({"x": 3, "other": 1})");
    db::Transaction tx = in(office);
    const auto acts = acts_of(tx, find_instance(tx, uid)->id);
    ASSERT_EQ(acts.size(), 2u);
    const std::string& events = acts[1].events;
    const std::string model_uid = database.value("SELECT uid FROM decision_models");
    EXPECT_NE(
        events.find(
            R"({"kind":"worked","node":"w","record":{"model":")" + model_uid +
            R"(","key":"phi","version":1,"name":"Phí","basis":"Nghị quyết 1","decision":"Mức phí","inputs":{"x":3},"value":{"rate":2000,"fee":6000})"),
        std::string::npos)
        << events;
}

TEST_F(DecidingTest, WhatBeganUnderAnOldVersionEndsUnderIt)
{
    put(rate_model("100"), "01/01/2020");
    put(rate_model("200"), "01/11/2026");
    deployed(calling(R"(lt:decision="phi" lt:asOf="received")"));
    EXPECT_EQ(variable(decided(R"({"x": 1, "received": {"@": "2026-10-31"}})"), "fee"), "100");
    EXPECT_EQ(variable(decided(R"({"x": 1, "received": {"@": "2026-11-01T08:00:00"}})"), "fee"), "200");
    const std::string wrong = decided(R"({"x": 1, "received": "hôm qua"})");
    EXPECT_EQ(waits(wrong), "incident:w");
    EXPECT_EQ(trouble(wrong), "Biểu thức về ngày áp dụng quyết định không cho ra một ngày.");
    deployed(calling(R"(lt:decision="phi")"));
    EXPECT_EQ(variable(decided(R"({"x": 1})"), "fee"), "200") << "without it the act's own day";
}

TEST_F(DecidingTest, TheAgencysOwnModelGoesFirst)
{
    put(rate_model("100"), "01/01/2020");
    put(rate_model("7"), "01/01/2020", office.agency);
    deployed(calling(R"(lt:decision="phi")"));
    EXPECT_EQ(variable(decided(R"({"x": 1})"), "fee"), "7");
    db::Transaction tx = in(other);
    const auto uid = start(tx, services, other, {"p", "", value(R"({"x": 1})")});
    ASSERT_TRUE(uid);
    ASSERT_TRUE(complete(tx, services, other, tasks(tx, {}).at(0).task, {}));
    EXPECT_EQ(feel::to_json(*find(tx, services, *uid)->state.variables().find("fee")), "100");
}

TEST_F(DecidingTest, WhatCannotBeDecidedIsAnIncidentThatGoesOnOnceItIsMended)
{
    deployed(calling(R"(lt:decision="phi")"));
    const std::string uid = decided("{}");
    EXPECT_EQ(waits(uid), "incident:w");
    EXPECT_EQ(trouble(uid), "Không có mô hình quyết định “phi” nào có hiệu lực vào ngày 20/11/2026.");
    put(rate_model("100"), "01/01/2020");
    const auto again = [&] {
        db::Transaction tx = in(office);
        ASSERT_TRUE(retry(tx, services, office, {uid, wait_at(uid, "w")}, "đã có mô hình"));
        tx.commit();
    };
    again();
    EXPECT_EQ(trouble(uid), "Quyết định “Mức phí” thiếu dữ liệu “x”.");
    {
        db::Transaction tx = in(office);
        ASSERT_TRUE(set_variables(tx, services, office, uid, value(R"({"x": "mười"})")));
        tx.commit();
    }
    again();
    EXPECT_TRUE(trouble(uid).starts_with("Quyết định “Mức phí” không tính được: dòng 1, “Mức phí”: "));
    {
        db::Transaction tx = in(office);
        ASSERT_TRUE(set_variables(tx, services, office, uid, value(R"({"x": 10})")));
        tx.commit();
    }
    again();
    EXPECT_EQ(waits(uid), "task:b");
    EXPECT_EQ(variable(uid, "fee"), "1000");
    put(rate_model("", "phi", "<literalExpression><text>x * 2</text></literalExpression>"), "01/02/2020");
    EXPECT_NE(trouble(decided(R"({"x": 1})")).find("không cho ra một bộ biến"), std::string::npos);
    put(rate_model("", "phi", "<literalExpression><text>null</text></literalExpression>"), "01/03/2020");
    EXPECT_EQ(trouble(decided(R"({"x": 1})")),
              "Quyết định “Mức phí” không cho ra giá trị nào: không dòng nào của bảng khớp.");
}

TEST_F(DecidingTest, ALargeAnswerIsAnIncident)
{
    put(rate_model(
            "1", "phi",
            "<literalExpression><text>for i in 1..x return \"mười chữ số\"</text></literalExpression>"),
        "01/01/2020");
    deployed(calling(R"(lt:decision="phi" lt:result="phi")"));
    EXPECT_EQ(waits(decided(R"({"x": 1000})")), "task:b");
    const std::string uid = decided(R"({"x": 80000})");
    EXPECT_EQ(waits(uid), "incident:w");
    EXPECT_EQ(trouble(uid), "Quyết định “Mức phí” cho ra kết quả quá lớn (hơn 1 MB).");
}

TEST_F(DecidingTest, AModelThatCannotBeReadAnyMoreIsAnIncident)
{
    db::Transaction tx = database.pool().begin({});
    const decisions::Version old{.uid = base::new_uid(clock->now()),
                                 .key = "phi",
                                 .name = "Phí",
                                 .valid_from = base::vietnam_day(clock->now()),
                                 .basis = "x",
                                 .deployed_at = clock->now()};
    decisions::store::add(tx, old, std::string(64, '0'), "<x/>");
    tx.commit();
    deployed(calling(R"(lt:decision="phi")"));
    const std::string uid = decided(R"({"x": 3})");
    EXPECT_EQ(waits(uid), "incident:w");
    EXPECT_EQ(
        trouble(uid),
        "Mô hình “Phí”, phiên bản 1, không đọc được nữa, cần thêm phiên bản đã sửa. Dòng 1: Tệp không phải mô hình quyết định DMN.");
}

TEST_F(DecidingTest, ADrawingIsWarnedOfDecisionsThatAreNotThere)
{
    const auto findings = [&](const std::string& attributes) {
        db::Transaction tx = database.pool().begin({});
        const auto done = deploy(tx, services, std::nullopt, calling(attributes), "");
        EXPECT_TRUE(done) << done.error().message;
        std::string all;
        for (const auto& one : done->findings)
            if (one.rule == "LT.decision")
                all += one.element + ":" + std::to_string(one.line) + " " + one.message.str();
        return all;
    };
    EXPECT_EQ(findings(R"(lt:decision="phi")"), "w:1 Chưa có mô hình quyết định “phi” có hiệu lực hôm nay.");
    put(rate_model("1"), "01/01/2020");
    EXPECT_EQ(findings(R"(lt:decision="phi")"), "");
    EXPECT_EQ(findings(R"(lt:decision="phi#khac")"), "w:1 Mô hình không có quyết định “khac”.");
    for (const char* wrong : {R"(lt:decision="phí")", R"(lt:decision="phi" lt:result="kết quả")",
                              R"(lt:decision="phi" lt:asOf="1 +")"}) {
        db::Transaction tx = database.pool().begin({});
        const auto done = deploy(tx, services, std::nullopt, calling(wrong), "");
        ASSERT_FALSE(done) << wrong;
        EXPECT_EQ(done.error().field, "w");
    }
}

TEST_F(DecidingTest, ANumberIsAskedFor)
{
    deployed(model(
        R"(<startEvent id="s"/><userTask id="a" lt:asks="ok: Được?; so_trang number: Số trang"/><endEvent id="e"/><flow ref="s>a"/><flow ref="a>e"/>)"));
    const std::string uid = started();
    db::Transaction tx = in(office);
    const auto asks = asks_of(tx, services, *find_task(tx, {uid, wait_at(uid, "a")}));
    ASSERT_EQ(asks.size(), 2u);
    EXPECT_FALSE(asks[0].is_number);
    EXPECT_TRUE(asks[1].is_number);
    EXPECT_EQ(asks[1].variable, "so_trang");
}

// What the release ships as an example does what the law says.
TEST_F(DecidingTest, TheFeeOfCertifiedCopies)
{
    std::ifstream in_file(base::find_resources() / "data/decisions/phi_chung_thuc_ban_sao.dmn",
                          std::ios::binary);
    const std::string source{std::istreambuf_iterator<char>(in_file), {}};
    {
        db::Transaction tx = database.pool().begin({});
        const auto done = decisions::deploy(tx, std::nullopt, {.source = source}, clock->now());
        ASSERT_TRUE(done) << done.error().message;
        ASSERT_TRUE(done->findings.empty()) << done->findings[0].message;
        tx.commit();
    }
    db::Transaction tx = in(office);
    const auto fee = [&](int pages, int copies) {
        const auto decided = services.decisions->decide(
            tx, 1, "phi_chung_thuc_ban_sao", clock->now(),
            value("{\"so_trang\":" + std::to_string(pages) + ",\"so_ban\":" + std::to_string(copies) + "}"));
        return decided ? feel::to_json(*decided->value.find("phi")) : decided.error().message.str();
    };
    EXPECT_EQ(fee(1, 1), "2000");
    EXPECT_EQ(fee(2, 1), "4000");
    EXPECT_EQ(fee(3, 1), "5000");
    EXPECT_EQ(fee(12, 2), "28000");
    EXPECT_EQ(fee(198, 1), "200000");
    EXPECT_EQ(fee(199, 1), "200000");
    EXPECT_EQ(fee(240, 3), "600000");
    EXPECT_EQ(feel::to_json(services.decisions
                                ->decide(tx, 1, "phi_chung_thuc_ban_sao#phi_mot_ban", clock->now(),
                                         value(R"({"so_trang": 5})"))
                                ->value),
              "7000");
}

}  // namespace
}  // namespace lt::process
