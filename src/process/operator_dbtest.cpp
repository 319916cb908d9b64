#include "process/operator.h"

#include "process/fixture_dbtest.h"
#include "process/instances.h"
#include "process/statistics.h"
#include "process/tasks.h"
#include "process/troubles.h"

namespace lt::process {
namespace {

class OperatorTest : public ProcessTest {
protected:
    template <class Act>
    auto done(Act&& act)
    {
        db::Transaction tx = in(office);
        auto result = act(tx);
        if (result) tx.commit();
        return result;
    }
    const std::string kFlow = model(
        R"(<startEvent id="s"/><exclusiveGateway id="g"/><userTask id="a"/><userTask id="b" lt:performer="who"
        lt:role="specialist" lt:due="2"/><endEvent id="e"/><endEvent id="e2"/><flow ref="s>g"/><flow ref="g>a" if="x = 1"/><flow ref="g>b" if="x = 2"/>
        <flow ref="a>e"/><flow ref="b>e2"/>)");
};

TEST_F(OperatorTest, AnIncidentGoesOnWhenItsReasonIsGone)
{
    deployed(kFlow);
    const std::string uid = started();
    EXPECT_EQ(waits(uid), "incident:g");
    const Task incident{uid, wait_at(uid, "g")};
    EXPECT_FALSE(done([&](auto& tx) { return retry(tx, services, office, incident, ""); }))
        << "a reason is asked for";
    const auto vain = done([&](auto& tx) { return retry(tx, services, office, incident, "thử xem"); });
    ASSERT_TRUE(vain);
    EXPECT_EQ(*vain, Retried::stands_again) << "its reason is still there";
    EXPECT_EQ(waits(uid), "incident:g");
    ASSERT_TRUE(
        done([&](auto& tx) { return set_variables(tx, services, office, uid, value(R"({"x": 1})")); }));
    const auto helped = done([&](auto& tx) {
        return retry(tx, services, office, {uid, wait_at(uid, "g")}, "đã bổ sung dữ liệu");
    });
    ASSERT_TRUE(helped);
    EXPECT_EQ(*helped, Retried::goes_on);
    EXPECT_EQ(waits(uid), "task:a");
    EXPECT_EQ(database.value("SELECT count(*) FROM audit_events WHERE action = 'process.retried'"), "2");
}

TEST_F(OperatorTest, ATokenIsMovedAndASkippedStepSaysSo)
{
    deployed(kFlow);
    const std::string uid = started(R"({"x": 1, "who": "H05.2"})");
    ASSERT_TRUE(done([&](auto& tx) {
        return move_token(tx, services, office, {uid, wait_at(uid, "a")}, "b", "nhầm nhánh");
    }));
    EXPECT_EQ(waits(uid), "task:b");
    EXPECT_FALSE(done([&](auto& tx) {
        return move_token(tx, services, office, {uid, wait_at(uid, "b")}, "nowhere", "x");
    }));
    ASSERT_TRUE(done([&](auto& tx) {
        return skip(tx, services, office, {uid, wait_at(uid, "b")}, "không cần");
    }));
    EXPECT_EQ(status(uid), "completed");
    EXPECT_EQ(
        database.value("SELECT string_agg(element || ':' || outcome, ' ' ORDER BY no) FROM process_steps"),
        "a:withdrawn b:skipped");
}

TEST_F(OperatorTest, ACancelledInstanceIsOver)
{
    deployed(kFlow);
    const std::string uid = started(R"({"x": 1})");
    ASSERT_TRUE(done([&](auto& tx) { return cancel(tx, services, office, uid, "người dân rút hồ sơ"); }));
    EXPECT_EQ(status(uid), "terminated");
    EXPECT_EQ(waits(uid), "");
    EXPECT_FALSE(done([&](auto& tx) { return cancel(tx, services, office, uid, "lần nữa"); }));
}

TEST_F(OperatorTest, AnotherAgencyDoesItsTaskAndSeesNoMore)
{
    deployed(kFlow);
    const std::string uid = started(R"({"x": 2, "who": "H05.2"})");
    db::Transaction tx = in(other);
    const auto list = tasks(tx, {});
    ASSERT_EQ(list.size(), 1u);
    EXPECT_EQ(list[0].agency, 1);
    EXPECT_EQ(list[0].role, "specialist");
    EXPECT_EQ(list[0].due_at, kStart + std::chrono::hours(48));
    EXPECT_FALSE(find_instance(tx, uid));
    ASSERT_TRUE(take(tx, other, list[0].task));
    const Actor colleague{.agency = 2, .official = 22};
    EXPECT_FALSE(take(tx, colleague, list[0].task));
    tx.commit();
    db::Transaction own = in(office);
    EXPECT_TRUE(tasks(own, {}).empty());
}

TEST_F(OperatorTest, ATaskThatWentElsewhereMeanwhileIsNotDoneByWhoHadIt)
{
    deployed(kFlow);
    const std::string uid = started(R"({"x": 2, "who": "H05.2"})");
    const Task task{uid, wait_at(uid, "b")};
    const auto by = [&](const Performer& performer) {
        return done([&](auto& tx) { return complete_by(tx, services, office, performer, task, {}); });
    };
    EXPECT_FALSE(by({.agency = 2, .official = 21, .role = "leader"})) << "for another role";
    ASSERT_TRUE(done([&](auto& tx) {
        return assign(tx, services, office, task, {.performer = 1, .role = "specialist", .official = 12},
                      "về lại cơ quan");
    }));
    EXPECT_FALSE(by({.agency = 2, .official = 21, .role = "specialist"})) << "of another agency";
    EXPECT_FALSE(by({.agency = 1, .official = 11, .role = "specialist"})) << "somebody else has it";
    EXPECT_EQ(waits(uid), "task:b");
    EXPECT_TRUE(by({.agency = 1, .official = 12, .role = "specialist"}));
}

TEST_F(OperatorTest, AnUnknownPerformerIsATroubleThatAssigningMends)
{
    deployed(kFlow);
    const std::string uid = started(R"({"x": 2, "who": "H99"})");
    EXPECT_NE(database.value("SELECT trouble FROM process_waits").find("H99"), std::string::npos);
    ASSERT_TRUE(done([&](auto& tx) {
        return assign(tx, services, office, {uid, wait_at(uid, "b")}, {.performer = 2, .role = "leader"},
                      "đúng cơ quan");
    }));
    EXPECT_EQ(database.value("SELECT trouble IS NULL AND performer_id = 2 FROM process_waits"), "t");
}

TEST_F(OperatorTest, WorkListsGoOnBehindTheLastRow)
{
    deployed(kFlow);
    for (int i = 0; i < 5; ++i) {
        started(R"({"x": 1})");
        started(R"({"x": 2, "who": "H05.1"})");
    }
    db::Transaction tx = in(office);
    std::vector<std::string> seen;
    TaskFilter filter{.limit = 3};
    for (;;) {
        const auto page = tasks(tx, filter);
        if (page.empty()) break;
        for (const TaskRow& row : page) seen.push_back(row.task.instance);
        filter.after = page.back().task;
        filter.after_due = page.back().due_at;
    }
    EXPECT_EQ(seen.size(), 10u);
    std::sort(seen.begin(), seen.end());
    EXPECT_EQ(std::unique(seen.begin(), seen.end()), seen.end());
}

TEST_F(OperatorTest, FiguresSayWhereTimeGoes)
{
    deployed(kFlow);
    const auto run = [&](const std::string& variables, const char* at, int hours) {
        const std::string uid = started(variables);
        clock->advance(std::chrono::hours(hours));
        ASSERT_TRUE(completed(uid, wait_at(uid, at)));
    };
    for (int hours : {1, 2, 9}) run(R"({"x": 1})", "a", hours);
    run(R"({"x": 2, "who": "H05.1"})", "b", 72);
    started(R"({"x": 1})");
    db::Transaction tx = in(office);
    const auto definition = definition_rows(tx, "").at(0);
    EXPECT_EQ(definition.open, 1);
    const auto figures = step_figures(tx, definition.id, kStart, clock->now() + std::chrono::hours(1));
    ASSERT_EQ(figures.size(), 2u);
    EXPECT_EQ(figures[0].element, "b");
    EXPECT_EQ(figures[0].late, 1);
    EXPECT_EQ(figures[1].median, std::chrono::hours(2));
    EXPECT_EQ(figures[1].ninetieth, std::chrono::hours(9));
    EXPECT_EQ(figures[1].open, 1);
    EXPECT_EQ(figures[1].worked_median, std::chrono::minutes(40)) << "a third of every hour is worked";
    EXPECT_EQ(figures[0].worked_ninetieth, std::chrono::hours(24));
    const auto ways = variants(tx, definition.id, kStart, clock->now() + std::chrono::hours(1), 5);
    ASSERT_EQ(ways.size(), 2u);
    EXPECT_EQ(ways[0].elements, std::vector<std::string>{"a"});
    EXPECT_EQ(ways[0].instances, 3);
}

TEST_F(OperatorTest, TheOperatorSeesFiguresOfAllAgenciesAndOnlyWhatIsWrong)
{
    deployed(kFlow);
    const std::string well = started(R"({"x": 1})");
    const std::string done = started(R"({"x": 1})");
    ASSERT_TRUE(completed(done, wait_at(done, "a")));
    const std::string wrong = started();  // no flow to take
    clock->advance(std::chrono::hours(1));
    const Actor somebody{.agency = 2, .official = 21};
    {
        db::Transaction tx = in(somebody);
        ASSERT_TRUE(
            start(tx, services, somebody, {.key = "p", .variables = value(R"({"x": 2, "who": "H99"})")}));
        tx.commit();
    }
    db::Transaction tx = database.pool().begin({.official = 0, .reach = db::Reach::platform});
    const auto definition = definition_rows(tx, "").at(0);
    EXPECT_EQ(running_everywhere(tx).at(definition.id).open, 3);
    EXPECT_EQ(running_everywhere(tx).at(definition.id).troubles, 2);
    const auto found = troubles(tx, 10);
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0].task.instance, wrong);
    EXPECT_EQ(found[0].element, "g");
    EXPECT_EQ(found[0].since, kStart);
    EXPECT_EQ(found[1].agency, 2);
    EXPECT_NE(found[1].trouble.find("H99"), std::string::npos);
    EXPECT_EQ(agency_in_trouble(tx, wrong), 1);
    EXPECT_FALSE(agency_in_trouble(tx, well)) << "all is well there: none of the operator's business";
    EXPECT_FALSE(find_instance(tx, wrong)) << "the trouble, not the case";
    const auto figures = step_figures(tx, definition.id, kStart, clock->now() + std::chrono::hours(1));
    ASSERT_EQ(figures.size(), 2u);
    EXPECT_EQ(figures[0].open + figures[1].open, 2);
    const auto agencies = usage(tx, definition.id, kStart, clock->now() + std::chrono::hours(1));
    ASSERT_EQ(agencies.size(), 2u);
    EXPECT_EQ(agencies[0].agency + agencies[1].agency, 3);
    for (const Usage& one : agencies) {
        EXPECT_EQ(one.open, one.agency == 1 ? 2 : 1);
        EXPECT_EQ(one.ended, one.agency == 1 ? 1 : 0);
        EXPECT_EQ(one.troubles, 1);
    }
    tx.commit();
    // An agency asks in vain.
    db::Transaction own = in(office);
    EXPECT_TRUE(troubles(own, 10).empty());
    EXPECT_TRUE(running_everywhere(own).empty());
    EXPECT_TRUE(usage(own, definition.id, kStart, clock->now()).empty());
    EXPECT_FALSE(agency_in_trouble(own, wrong));
    EXPECT_EQ(find_trouble(own, found[0].task)->element, "g");
    EXPECT_FALSE(find_trouble(own, found[1].task)) << "another agency's";
    EXPECT_EQ(step_figures(own, definition.id, kStart, clock->now()).size(), 1u) << "the own ones alone";
}

TEST_F(OperatorTest, WhatIsStuckStandsAmongTheTroubles)
{
    deployed(model(
        R"(<startEvent id="s"/><exclusiveGateway id="g"/><parallelGateway id="j"/><endEvent id="e"/><flow ref="s>g"/>
        <flow ref="g>j" if="true"/><flow ref="g>j" if="false"/><flow ref="j>e"/>)"));
    const std::string uid = started();
    ASSERT_EQ(status(uid), "stuck");
    db::Transaction tx = database.pool().begin({.official = 0, .reach = db::Reach::platform});
    const auto found = troubles(tx, 10);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].kind, "stuck");
    EXPECT_EQ(found[0].task.wait, 0);
    EXPECT_EQ(agency_in_trouble(tx, uid), 1);
}

}  // namespace
}  // namespace lt::process
