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
    std::string uid;
    {
        db::Transaction tx = in(office);
        EXPECT_FALSE(migrate_all(tx, services, office, old_version, new_version, {{"b", "c"}}, ""));
        EXPECT_FALSE(migrate_all(tx, services, office, old_version, old_version, {}, "cùng phiên bản"));
        const auto begun =
            migrate_all(tx, services, office, old_version, new_version, {{"b", "c"}}, "mẫu mới");
        ASSERT_TRUE(begun);
        uid = *begun;
        EXPECT_EQ(find_migration(tx, uid)->waiting, 2);
        tx.commit();
    }
    EXPECT_EQ(database.value("SELECT count(*) FROM jobs WHERE payload LIKE '%mẫu mới%'"), "0")
        << "jobs hold ids only";
    work();
    EXPECT_EQ(waits(at_b), "task:c");
    ASSERT_TRUE(completed(at_a, wait_at(at_a, "a")));
    EXPECT_EQ(waits(at_a), "task:check");
    ASSERT_TRUE(completed(at_b, wait_at(at_b, "c")));
    EXPECT_EQ(status(at_b), "completed");
    EXPECT_EQ(
        database.value("SELECT count(*) FROM process_acts WHERE act = 'migrated' AND detail = 'mẫu mới'"),
        "2");
    db::Transaction tx = in(office);
    const auto row = find_migration(tx, uid);
    ASSERT_TRUE(row);
    EXPECT_EQ(row->moved, 2);
    EXPECT_EQ(row->waiting + row->held_back, 0);
    EXPECT_EQ(row->from_version, 1);
    EXPECT_EQ(row->to_version, 2);
    EXPECT_EQ(row->reason, "mẫu mới");
    db::Transaction others = in(other);
    EXPECT_FALSE(find_migration(others, uid));
}

TEST_F(MigratingTest, WhatCannotMoveIsNamedAlsoWhenItWentOnMeanwhile)
{
    std::string uid;
    {
        db::Transaction tx = in(office);
        const auto begun = migrate_all(tx, services, office, old_version, new_version, {}, "mẫu mới");
        ASSERT_TRUE(begun);
        uid = *begun;
        const auto row = find_migration(tx, uid);
        EXPECT_EQ(row->waiting, 1);
        EXPECT_EQ(row->held_back, 1);
        tx.commit();
    }
    ASSERT_TRUE(completed(at_a, wait_at(at_a, "a"))) << "before its job ran";
    work();
    EXPECT_EQ(waits(at_a), "task:b") << "it stays on its version";
    db::Transaction tx = in(office);
    const auto rows = migrations_from(tx, find_version(tx, services, old_version)->id);
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0].held_back, 2);
    const auto held = held_back_by(tx, rows[0].id);
    ASSERT_EQ(held.size(), 2u);
    EXPECT_EQ(held[0].instance, at_a);
    EXPECT_EQ(held[0].element, "b");
    EXPECT_EQ(held[0].business_key, "K1");
    EXPECT_FALSE(held[0].why.empty());
    EXPECT_FALSE(migrate_all(tx, services, office, old_version, new_version, {}, "lần nữa"))
        << "none can move any more";
}

TEST_F(MigratingTest, AnotherAgencysDrawingIsNoTarget)
{
    deployed(version("<userTask id=\"b\"/>", R"(<flow ref="s>a"/><flow ref="a>b"/><flow ref="b>e"/>)"), 2);
    const std::string foreign = database.value("SELECT uid FROM process_definitions WHERE agency_id = 2");
    db::Transaction tx = in(office);
    EXPECT_FALSE(try_migration(tx, services, old_version, foreign, {}));
    EXPECT_FALSE(migrate(tx, services, office, at_a, foreign, {}, "nhầm"));
}

}  // namespace
}  // namespace lt::process
