// The year's end and Tết: numbers that begin anew, clocks that stand still, books that are closed.
#include "dossiers/batches/actions.h"
#include "dossiers/figures/report.h"
#include "dossiers/fixture_dbtest.h"
#include "dossiers/given_slips.h"
#include "dossiers/register.h"

namespace lt::dossiers {
namespace {

using std::chrono::hours;
using std::chrono::year;

class YearEndTest : public DossiersTest {
protected:
    static base::Time at(base::Day day, int hour, int minute = 0)
    {
        return base::Time(day) + hours(hour - 7) + std::chrono::minutes(minute);
    }
    // "1/2026" of each slip of the kind, in their order.
    std::string numbers(const std::string& kind)
    {
        return database.value(
            "SELECT string_agg(number || '/' || year, ' ' ORDER BY year, number) FROM dossier_slips "
            "WHERE kind = '" +
            kind + "'");
    }
    std::int64_t given(const std::string& dossier)
    {
        const auto done =
            batches::give(services, commune.desk,
                          {.batch = base::new_uid(clock->now()), .receiver = 1, .dossiers = {dossier}});
        EXPECT_TRUE(done) << done.error().message;
        return done ? done->number : 0;
    }
    std::int64_t control_number(const std::string& uid)
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.desk));
        const auto dossier = store::find(tx, uid);
        EXPECT_TRUE(dossier);
        const store::Slip slip = control_slip(services, tx, commune.desk, *dossier, clock->now());
        tx.commit();
        return slip.number;
    }
    KeptRegister register_of(base::Day from, base::Day to)
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.desk));
        KeptRegister kept = print_register(services, tx, commune.desk, from, to, clock->now());
        tx.commit();
        return kept;
    }
    ReportCells report(base::Day first, base::Day last)
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.leader));
        ReportCells sum{};
        for (const ReportRow& row : count_report(tx, 1, {first, last}, clock->now())) add(sum, row.cells);
        return sum;
    }
};

TEST_F(YearEndTest, NumbersOfSlipsBatchesAndRegistersBeginAnewWithTheYear)
{
    clock->set(at(year{2026} / 12 / 31, 23));
    const auto ask = [&] {
        const Received done = received(a_reception());
        EXPECT_TRUE(acted(commune.desk, done.uid, {.kind = ActKind::ask_supplement, .reason = "Thiếu"}));
        return done.uid;
    };
    const std::string first = ask();
    ask();
    const Received one = received(a_reception());
    const Received two = received(a_reception());
    EXPECT_EQ(given(one.uid), 1);
    EXPECT_EQ(given(two.uid), 2);
    EXPECT_EQ(control_number(first), 1);
    EXPECT_EQ(control_number(one.uid), 2);
    EXPECT_EQ(register_of(year{2026} / 12 / 1, year{2026} / 12 / 31).number, 1);

    clock->set(at(year{2027} / 1 / 1, 0, 1));  // still 31 December in UTC
    ask();
    EXPECT_EQ(numbers("supplement"), "1/2026 2/2026 1/2027");
    EXPECT_EQ(given(received(a_reception()).uid), 1);
    EXPECT_EQ(
        database.value(
            "SELECT string_agg(number || '/' || year, ' ' ORDER BY year, number) FROM hand_over_batches"),
        "1/2026 2/2026 1/2027");
    EXPECT_EQ(control_number(one.uid), 2) << "nothing happened since";
    ASSERT_TRUE(acted(commune.desk, one.uid, {.kind = ActKind::ask_supplement, .reason = "Thiếu"}));
    EXPECT_EQ(control_number(one.uid), 1);
    const KeptRegister kept = register_of(year{2027} / 1 / 1, year{2027} / 1 / 31);
    EXPECT_EQ(kept.number, 1);
    EXPECT_EQ(kept.year, 2027);
    EXPECT_EQ(kept.rows, 2);
}

TEST_F(YearEndTest, ClocksOfStepsAndSupplementsRunOverTet)
{
    // Days off from Thursday 4 to Wednesday 10 February 2027.
    const base::Day before = year{2027} / 2 / 3;
    const base::Day after = year{2027} / 2 / 11;
    clock->set(at(before, 16, 30));
    const Received done = received(a_reception());
    const auto task = [&] {
        db::Transaction tx = database.pool().begin(scope_of(commune.leader));
        const auto tasks = lists::tasks_of(tx, instance_of(done.uid));
        EXPECT_EQ(tasks.size(), 1u);
        return tasks.empty() ? lists::Task{} : tasks.front();
    };
    // Two working hours, half of one of them before the holidays.
    ASSERT_TRUE(task().due_at);
    EXPECT_EQ(base::vietnam_day(*task().due_at), after);
    EXPECT_LT(*task().due_at, at(after, 11, 30));
    EXPECT_FALSE(process.distance(1, *task().due_at, at(year{2027} / 2 / 8, 9)).late);

    // Asked for on the last day, answered in the holidays: the time that was promised is never shorter than without Tết.
    EXPECT_EQ(done.due_at, at(after, 17));
    clock->set(at(before, 16, 45));
    ASSERT_TRUE(
        acted(commune.desk, done.uid,
              {.kind = ActKind::ask_supplement, .reason = "Thiếu", .missing = {{0, "Nộp bản chính"}}}));
    EXPECT_FALSE(the(done.uid).due_at);
    EXPECT_TRUE(task().paused_at);
    clock->set(at(year{2027} / 2 / 9, 10));
    ASSERT_TRUE(
        acted(commune.desk, done.uid, {.kind = ActKind::supplemented, .papers = {{0, {.originals = 1}}}}));
    EXPECT_FALSE(task().paused_at);
    const Dossier dossier = the(done.uid);
    ASSERT_TRUE(dossier.due_at);
    EXPECT_GE(*dossier.due_at, at(after, 17));
    EXPECT_LE(*dossier.due_at, at(after + std::chrono::days(1), 17));
    EXPECT_EQ(dossier.first_due_at, done.due_at);
}

TEST_F(YearEndTest, RegisterAndReportSayWhatGoesOverIntoTheNextYear)
{
    const base::Day december = year{2026} / 12 / 1;
    const base::Day last = year{2026} / 12 / 31;
    const base::Day january = year{2027} / 1 / 1;
    const base::Day end = year{2027} / 1 / 31;
    clock->set(at(last, 9));
    const Received done = received(a_reception());
    EXPECT_EQ(done.due_at, at(year{2027} / 1 / 4, 9));
    clock->set(at(last, 23, 59));
    received(a_reception());
    clock->set(at(january, 0, 1));
    received(a_reception());
    clock->set(at(year{2027} / 1 / 4, 8));
    work_to_the_end(commune, done.uid);
    EXPECT_EQ(the(done.uid).life.state, State::resolved);
    clock->advance(std::chrono::minutes(1));  // what happens at the edge of a report belongs to the next one

    EXPECT_EQ(register_of(december, last).rows, 2);
    EXPECT_EQ(register_of(january, end).rows, 1);
    EXPECT_EQ(register_of(last, january).rows, 3);
    //                                      received online direct carried  solved early on_time late  open in_time late
    EXPECT_EQ(report(december, last), (ReportCells{2, 0, 2, 0, 0, 0, 0, 0, 2, 2, 0}));
    EXPECT_EQ(report(january, end), (ReportCells{3, 0, 1, 2, 1, 0, 1, 0, 2, 2, 0}));
    EXPECT_EQ(report(december, end), (ReportCells{3, 0, 3, 0, 1, 0, 1, 0, 2, 2, 0}));
}

}  // namespace
}  // namespace lt::dossiers
