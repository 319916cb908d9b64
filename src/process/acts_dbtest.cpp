#include "process/acts.h"

#include <thread>

#include "process/fixture_dbtest.h"
#include "process/instances.h"

namespace lt::process {
namespace {

const std::string kTwoTasks =
    model(R"(<startEvent id="s"/><userTask id="a" name="Kiểm tra"/><userTask id="b"/><endEvent id="e"/>
    <flow ref="s>a"/><flow ref="a>b"/><flow ref="b>e"/>)");

TEST_F(ProcessTest, AnInstanceGoesFromTaskToTask)
{
    deployed(kTwoTasks);
    const std::string uid = started(R"({"x": 1})");
    EXPECT_EQ(waits(uid), "task:a");
    ASSERT_TRUE(completed(uid, wait_at(uid, "a"), R"({"y": "hai"})"));
    EXPECT_EQ(waits(uid), "task:b");
    EXPECT_EQ(variable(uid, "x"), "1");
    EXPECT_EQ(variable(uid, "y"), "\"hai\"");
    ASSERT_TRUE(completed(uid, wait_at(uid, "b")));
    EXPECT_EQ(status(uid), "completed");
    EXPECT_EQ(waits(uid), "");
    EXPECT_EQ(
        database.value(
            "SELECT string_agg(element || '/' || outcome || '/' || official_id, ' ' ORDER BY no) FROM process_steps"),
        "a/done/11 b/done/11");
    EXPECT_EQ(database.value("SELECT string_agg(act, ' ' ORDER BY version) FROM process_acts"),
              "started completed completed");
    EXPECT_EQ(database.value("SELECT state IS NULL FROM process_instances"), "t");
}

TEST_F(ProcessTest, TwoActsOfOneTransactionAreWrittenOneAfterTheOther)
{
    deployed(kTwoTasks);
    const std::string uid = started();
    db::Transaction tx = in(office);
    auto it = lock(tx, services, uid);
    ASSERT_TRUE(it);
    for (const char* element : {"a", "b"}) {
        Act act(tx, services, office, *it, "completed");
        ASSERT_EQ(it->definition->graph.id_of(it->state.waits.at(0).node), element);
        ASSERT_TRUE(act.apply(engine::Complete{it->state.waits[0].number, {}}));
        ASSERT_TRUE(act.write());
    }
    tx.commit();
    EXPECT_EQ(status(uid), "completed");
    EXPECT_EQ(
        database.value("SELECT string_agg(element || '/' || worked, ' ' ORDER BY no) FROM process_steps"),
        "a/0 b/0")
        << "of the second task the lock knew nothing";
    EXPECT_EQ(database.value("SELECT max(version) FROM process_acts"), "3");
}

TEST_F(ProcessTest, AnActOnAnInstanceThatIsNotAsItWasLockedLeavesNothing)
{
    deployed(kTwoTasks);
    const std::string uid = started();
    db::Transaction tx = in(office);
    auto it = lock(tx, services, uid);
    ASSERT_TRUE(it);
    it->version = 7;
    Act act(tx, services, office, *it, "completed");
    ASSERT_TRUE(act.apply(engine::Complete{it->state.waits.at(0).number, {}}));
    ASSERT_TRUE(act.write());
    EXPECT_THROW(tx.commit(), db::QueryError);
    EXPECT_EQ(waits(uid), "task:a");
    EXPECT_EQ(database.value("SELECT count(*) FROM process_steps"), "0");
}

TEST_F(ProcessTest, AnAnswerThatComesTwiceCountsOnce)
{
    deployed(kTwoTasks);
    const std::string uid = started();
    const int first = wait_at(uid, "a");
    ASSERT_TRUE(completed(uid, first));
    const auto again = completed(uid, first);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().fault, base::Fault::not_found);
    EXPECT_EQ(waits(uid), "task:b");
    EXPECT_FALSE(completed(uid, 999));
    EXPECT_FALSE(completed("no uid", 1));
}

TEST_F(ProcessTest, WhatIsNotCommittedDidNotHappen)
{
    deployed(kTwoTasks);
    const std::string uid = started();
    {
        db::Transaction tx = in(office);
        ASSERT_TRUE(complete(tx, services, office, {uid, wait_at(uid, "a")}, {}));
    }
    EXPECT_EQ(waits(uid), "task:a");
    EXPECT_EQ(database.value("SELECT count(*) FROM process_steps"), "0");
}

TEST_F(ProcessTest, ManyAtOnceMoveEachTokenOnce)
{
    deployed(model(
        R"(<startEvent id="s"/><parallelGateway id="g"/><userTask id="a"/><userTask id="b"/><parallelGateway id="j"/>
        <userTask id="z"/><endEvent id="e"/><flow ref="s>g"/><flow ref="g>a"/><flow ref="g>b"/><flow ref="a>j"/><flow ref="b>j"/>
        <flow ref="j>z"/><flow ref="z>e"/>)"));
    const std::string uid = started();
    const int a = wait_at(uid, "a"), b = wait_at(uid, "b");
    std::atomic<int> good = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&, i] {
            for (int wait : {a, b}) {
                db::Transaction tx = in(office);
                if (complete(tx, services, office, {uid, i % 2 == 0 ? wait : a + b - wait}, {}))
                    tx.commit(), ++good;
            }
        });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(good, 2);
    EXPECT_EQ(waits(uid), "task:z");
}

