#include "process/fixture_dbtest.h"

namespace lt::process {
namespace {

const std::string kRoot =
    R"(<message id="m" name="paid"/><message id="m0" name="filed"/><signal id="g" name="storm"/>
    <interface id="i" name="I"><operation id="o" name="O"><inMessageRef>m</inMessageRef></operation>
    <operation id="o0" name="O0"><inMessageRef>m0</inMessageRef></operation></interface>)";

const std::string kWaits =
    model(R"(<startEvent id="s"/><intermediateCatchEvent id="c"><messageEventDefinition id="d" messageRef="m">
    <operationRef>o</operationRef></messageEventDefinition></intermediateCatchEvent><userTask id="a"/><endEvent id="e"/><flow ref="s>c"/><flow ref="c>a"/><flow ref="a>e"/>)",
          kRoot);

class MessagesTest : public ProcessTest {
protected:
    void brought(const std::string& id, const std::string& payload = "{}", const std::string& name = "paid")
    {
        db::Transaction tx = in(office);
        const auto done = deliver(tx, services, office, {.name = name, .id = id, .payload = value(payload)});
        ASSERT_TRUE(done) << done.error().message;
        tx.commit();
    }
};

TEST_F(MessagesTest, OneReceiverGetsItOnce)
{
    deployed(kWaits);
    const std::string first = started(), second = started();
    brought("1");
    EXPECT_EQ(waits(first), "task:a");
    EXPECT_EQ(waits(second), "message:c");
    brought("1");
    EXPECT_EQ(waits(second), "message:c") << "the same message again changes nothing";
    brought("2");
    EXPECT_EQ(waits(second), "task:a");
}

TEST_F(MessagesTest, OneThatComesEarlyIsKept)
{
    deployed(kWaits);
    brought("1");
    const std::string uid = started();
    EXPECT_EQ(waits(uid), "message:c");
    work();
    EXPECT_EQ(waits(uid), "task:a");
    clock->advance(std::chrono::hours(24 * 31));
    EXPECT_EQ(waits(started()), "message:c") << "it was taken";
}

TEST_F(MessagesTest, ItDoesNotReachAnotherAgency)
{
    deployed(kWaits);
    const std::string uid = started();
    db::Transaction tx = in(other);
    ASSERT_TRUE(deliver(tx, services, other, {.name = "paid", .id = "1"}));
    tx.commit();
    EXPECT_EQ(waits(uid), "message:c");
}

TEST_F(MessagesTest, AMessageStartsAProcess)
{
    deployed(model(
        R"(<startEvent id="s"><messageEventDefinition id="d" messageRef="m0"><operationRef>o0</operationRef></messageEventDefinition></startEvent>
        <userTask id="a"/><endEvent id="e"/><flow ref="s>a"/><flow ref="a>e"/>)",
        kRoot));
    brought("1", "{}", "filed");
    EXPECT_EQ(database.value("SELECT count(*) FROM process_instances"), "1");
    brought("1", "{}", "filed");
    EXPECT_EQ(database.value("SELECT count(*) FROM process_instances"), "1");
    brought("2", "{}", "filed");
    EXPECT_EQ(database.value("SELECT count(*) FROM process_instances"), "2");
}

TEST_F(MessagesTest, ASignalReachesAllOfTheAgency)
{
    deployed(model(
        R"(<startEvent id="s"/><intermediateCatchEvent id="c"><signalEventDefinition id="d" signalRef="g"/></intermediateCatchEvent>
        <userTask id="a"/><endEvent id="e"/><flow ref="s>c"/><flow ref="c>a"/><flow ref="a>e"/>)",
        kRoot));
    const std::string first = started(), second = started();
    {
        db::Transaction tx = in(office);
        signal(tx, services, office, "storm", {});
        tx.commit();
    }
    EXPECT_EQ(waits(first), "signal:c") << "by a job each";
    work();
    EXPECT_EQ(waits(first), "task:a");
    EXPECT_EQ(waits(second), "task:a");
}

TEST_F(MessagesTest, OneProcessSpeaksToAnother)
{
    deployed(kWaits);
    deployed(model(
        R"(<startEvent id="s"/><endEvent id="e"><messageEventDefinition id="d" messageRef="m"><operationRef>o</operationRef></messageEventDefinition></endEvent>
        <flow ref="s>e"/>)",
        kRoot, "speaker"));
    const std::string hears = started();
    EXPECT_EQ(status(started("{}", "speaker")), "completed");
    work();
    EXPECT_EQ(waits(hears), "task:a");
}

TEST_F(MessagesTest, ACalledProcessComesBack)
{
    deployed(model(
        R"(<startEvent id="s"/><callActivity id="c" calledElement="inner"/><userTask id="z"/><endEvent id="e"/>
        <flow ref="s>c"/><flow ref="c>z"/><flow ref="z>e"/>)",
        R"(<process id="inner" isExecutable="true"><startEvent id="s2"><outgoing>x1</outgoing></startEvent>
        <userTask id="a"><incoming>x1</incoming><outgoing>x2</outgoing></userTask><endEvent id="e2"><incoming>x2</incoming></endEvent>
        <sequenceFlow id="x1" sourceRef="s2" targetRef="a"/><sequenceFlow id="x2" sourceRef="a" targetRef="e2"/></process>)"));
    const std::string uid = started();
    EXPECT_EQ(waits(uid), "call:c");
    const std::string inner = database.value("SELECT uid FROM process_instances WHERE parent_id IS NOT NULL");
    EXPECT_EQ(waits(inner), "task:a");
    ASSERT_TRUE(completed(inner, wait_at(inner, "a")));
    work();
    EXPECT_EQ(waits(uid), "task:z");
}

}  // namespace
}  // namespace lt::process
