// Ad-hoc sub-processes whose activities people choose.
#include "process/fixture_dbtest.h"
#include "process/tasks.h"

namespace lt::process {
namespace {

const std::string kChoosing = model(
    R"(<startEvent id="s"/><adHocSubProcess id="h" name="Xác minh" lt:chosen="people" lt:role="specialist" lt:due="2">
    <userTask id="ask" name="Hỏi ý kiến"/><userTask id="visit"/></adHocSubProcess><endEvent id="e"/><flow ref="s>h"/><flow ref="h>e"/>)");

TEST_F(ProcessTest, ActivitiesThatPeopleChooseAreTasksBesideTheChoice)
{
    deployed(kChoosing);
    const std::string uid = started();
    const Task choice{uid, wait_at(uid, "h")};
    const Performer specialist{.agency = 1, .official = 11, .role = "specialist"};
    db::Transaction tx = in(office);
    const auto row = find_task(tx, choice);
    ASSERT_TRUE(row);
    EXPECT_EQ(row->title, "Xác minh");
    EXPECT_EQ(row->role, "specialist");
    EXPECT_EQ(row->due_at, kStart + std::chrono::hours(48));
    const Choices choices = choices_of(tx, services, *row);
    ASSERT_EQ(choices.activities.size(), 2u);
    EXPECT_EQ(choices.activities[0], (std::pair<std::string, std::string>("ask", "Hỏi ý kiến")));
    EXPECT_EQ(choices.activities[1].second, "visit");
    EXPECT_TRUE(choices.withdraws);
    EXPECT_FALSE(
        choose_by(tx, services, office, {.agency = 1, .official = 12, .role = "leader"}, choice, "ask"));
    EXPECT_FALSE(choose_by(tx, services, office, specialist, choice, "e"));
    ASSERT_TRUE(choose_by(tx, services, office, specialist, choice, "ask"));
    ASSERT_TRUE(choose_by(tx, services, office, specialist, choice, "visit"));
    tx.commit();
    EXPECT_EQ(waits(uid), "task:h, task:ask, task:visit");
    ASSERT_TRUE(completed(uid, wait_at(uid, "ask")));
    ASSERT_TRUE(completed(uid, choice.wait));
    EXPECT_EQ(status(uid), "completed");
    EXPECT_EQ(
        database.value("SELECT string_agg(element || ':' || outcome, ' ' ORDER BY no) FROM process_steps"),
        "h:done ask:done visit:withdrawn");
    db::Transaction other_task = in(office);
    deployed(model(
        R"(<startEvent id="s"/><userTask id="a"/><endEvent id="e"/><flow ref="s>a"/><flow ref="a>e"/>)"));
    const std::string plain = started();
    EXPECT_TRUE(choices_of(other_task, services, *find_task(other_task, {plain, wait_at(plain, "a")}))
                    .activities.empty());
}

}  // namespace
}  // namespace lt::process