TEST_F(ProcessTest, AnotherAgencySeesNothingOfIt)
{
    deployed(kTwoTasks);
    const std::string uid = started();
    db::Transaction tx = in(other);
    EXPECT_FALSE(find_instance(tx, uid));
    EXPECT_FALSE(complete(tx, services, other, {uid, wait_at(uid, "a")}, {}));
}

TEST_F(ProcessTest, ANewVersionIsForNewInstances)
{
    deployed(kTwoTasks);
    const std::string old = started();
    deployed(model(
        R"(<startEvent id="s"/><userTask id="c"/><endEvent id="e"/><flow ref="s>c"/><flow ref="c>e"/>)"));
    const std::string fresh = started();
    EXPECT_EQ(waits(fresh), "task:c");
    ASSERT_TRUE(completed(old, wait_at(old, "a")));
    EXPECT_EQ(waits(old), "task:b");
    EXPECT_EQ(
        database.value("SELECT string_agg(version::text, ',' ORDER BY version) FROM process_definitions"),
        "1,2");
    deployed(model(
        R"(<startEvent id="s"/><userTask id="c"/><endEvent id="e"/><flow ref="s>c"/><flow ref="c>e"/>)"));
    EXPECT_EQ(database.value("SELECT count(*) FROM process_definitions"), "2")
        << "the same drawing is no new version";
}

TEST_F(ProcessTest, TheAgencysOwnDrawingGoesBeforeTheProvinces)
{
    deployed(kTwoTasks);
    deployed(
        model(
            R"(<startEvent id="s"/><userTask id="own"/><endEvent id="e"/><flow ref="s>own"/><flow ref="own>e"/>)"),
        1);
    EXPECT_EQ(waits(started()), "task:own");
}

TEST_F(ProcessTest, AnImpossibleDrawingIsRefusedWithItsElement)
{
    db::Transaction tx = database.pool().begin({.reach = db::Reach::platform});
    const auto none = deploy(tx, services, std::nullopt, "<a/>", "");
    EXPECT_FALSE(none);
    const auto broken = deploy(tx, services, std::nullopt,
                               model(R"(<startEvent id="s"/><userTask id="a"/><flow ref="s>a"/>)") + "x", "");
    EXPECT_FALSE(broken);
    const auto rule = deploy(
        tx, services, std::nullopt,
        model(
            R"(<startEvent id="s"/><userTask id="a" lt:role="king"/><endEvent id="e"/><flow ref="s>a"/><flow ref="a>e"/>)"),
        "");
    ASSERT_FALSE(rule);
    EXPECT_EQ(rule.error().field, "a");
    const auto never = deploy(
        tx, services, std::nullopt,
        model(
            R"(<startEvent id="s"/><scriptTask id="w" scriptFormat="application/feel" startQuantity="0"><script>{}</script></scriptTask><endEvent id="e"/><flow ref="s>w"/><flow ref="w>e"/>)"),
        "");
    EXPECT_FALSE(never) << "a check only warns of it";
}

