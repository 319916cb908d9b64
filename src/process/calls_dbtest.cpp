// Processes that call processes which are deployed by themselves.
#include "process/deploy.h"
#include "process/fixture_dbtest.h"
#include "process/operator.h"

namespace lt::process {
namespace {

const std::string kCaller = model(
    R"(<startEvent id="s"/><callActivity id="c" lt:process="inner"/><userTask id="z"/><endEvent id="e"/>
    <flow ref="s>c"/><flow ref="c>z"/><flow ref="z>e"/>)");

std::string inner(const std::string& task)
{
    return model(R"(<startEvent id="s"/><userTask id=")" + task + R"("/><endEvent id="e"/><flow ref="s>)" +
                     task + R"("/><flow ref=")" + task + R"(>e"/>)",
                 "", "inner");
}

class CallsTest : public ProcessTest {
protected:
    std::string called_by(const std::string& uid)
    {
        return database.value(
            "SELECT c.uid FROM process_instances c JOIN process_instances p ON p.id = c.parent_id WHERE p.uid = '" +
            uid + "' ORDER BY c.id DESC LIMIT 1");
    }
    std::size_t warnings(const std::string& source)
    {
        db::Transaction tx = database.pool().begin({.official = 0, .reach = db::Reach::platform});
        const auto done = deploy(tx, services, std::nullopt, source, "");
        EXPECT_TRUE(done && !done->processes.empty());
        return static_cast<std::size_t>(
            std::count_if(done->findings.begin(), done->findings.end(), [](const bpmn::Finding& one) {
                return one.rule == "LT.call" && one.element == "c" && one.severity == bpmn::Severity::warning;
            }));
    }
};

TEST_F(CallsTest, TheNewestVersionIsCalledEachTime)
{
    EXPECT_EQ(warnings(kCaller), 1u) << "not deployed yet";
    deployed(inner("a"));
    EXPECT_EQ(warnings(kCaller), 0u);
    deployed(kCaller);
    const std::string first = started();
    EXPECT_EQ(waits(called_by(first)), "task:a");
    deployed(inner("b"));
    const std::string second = started();
    EXPECT_EQ(waits(called_by(second)), "task:b");
    EXPECT_EQ(waits(called_by(first)), "task:a") << "what runs stays on its version";
    ASSERT_TRUE(completed(called_by(second), wait_at(called_by(second), "b")));
    work();
    EXPECT_EQ(waits(second), "task:z");
}

TEST_F(CallsTest, WhatBeganUnderOldDrawingsCallsThoseOfItsTime)
{
    const std::string outer = model(
        R"(<startEvent id="s"/><userTask id="w"/><callActivity id="c" lt:process="middle"/><endEvent id="e"/>
        <flow ref="s>w"/><flow ref="w>c"/><flow ref="c>e"/>)");
    deployed(inner("a"));
    deployed(model(
        R"(<startEvent id="s"/><callActivity id="d" lt:process="inner"/><endEvent id="e"/><flow ref="s>d"/><flow ref="d>e"/>)",
        "", "middle"));
    deployed(outer);
    const auto begun = [&](std::optional<base::Time> as_of) {
        db::Transaction tx = in(office);
        const auto uid = start(tx, services, office, {.key = "p", .as_of = as_of});
        EXPECT_TRUE(uid);
        tx.commit();
        return uid ? *uid : "";
    };
    const std::string old = begun(kStart);
    const std::string fresh = begun(std::nullopt);
    clock->advance(std::chrono::hours(24));
    deployed(inner("b"));
    for (const std::string& uid : {old, fresh}) {
        ASSERT_TRUE(completed(uid, wait_at(uid, "w")));
        work();
    }
    EXPECT_EQ(waits(called_by(called_by(old))), "task:a") << "also what is called by what it calls";
    EXPECT_EQ(waits(called_by(called_by(fresh))), "task:b");
}

TEST_F(CallsTest, AMissingProcessIsAnIncidentUntilItIsThere)
{
    deployed(kCaller);
    const std::string uid = started();
    work();
    EXPECT_EQ(waits(uid), "incident:c");
    EXPECT_NE(database.value("SELECT trouble FROM process_waits").find("inner"), std::string::npos);
    deployed(inner("a"));
    {
        db::Transaction tx = in(office);
        ASSERT_TRUE(retry(tx, services, office, {uid, wait_at(uid, "c")}, "đã triển khai"));
        tx.commit();
    }
    EXPECT_EQ(waits(uid), "call:c");
    EXPECT_EQ(waits(called_by(uid)), "task:a");
}

TEST_F(CallsTest, AProcessThatCallsItselfStopsSomewhere)
{
    deployed(model(
        R"(<startEvent id="s"/><callActivity id="c" lt:process="p"/><endEvent id="e"/><flow ref="s>c"/><flow ref="c>e"/>)"));
    started();
    work();
    EXPECT_EQ(database.value("SELECT count(*) FROM process_instances"), "10");
    EXPECT_EQ(database.value("SELECT count(*) FROM process_waits WHERE kind = 'incident'"), "1");
}

TEST_F(CallsTest, BothWaysOfNamingItAtOnceAreRefused)
{
    db::Transaction tx = database.pool().begin({.official = 0, .reach = db::Reach::platform});
    const auto done = deploy(
        tx, services, std::nullopt,
        model(
            R"(<startEvent id="s"/><callActivity id="c" calledElement="p" lt:process="p"/><endEvent id="e"/><flow ref="s>c"/><flow ref="c>e"/>)"),
        "");
    ASSERT_FALSE(done);
    EXPECT_NE(done.error().message.str().find("lt:process"), std::string::npos);
}

}  // namespace
}  // namespace lt::process
