#include "process/facts.h"

#include "process/fixture_dbtest.h"
#include "process/messages.h"

namespace lt::process {
namespace {

std::string condition(const std::string& text)
{
    return R"(<conditionalEventDefinition id="d"><condition xsi:type="tFormalExpression">)" + text +
           "</condition></conditionalEventDefinition>";
}
std::string begins(const std::string& events, const std::string& root = "", const std::string& key = "p")
{
    return model("<startEvent id=\"s\">" + events +
                     R"(</startEvent><userTask id="a"/><endEvent id="e"/><flow ref="s>a"/><flow ref="a>e"/>)",
                 root, key);
}

class FactsTest : public ProcessTest {
protected:
    void set(const std::string& facts, const Actor* who = nullptr)
    {
        const Actor& actor = who == nullptr ? office : *who;
        db::Transaction tx = in(actor);
        const auto done = set_facts(tx, services, actor, value(facts));
        ASSERT_TRUE(done) << done.error().message;
        tx.commit();
        work();
    }
    std::string begun(const std::string& where = "true")
    {
        return database.value("SELECT count(*) FROM process_instances WHERE " + where);
    }
};

TEST_F(FactsTest, AProcessBeginsEachTimeItsConditionBecomesTrue)
{
    deployed(begins(condition("cho &gt; 10")));
    set(R"({"cho": 5, "khac": "x"})");
    EXPECT_EQ(begun(), "0");
    set(R"({"cho": 11})");
    ASSERT_EQ(begun(), "1");
    const std::string uid = database.value("SELECT uid FROM process_instances");
    EXPECT_EQ(waits(uid), "task:a");
    EXPECT_EQ(variable(uid, "cho") + " " + variable(uid, "khac"), R"(11 "x")")
        << "with the facts of that moment";
    set(R"({"cho": 12})");
    EXPECT_EQ(begun(), "1") << "it was true before";
    set(R"({"cho": null})");
    set(R"({"cho": 20})");
    EXPECT_EQ(begun(), "2");
    set(R"({"cho": 20})", &other);
    EXPECT_EQ(begun("agency_id = 2"), "1") << "each agency has its own facts";
    db::Transaction tx = in(office);
    EXPECT_EQ(feel::to_json(facts_of(tx, 1).values), R"({"khac":"x","cho":20})");
    EXPECT_EQ(feel::to_json(facts_of(tx, 2).values), "{}");
}

TEST_F(FactsTest, AJobThatIsDoneTwiceBeginsOne)
{
    deployed(begins(condition("cho")));
    set(R"({"cho": true})");
    const std::string message = database.value("SELECT id FROM process_messages WHERE kind = 'condition'");
    be_delivered(services,
                 {.kind = "process.deliver", .payload = R"({"agency": 1, "message": )" + message + "}"});
    EXPECT_EQ(begun(), "1");
}

TEST_F(FactsTest, OnlyTheNewestVersionBegins)
{
    deployed(begins(condition("cho &gt; 10")));
    deployed(begins(condition("cho &gt; 100")));
    set(R"({"cho": 50})");
    EXPECT_EQ(begun(), "0");
    set(R"({"cho": 101})");
    EXPECT_EQ(begun(), "1");
    database.execute("UPDATE process_definitions SET retired_at = now()");
    set(R"({"cho": 0})");
    set(R"({"cho": 101})");
    EXPECT_EQ(begun(), "1");
}

TEST_F(FactsTest, AScriptOfAnotherProcessSetsThem)
{
    deployed(begins(condition("cho &gt; 10")));
    deployed(model(
        R"(<startEvent id="s"/><scriptTask id="w" scriptFormat="application/vnd.lienthong.facts"><script>{ cho: n }</script></scriptTask>
                   <endEvent id="e"/><flow ref="s>w"/><flow ref="w>e"/>)",
        "", "counter"));
    EXPECT_EQ(status(started(R"({"n": 30})", "counter")), "completed");
    work();
    EXPECT_EQ(begun("status = 'running'"), "1");
    EXPECT_EQ(waits(started(R"({"n": 5})", "counter")), "") << "a change that makes nothing true";
    std::string many = "[1";
    for (int i = 0; i < 20'000; ++i) many += ",1000";
    EXPECT_EQ(waits(started("{\"n\": " + many + "]}", "counter")), "incident:w") << "facts are few and short";
}

TEST_F(FactsTest, EachEventOfAMultipleStartBegins)
{
    const std::string root =
        R"(<message id="m" name="filed"/><interface id="i" name="I"><operation id="o" name="O"><inMessageRef>m</inMessageRef></operation></interface>)";
    deployed(begins(
        R"(<messageEventDefinition id="d0" messageRef="m"><operationRef>o</operationRef></messageEventDefinition>)" +
            condition("cho"),
        root));
    set(R"({"cho": true})");
    EXPECT_EQ(begun(), "1");
    db::Transaction tx = in(office);
    ASSERT_TRUE(deliver(tx, services, office, {.name = "filed", .id = "1"}));
    tx.commit();
    EXPECT_EQ(begun(), "2");
}

TEST_F(FactsTest, WhatCannotBeFactsIsRefused)
{
    deployed(begins(condition("cho.so &gt; 10")));
    db::Transaction tx = in(office);
    EXPECT_FALSE(set_facts(tx, services, office, value("[1]")));
    EXPECT_TRUE(set_facts(tx, services, office, {}));
    const auto large =
        set_facts(tx, services, office, value("{\"x\": \"" + std::string(70'000, 'x') + "\"}"));
    ASSERT_FALSE(large);
    EXPECT_EQ(large.error().fault, base::Fault::too_large);
    EXPECT_TRUE(set_facts(tx, services, office, value(R"({"cho": "no number"})")))
        << "a condition that can't be told";
}

TEST_F(FactsTest, ATimeThatCannotBeToldBeforeThereIsACaseIsRefused)
{
    const auto daily = [](const std::string& when) {
        return begins(R"(<timerEventDefinition id="t"><timeDuration xsi:type="tFormalExpression">)" + when +
                      "</timeDuration></timerEventDefinition>");
    };
    db::Transaction tx = database.pool().begin({.reach = db::Reach::platform});
    const auto never = deploy(tx, services, 1, daily("date and time(ngay_nop)"), "");
    ASSERT_TRUE(never) << never.error().message;
    EXPECT_TRUE(never->processes.empty());
    ASSERT_FALSE(never->findings.empty());
    EXPECT_EQ(never->findings.back().rule + " " + never->findings.back().element, "LT.begin s");
    const auto province = deploy(tx, services, std::nullopt, daily("PT1H"), "");
    ASSERT_TRUE(province);
    EXPECT_EQ(province->findings.back().rule, "LT.begin") << "in which agency would it begin?";
    EXPECT_FALSE(province->processes.empty());
    deployed(daily("duration(&quot;PT&quot; + string(1 + 1) + &quot;H&quot;)"), 1);
    clock->advance(std::chrono::hours(3));
    fire_due(services);
    EXPECT_EQ(begun(), "1");
}

}  // namespace
}  // namespace lt::process