TEST_F(ProcessTest, WorkInsideIsPartOfTheAct)
{
    services.inside["note"] = [](db::Transaction&, const Work& work) -> base::Result<Answer> {
        if (const auto* x = work.inputs.find("x"); x != nullptr && x->is(feel::Kind::string))
            return base::conflict("x is no number");
        return Answer{.variables = value(R"({"noted": true})")};
    };
    const auto with = [](const char* topic) {
        return model(
            std::string(R"(<startEvent id="s"/><serviceTask id="w" implementation=")") + topic +
            R"("/><userTask id="a"/><endEvent id="e"/><flow ref="s>w"/><flow ref="w>a"/><flow ref="a>e"/>)");
    };
    deployed(with("note"));
    const std::string uid = started();
    EXPECT_EQ(waits(uid), "task:a");
    EXPECT_EQ(variable(uid, "noted"), "true");
    const std::string bad = started(R"({"x": "một"})");
    EXPECT_EQ(waits(bad), "incident:w");
    EXPECT_EQ(database.value("SELECT trouble FROM process_waits WHERE kind = 'incident'"), "x is no number");
    deployed(with("nobody"));
    EXPECT_NE(database.value("SELECT trouble FROM process_waits WHERE instance_uid = '" + started() + "'")
                  .find("“nobody”"),
              std::string::npos);
}

TEST_F(ProcessTest, WorkOutsideIsTriedAgainAndThenWaitsForHelp)
{
    int calls = 0;
    bool broken = false;
    services.outside["post"] = [&](const Work& work) -> base::Result<Answer> {
        ++calls;
        if (broken) throw std::runtime_error("line is down");
        return Answer{.variables = value(R"({"sent": ")" + work.business_key + "\"}")};
    };
    services.tries = 2;
    deployed(model(
        R"(<startEvent id="s"/><serviceTask id="w" implementation="post"/><userTask id="a"/><endEvent id="e"/>
        <flow ref="s>w"/><flow ref="w>a"/><flow ref="a>e"/>)"));
    const std::string uid = started();
    EXPECT_EQ(waits(uid), "work:w");
    work();
    EXPECT_EQ(waits(uid), "task:a");
    EXPECT_EQ(variable(uid, "sent"), "\"K1\"");
    broken = true;
    calls = 0;
    const std::string second = started();
    work();
    EXPECT_EQ(waits(second), "work:w");
    clock->advance(std::chrono::minutes(1));
    work();
    EXPECT_EQ(calls, 2);
    EXPECT_EQ(waits(second), "incident:w");
}

