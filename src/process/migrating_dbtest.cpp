#include "process/migrating.h"

#include "process/fixture_dbtest.h"

namespace lt::process {
namespace {

std::string version(const std::string& second, const std::string& more = "")
{
    return model("<startEvent id=\"s\"/><userTask id=\"a\"/>" + second + "<endEvent id=\"e\"/>" + more);
}

class MigratingTest : public ProcessTest {
protected:
    MigratingTest()
    {
        deployed(version("<userTask id=\"b\"/>", R"(<flow ref="s>a"/><flow ref="a>b"/><flow ref="b>e"/>)"));
        at_a = started();
        at_b = started();
        EXPECT_TRUE(completed(at_b, wait_at(at_b, "a")));
        deployed(version("<userTask id=\"check\"/><userTask id=\"c\"/>",
                         R"(<flow ref="s>a"/><flow ref="a>check"/><flow ref="check>c"/><flow ref="c>e"/>)"));
        old_version = database.value("SELECT uid FROM process_definitions WHERE version = 1");
        new_version = database.value("SELECT uid FROM process_definitions WHERE version = 2");
    }
    std::string at_a, at_b, old_version, new_version;
};

TEST_F(MigratingTest, ADryRunNamesWhatCannotMoveAndChangesNothing)
{
    db::Transaction tx = in(office);
    const auto run = try_migration(tx, services, old_version, new_version, {});
    ASSERT_TRUE(run);
    EXPECT_EQ(run->movable, 1);
    EXPECT_EQ(run->held_back, 1);
    ASSERT_EQ(run->obstacles.size(), 1u);
    EXPECT_EQ(run->obstacles[0].instance, at_b);
    EXPECT_EQ(run->obstacles[0].element, "b");
    EXPECT_EQ(try_migration(tx, services, old_version, new_version, {{"b", "c"}})->held_back, 0);
    EXPECT_EQ(try_migration(tx, services, old_version, new_version, {{"b", "e"}})->held_back, 1)
        << "of another kind";
    EXPECT_FALSE(try_migration(tx, services, old_version, base::new_uid(kStart), {}));
    tx.commit();
    EXPECT_EQ(waits(at_b), "task:b");
}

TEST_F(MigratingTest, InstancesGoOnInTheNewVersion)
{
    {
        db::Transaction tx = in(office);
        EXPECT_FALSE(migrate_all(tx, services, office, old_version, new_version, {{"b", "c"}}, ""));
        const auto count =
            migrate_all(tx, services, office, old_version, new_version, {{"b", "c"}}, "mẫu mới");
        ASSERT_TRUE(count);
        EXPECT_EQ(*count, 2);
        tx.commit();
    }
    work();
    EXPECT_EQ(waits(at_b), "task:c");
    ASSERT_TRUE(completed(at_a, wait_at(at_a, "a")));
    EXPECT_EQ(waits(at_a), "task:check");
    ASSERT_TRUE(completed(at_b, wait_at(at_b, "c")));
    EXPECT_EQ(status(at_b), "completed");
    EXPECT_EQ(
        database.value("SELECT count(*) FROM process_acts WHERE act = 'migrated' AND detail = 'mẫu mới'"),
        "2");
}

}  // namespace
}  // namespace lt::process
