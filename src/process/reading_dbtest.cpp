#include "process/fixture_dbtest.h"
#include "process/instances.h"
#include "process/messages.h"
#include "process/operator.h"
#include "process/tasks.h"

namespace lt::process {
namespace {

const std::string kOneTask = model(
    R"(<startEvent id="s"/><userTask id="a" lt:due="2"/><endEvent id="e"/><flow ref="s>a"/><flow ref="a>e"/>)");

TEST_F(ProcessTest, ListsAndHistoriesShowWhatThereIs)
{
    deployed(kOneTask, 1);
    const std::string first = started("{}", "p", "H05-1"), second = started("{}", "p", "H05-2");
    ASSERT_TRUE(completed(first, wait_at(first, "a")));
    db::Transaction tx = in(office);
    const auto definition = definition_rows(tx, "").at(0);
    EXPECT_EQ(find_definition(tx, definition.uid)->open, 1);
    EXPECT_EQ(*source_of(tx, definition.uid), kOneTask);
    EXPECT_EQ(instances(tx, {}).size(), 2u);
    ASSERT_EQ(instances(tx, {.definition = definition.uid, .state = "open", .key = "H05"}).size(), 1u);
    EXPECT_EQ(instances(tx, {.state = "ended"}).at(0).uid, first);
    EXPECT_TRUE(instances(tx, {.state = "trouble"}).empty());
    const auto row = find_instance(tx, first);
    ASSERT_TRUE(row);
    EXPECT_EQ(steps_of(tx, row->id).at(0).outcome, "done");
    EXPECT_EQ(acts_of(tx, row->id).size(), 2u);
    ASSERT_TRUE(retire(tx, services, definition.uid));
    EXPECT_FALSE(retire(tx, services, definition.uid));
    EXPECT_FALSE(start(tx, services, office, {.key = "p"}));
}

TEST_F(ProcessTest, WhatBeganUnderAnOldDrawingRunsIt)
{
    using std::chrono::hours;
    const auto drawn = [](const std::string& task) {
        return model(R"(<startEvent id="s"/><userTask id=")" + task +
                     R"("/><endEvent id="e"/><flow ref="s>)" + task + R"("/><flow ref=")" + task +
                     R"(>e"/>)");
    };
    const auto runs = [&](const Actor& actor, std::optional<base::Time> moment) {
        db::Transaction tx = in(actor);
        const auto uid = start(tx, services, actor, {.key = "p", .as_of = moment});
        if (!uid) return uid.error().message.str();
        tx.commit();
        return waits(*uid);
    };
    deployed(drawn("one"));
    clock->advance(hours(24));
    deployed(drawn("two"));
    clock->advance(hours(24));
    deployed(drawn("own"), 1);
    EXPECT_EQ(runs(office, kStart), "task:one");
    EXPECT_EQ(runs(office, kStart + hours(23)), "task:one");
    EXPECT_EQ(runs(office, kStart + hours(24)), "task:two");
    EXPECT_EQ(runs(office, kStart + hours(48)), "task:own") << "the agency's own from then on";
    EXPECT_EQ(runs(other, kStart + hours(48)), "task:two");
    EXPECT_EQ(runs(office, kStart - hours(1)), "task:one") << "none was there: the first that came";
    database.execute("UPDATE process_definitions SET retired_at = '" + base::format_iso(clock->now()) +
                     "' WHERE agency_id IS NULL");
    EXPECT_EQ(runs(other, kStart + hours(23)), "task:one") << "it was used then";
    EXPECT_EQ(runs(other, kStart + hours(48)), runs(other, std::nullopt)) << "nothing is left to begin with";
    EXPECT_EQ(runs(other, kStart - hours(1)), runs(other, std::nullopt))
        << "it was never used for what is older than it";
    EXPECT_EQ(runs(office, kStart - hours(1)), "task:own");
}

TEST_F(ProcessTest, ATaskIsTakenGivenBackAndExtended)
{
    deployed(kOneTask);
    const std::string uid = started();
    const Task task{uid, wait_at(uid, "a")};
    db::Transaction tx = in(office);
    ASSERT_TRUE(take(tx, office, task));
    ASSERT_TRUE(give_back(tx, office, task));
    EXPECT_FALSE(give_back(tx, office, task));
    EXPECT_FALSE(extend(tx, services, office, task, kStart, "sớm hơn")) << "before the old one";
    ASSERT_TRUE(extend(tx, services, office, task, kStart + std::chrono::hours(99), "hồ sơ phức tạp"));
    EXPECT_EQ(find_task(tx, task)->due_at, kStart + std::chrono::hours(99));
}

TEST_F(ProcessTest, WorkThatNobodyKnewGoesOnOnceSomebodyDoes)
{
    deployed(model(
        R"(<startEvent id="s"/><serviceTask id="w" implementation="late"/><userTask id="a"/><endEvent id="e"/>
        <flow ref="s>w"/><flow ref="w>a"/><flow ref="a>e"/>)"));
    const std::string uid = started();
    const Task wait{uid, wait_at(uid, "w")};
    const auto again = [&] {
        db::Transaction tx = in(office);
        const auto done = retry(tx, services, office, wait, "đã cài chương trình");
        if (done) tx.commit();
        return bool(done);
    };
    EXPECT_FALSE(again());
    services.outside["late"] = [](const Work&) -> base::Result<Answer> { return Answer{}; };
    EXPECT_TRUE(again());
    work();
    EXPECT_EQ(waits(uid), "task:a");
}

TEST_F(ProcessTest, ACancelledCallerTakesWhatItCalledAlong)
{
    deployed(model(
        R"(<startEvent id="s"/><callActivity id="c" calledElement="inner"/><endEvent id="e"/><flow ref="s>c"/><flow ref="c>e"/>)",
        R"(<process id="inner" isExecutable="true"><startEvent id="s2"><outgoing>x1</outgoing></startEvent>
        <userTask id="a"><incoming>x1</incoming><outgoing>x2</outgoing></userTask><endEvent id="e2"><incoming>x2</incoming></endEvent>
        <sequenceFlow id="x1" sourceRef="s2" targetRef="a"/><sequenceFlow id="x2" sourceRef="a" targetRef="e2"/></process>)"));
    const std::string uid = started();
    const std::string inner = database.value("SELECT uid FROM process_instances WHERE parent_id IS NOT NULL");
    {
        db::Transaction tx = in(office);
        ASSERT_TRUE(cancel(tx, services, office, uid, "rút hồ sơ"));
        tx.commit();
    }
    work();
    EXPECT_EQ(status(inner), "terminated");
}

TEST_F(ProcessTest, ASignalThatAJobBringsTwiceCountsOnce)
{
    deployed(model(
        R"(<startEvent id="s"/><userTask id="a"/><boundaryEvent id="b" attachedToRef="a" cancelActivity="false">
        <signalEventDefinition id="d" signalRef="g"/></boundaryEvent><userTask id="r"/><endEvent id="e"/><endEvent id="e2"/>
        <flow ref="s>a"/><flow ref="a>e"/><flow ref="b>r"/><flow ref="r>e2"/>)",
        R"(<signal id="g" name="storm"/>)"));
    const std::string uid = started();
    {
        db::Transaction tx = in(office);
        signal(tx, services, office, "storm", {});
        tx.commit();
    }
    work();
    EXPECT_EQ(waits(uid).find("task:r"), waits(uid).rfind("task:r"));
    const std::string payload = R"({"agency": 1, "instance": )" +
                                database.value("SELECT id FROM process_instances") + R"(, "message": )" +
                                database.value("SELECT id FROM process_messages") + "}";
    be_signalled(services, {.kind = "process.signal", .payload = payload, .attempt = 2});
    EXPECT_EQ(database.value("SELECT count(*) FROM process_waits WHERE element = 'r'"), "1");
}

}  // namespace
}  // namespace lt::process