TEST_F(ProcessTest, AScriptInFeelSetsVariables)
{
    deployed(model(
        R"(<startEvent id="s"/><scriptTask id="w" scriptFormat="application/feel"><script>{ total: price * 2 }</script></scriptTask>
        <userTask id="a"/><endEvent id="e"/><flow ref="s>w"/><flow ref="w>a"/><flow ref="a>e"/>)"));
    EXPECT_EQ(variable(started(R"({"price": 21})"), "total"), "42");
    EXPECT_EQ(waits(started(R"({"price": "x"})")), "task:a") << "null is no failure in FEEL";
}

// A list of ones, whose text is short for what it is.
std::string ones(int count)
{
    std::string list = "[1";
    for (int i = 1; i < count; ++i) list += ",1";
    return list + "]";
}

TEST_F(ProcessTest, ScriptsThatBringMoreThanACaseMayHoldAreAnIncident)
{
    // Each turn adds the list once more; the last makes the list of them too large.
    deployed(model(
        R"(<startEvent id="s"/><scriptTask id="w" scriptFormat="application/feel"><multiInstanceLoopCharacteristics isSequential="true">
        <loopCardinality xsi:type="tFormalExpression">n</loopCardinality><loopDataOutputRef>out</loopDataOutputRef><outputDataItem id="one"
        name="one"/></multiInstanceLoopCharacteristics><script>{ one: v }</script></scriptTask><dataObject id="out" name="out"/>
        <userTask id="a"/><endEvent id="e"/><flow ref="s>w"/><flow ref="w>a"/><flow ref="a>e"/>)"));
    const std::string list = ones(100'000);
    EXPECT_EQ(waits(started("{\"n\": 3, \"v\": " + list + "}")), "task:a");
    const std::string uid = started("{\"n\": 42, \"v\": " + list + "}");
    EXPECT_EQ(waits(uid), "incident:w");
    EXPECT_EQ(database.value("SELECT trouble FROM process_waits WHERE instance_uid = '" + uid + "'"),
              "Dữ liệu của hồ sơ quá lớn.");
}

TEST_F(ProcessTest, AScriptThatCannotSeeSoMuchIsAnIncident)
{
    const auto script = [](const std::string& id) {
        std::string all;
        for (int i = 0; i < 10; ++i) all += (i == 0 ? "" : ", ") + id + std::to_string(i) + ": v";
        return "<scriptTask id=\"" + id + "\" scriptFormat=\"application/feel\"><script>{ " + all +
               " }</script></scriptTask>";
    };
    deployed(model(
        "<startEvent id=\"s\"/>" + script("b") + script("c") + script("d") + script("w") +
        R"(<endEvent id="e"/><flow ref="s>b"/><flow ref="b>c"/><flow ref="c>d"/><flow ref="d>w"/><flow ref="w>e"/>)"));
    EXPECT_EQ(waits(started("{\"v\": " + ones(150'000) + "}")), "incident:w");
    services.outside["far"] = [](const Work&) -> base::Result<Answer> { return Answer{}; };
    deployed(model(
        "<startEvent id=\"s\"/>" + script("b") + script("c") + script("d") +
            R"(<serviceTask id="w" implementation="far"/><endEvent id="e"/><flow ref="s>b"/><flow ref="b>c"/><flow ref="c>d"/><flow ref="d>w"/><flow ref="w>e"/>)",
        "", "away"));
    const std::string uid = started("{\"v\": " + ones(150'000) + "}", "away");
    EXPECT_EQ(waits(uid), "work:w");
    work();
    EXPECT_EQ(waits(uid), "incident:w") << "nobody tries for ever";
}

TEST_F(ProcessTest, ManyPartsThatAreTooMuchTogetherAreAnIncidentOfWhoBringsThem)
{
    // Each value is far from what one may be; written down they are more than an instance holds.
    std::string all, list = "[" + std::string(20, '7');
    for (int i = 0; i < 10; ++i) all += (i == 0 ? "" : ", ") + std::string("b") + std::to_string(i) + ": v";
    for (int i = 1; i < 100'000; ++i) list += "," + std::string(20, '7');
    deployed(model(
        R"(<startEvent id="s"/><userTask id="a"/><scriptTask id="w" scriptFormat="application/feel"><script>{ )" +
        all +
        R"( }</script></scriptTask><userTask id="b"/><endEvent id="e"/><flow ref="s>a"/><flow ref="a>w"/>
                   <flow ref="w>b"/><flow ref="b>e"/>)"));
    const std::string uid = started("{\"v\": " + list + "]}");
    EXPECT_TRUE(completed(uid, wait_at(uid, "a"))) << "whoever does the task before is not to blame";
    EXPECT_EQ(waits(uid), "incident:w");
    EXPECT_EQ(variable(uid, "b0"), "none") << "nothing of it stays";
    const std::string small = started(R"({"v": [1, 2]})");
    EXPECT_TRUE(completed(small, wait_at(small, "a")));
    EXPECT_EQ(waits(small), "task:b");
}

TEST_F(ProcessTest, AnEndlessLoopBecomesAnIncident)
{
    deployed(model(
        R"(<startEvent id="s"/><exclusiveGateway id="m"/><task id="t"/><exclusiveGateway id="g"/><endEvent id="e"/>
        <flow ref="s>m"/><flow ref="m>t"/><flow ref="t>g"/><flow ref="g>m" if="true"/><flow ref="g>e" if="false"/>)"));
    const std::string uid = started();
    EXPECT_EQ(status(uid), "running");
    EXPECT_EQ(waits(uid).substr(0, 9), "incident:");
    EXPECT_LE(std::stoi(database.value("SELECT max(json_array_length(events)) FROM process_acts")), 2000);
}

}  // namespace
}  // namespace lt::process
