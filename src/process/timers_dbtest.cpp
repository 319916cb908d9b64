#include <atomic>
#include <thread>

#include "process/fixture_dbtest.h"

namespace lt::process {
namespace {

std::string timer(const char* kind, const char* text)
{
    return std::string("<timerEventDefinition id=\"t\"><") + kind + " xsi:type=\"tFormalExpression\">" +
           text + "</" + kind + "></timerEventDefinition>";
}

const std::string kReminder = model(
    R"(<startEvent id="s"/><userTask id="a"/><boundaryEvent id="b" attachedToRef="a" cancelActivity="false">)" +
    timer("timeDuration", "P2D") + R"(</boundaryEvent><userTask id="r"/><endEvent id="e"/><endEvent id="e2"/>
    <flow ref="s>a"/><flow ref="a>e"/><flow ref="b>r"/><flow ref="r>e2"/>)");

TEST_F(ProcessTest, ATimerFiresWhenItIsDueAndOnce)
{
    deployed(kReminder);
    const std::string uid = started();
    EXPECT_EQ(fire_due(services), 0u);
    clock->advance(std::chrono::hours(47));
    EXPECT_EQ(fire_due(services), 0u);
    clock->advance(std::chrono::hours(1));
    EXPECT_EQ(fire_due(services), 1u);
    EXPECT_EQ(fire_due(services), 0u);
    EXPECT_EQ(waits(uid), "task:a, task:r");
}

TEST_F(ProcessTest, ATaskThatIsDoneTakesItsTimerAlong)
{
    deployed(kReminder);
    const std::string uid = started();
    ASSERT_TRUE(completed(uid, wait_at(uid, "a")));
    clock->advance(std::chrono::hours(72));
    EXPECT_EQ(fire_due(services), 0u);
    EXPECT_EQ(status(uid), "completed");
}

TEST_F(ProcessTest, ManyWorkersFireEachTimerOnce)
{
    deployed(model(
        "<startEvent id=\"s\"/><intermediateCatchEvent id=\"c\">" + timer("timeDuration", "PT1H") +
        R"(</intermediateCatchEvent><userTask id="a"/><endEvent id="e"/><flow ref="s>c"/><flow ref="c>a"/><flow ref="a>e"/>)"));
    for (int i = 0; i < 40; ++i) started();
    clock->advance(std::chrono::hours(1));
    std::atomic<std::size_t> fired = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) threads.emplace_back([&] { fired += fire_due(services); });
    for (std::thread& thread : threads) thread.join();
    fired += fire_due(services);  // what was passed over as another was at it
    EXPECT_EQ(fired, 40u);
    EXPECT_EQ(database.value("SELECT count(*) FROM process_waits WHERE kind = 'task'"), "40");
    EXPECT_EQ(database.value("SELECT count(*) FROM process_acts WHERE act = 'fired'"), "40");
}

TEST_F(ProcessTest, ACycleGoesOnUntilItsEnd)
{
    deployed(model(
        "<startEvent id=\"s\"/><userTask id=\"a\"/><boundaryEvent id=\"b\" attachedToRef=\"a\" cancelActivity=\"false\">" +
        timer("timeCycle", "R3/PT1H") +
        R"(</boundaryEvent><userTask id="r"/><endEvent id="e"/><endEvent id="e2"/>
                   <flow ref="s>a"/><flow ref="a>e"/><flow ref="b>r"/><flow ref="r>e2"/>)"));
    const std::string uid = started();
    for (int i = 0; i < 5; ++i) {
        clock->advance(std::chrono::hours(1));
        fire_due(services);
    }
    EXPECT_EQ(waits(uid), "task:a, task:r, task:r, task:r");
}

TEST_F(ProcessTest, APausedClockStandsStillWithItsTimers)
{
    deployed(kReminder);
    database.execute("UPDATE process_waits SET due_at = NULL");
    const std::string uid = started();
    const Task task{uid, wait_at(uid, "a")};
    const auto in_own = [&](auto&& act) {
        db::Transaction tx = in(office);
        const auto done = act(tx);
        if (done) tx.commit();
        return bool(done);
    };
    clock->advance(std::chrono::hours(24));
    EXPECT_FALSE(in_own([&](auto& tx) { return pause(tx, services, office, task, ""); }))
        << "a reason is asked for";
    EXPECT_TRUE(in_own([&](auto& tx) { return pause(tx, services, office, task, "chờ người dân"); }));
    EXPECT_FALSE(in_own([&](auto& tx) { return pause(tx, services, office, task, "lần nữa"); }));
    clock->advance(std::chrono::hours(24 * 10));
    EXPECT_EQ(fire_due(services), 0u);
    EXPECT_TRUE(in_own([&](auto& tx) { return resume(tx, services, office, task); }));
    EXPECT_EQ(fire_due(services), 0u);
    clock->advance(std::chrono::hours(24));
    EXPECT_EQ(fire_due(services), 1u);
    EXPECT_EQ(
        database.value(
            "SELECT string_agg(act || ':' || detail, ' ' ORDER BY at) FROM process_acts WHERE act <> 'started'"),
        "paused:chờ người dân resumed: fired:");
}

TEST_F(ProcessTest, ATimerStartsAnAgencysProcess)
{
    deployed(model("<startEvent id=\"s\">" + timer("timeCycle", "R2/P1D") +
                   R"(</startEvent><userTask id="a"/><endEvent id="e"/><flow ref="s>a"/><flow ref="a>e"/>)"),
             1);
    for (int i = 0; i < 4; ++i) {
        clock->advance(std::chrono::hours(24));
        fire_due(services);
    }
    EXPECT_EQ(database.value("SELECT count(*) FROM process_instances"), "2");
}

}  // namespace
}  // namespace lt::process
