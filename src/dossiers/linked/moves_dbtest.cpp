// An agency is dissolved with dossiers in all states.
#include "dossiers/linked/moves.h"

#include "calendar/calendars/api.h"
#include "dossiers/fixture_dbtest.h"
#include "dossiers/queries.h"

namespace lt::dossiers::linked {
namespace {

using std::chrono::hours;

class MovesTest : public DossiersTest {
protected:
    std::string at_other(bool begin = true)
    {
        Reception reception = a_reception();
        reception.begin = begin;
        const auto done = receive(services, other.desk, reception);
        EXPECT_TRUE(done);
        run_jobs();
        return done ? done->uid : "";
    }
    std::string where(const std::string& uid)
    {
        return database.value(
            "SELECT agency_id || ' ' || decides_id || ' ' || state FROM dossiers WHERE uid = '" + uid + "'");
    }
    // Dossiers of a report, as they are counted for an agency until a moment.
    std::int64_t reported(const Staff& staff, base::Time edge)
    {
        db::Transaction tx = database.pool().begin(scope_of(staff.leader));
        std::int64_t n = 0;
        for (const db::Row row : tx.run(sql::report_count, staff.agency, kStart - hours(24), edge))
            n += row["n"].int64();
        return n;
    }
};

TEST_F(MovesTest, TheOnlySuccessorGoesOnWithWhatIsOpen)
{
    const std::string waiting = at_other(false);
    const std::string working = at_other();
    const std::string lacking = at_other();
    const std::string ready = at_other();
    const std::string over = at_other();
    ASSERT_TRUE(acted(other.desk, lacking, {.kind = ActKind::ask_supplement}));
    work_to_the_end(other, ready);
    ASSERT_TRUE(acted(other.desk, over, {.kind = ActKind::withdraw}));
    const std::string code = database.value("SELECT code FROM dossiers WHERE uid = '" + working + "'");
    const std::string due = database.value("SELECT due_at FROM dossiers WHERE uid = '" + working + "'");
    EXPECT_EQ(move_dissolved(services), 0u) << "it is there";
    const auto too_early = move_dossiers(services, other.agency, commune.agency, {});
    ASSERT_FALSE(too_early);
    EXPECT_EQ(too_early.error().field, "from");

    clock->advance(hours(72));  // Monday
    dissolve(other.agency, {commune.agency});
    const auto stranger = move_dossiers(services, other.agency, department.agency, {});
    ASSERT_FALSE(stranger);
    EXPECT_EQ(stranger.error().field, "to");
    const base::Time before = clock->now() - hours(1);
    EXPECT_EQ(reported(other, before), 5);
    EXPECT_EQ(move_dissolved(services), 4u);
    run_jobs();
    EXPECT_EQ(where(waiting), "1 1 received");
    EXPECT_EQ(where(working), "1 1 processing");
    EXPECT_EQ(where(lacking), "1 1 supplement");
    EXPECT_EQ(where(ready), "1 1 resolved");
    EXPECT_EQ(where(over), "3 3 withdrawn") << "what is over stays";
    EXPECT_EQ(move_dissolved(services), 0u);
    EXPECT_EQ(database.value("SELECT count(*) FROM dossier_moves"), "4");

    // Code and clock are as they were, and the history says it.
    const Dossier moved = the(working);
    EXPECT_EQ(moved.code, code);
    EXPECT_EQ(database.value("SELECT due_at FROM dossiers WHERE uid = '" + working + "'"), due);
    EXPECT_EQ(
        database.value(
            "SELECT e.agency_id || ' ' || e.reason FROM dossier_events e JOIN dossiers d ON d.id = e.dossier_id "
            "WHERE e.act = 'note' AND d.uid = '" +
            working + "'"),
        "1 Chuyển từ UBND phường Vũ Ninh sang UBND phường Kinh Bắc, cơ quan tiếp nhận nhiệm vụ.");
    {
        // Its task went along; who took part before still sees it.
        db::Transaction tx = database.pool().begin(scope_of(other.specialist));
        EXPECT_FALSE(store::find(tx, working));
    }

    // Figures of the time before stay with the old agency.
    EXPECT_EQ(reported(other, before), 5);
    EXPECT_EQ(reported(commune, before), 0);
    EXPECT_EQ(reported(other, clock->now() + hours(1)), 1);
    EXPECT_EQ(reported(commune, clock->now() + hours(1)), 4);

    // The successor's people go on: also with the steps that are still to come.
    EXPECT_FALSE(work_to_the_end(commune, working).empty());
    EXPECT_EQ(where(working), "1 1 resolved");
    EXPECT_TRUE(acted(commune.desk, lacking, {.kind = ActKind::supplemented}));
    EXPECT_FALSE(work_to_the_end(commune, lacking).empty());
    EXPECT_EQ(where(lacking), "1 1 resolved");
    EXPECT_TRUE(acted(commune.desk, waiting, {.kind = ActKind::begin}));
    EXPECT_FALSE(work_to_the_end(commune, waiting).empty());
    record_results(commune, ready);
    EXPECT_TRUE(
        acted(commune.desk, ready, {.kind = ActKind::hand_over, .given = {.taken_by = "Nguyễn Thị Ánh"}}));
    EXPECT_EQ(where(ready), "1 1 returned");
}

TEST_F(MovesTest, OneWithSeveralSuccessorsIsDividedByAPersonAndEachCalendarCountsInItsTime)
{
    const std::string uid = at_other();
    clock->advance(hours(72));  // Monday
    dissolve(other.agency, {commune.agency, department.agency});
    EXPECT_EQ(move_dissolved(services), 0u) << "nobody said where it goes";
    const auto none = move_dossiers(services, other.agency, department.agency, {.procedure = "1.001193"});
    ASSERT_TRUE(none);
    EXPECT_EQ(*none, 0u);
    const auto nothing = move_dossiers(services, other.agency, department.agency, {.field = "Không có"});
    ASSERT_TRUE(nothing);
    EXPECT_EQ(*nothing, 0u);
    // A job that was written before finds it where it is now.
    {
        db::Transaction tx = database.pool().begin(scope_of(Actor{.agency = other.agency}));
        follow_later(services, tx, *store::find(tx, uid));
        tx.commit();
    }
    const auto done = move_dossiers(services, other.agency, department.agency, {.procedure = "2.000908"});
    ASSERT_TRUE(done);
    EXPECT_EQ(*done, 1u);
    run_jobs();
    EXPECT_EQ(where(uid), "2 2 processing");

    for (const char* day : {"2026-11-20", "2026-11-25"})
        database.execute(
            std::string(
                "INSERT INTO special_days (uid, agency_id, first_day, last_day, kind, shifts, name, basis, entered_at, "
                "entered_by) VALUES (gen_random_uuid(), 2, '") +
            day + "', '" + day + "', 'off', '', 'x', 'x', now(), 22)");
    directory.refresh();
    db::Transaction tx = database.pool().begin(scope_of(department.leader));
    const auto calendar = calendar_of(services, tx, *store::find(tx, uid));
    using std::chrono::November, std::chrono::year;
    EXPECT_TRUE(calendar->works_on(base::Day(year(2026) / November / 20))) << "the old agency worked then";
    EXPECT_FALSE(calendar->works_on(base::Day(year(2026) / November / 25)));
    EXPECT_FALSE(the_calendars->of(department.agency)->works_on(base::Day(year(2026) / November / 20)));
}

}  // namespace
}  // namespace lt::dossiers::linked
