// Deadlines against a reference that goes through every minute, and the cases of the law by hand.
#include "calendar/deadline.h"

#include <gtest/gtest.h>

#include "calendar/counting_testing.h"
#include "calendar/read.h"
#include "calendar/samples.h"

namespace lt::calendar {
namespace {

using namespace counting;

const Limit kFiveDays{.duration = {5, Unit::working_days}, .basis = "Quyết định công bố thủ tục"};

Act done_at(Time at) { return {.at = at, .by = 7, .reason = "Chờ công dân bổ sung", .basis = "Phiếu số 12"}; }
Act more(Time at, double amount, Unit unit = Unit::working_days)
{
    Act act = done_at(at);
    act.more = {amount, unit};
    return act;
}
Deadline started(Time at, const Limit& limit = kFiveDays) { return {.limit = limit, .received = at}; }

// ---- The reference -------------------------------------------------------------------------------------------------

// From midnight to midnight in Vietnam.
bool works_that_day(const Rules& rules, Day of)
{
    for (int minute = 0; minute < 24 * 60; ++minute)
        if (works(rules, Time(of) - 7h + minutes(minute))) return true;
    return false;
}

// Goes through time minute by minute with one flag for "runs" and one number for what is left.
struct Reference {
    const Rules& rules;
    const Deadline& deadline;
    std::optional<Time> due{};
    std::int64_t left_at_pause = 0;

    // The day that does not count because the receipt came too late in it.
    std::optional<Day> lost(Time received) const
    {
        const Day of = base::vietnam_day(received);
        if (!deadline.limit.received_by || received <= Time(of) - 7h + minutes(*deadline.limit.received_by))
            return std::nullopt;
        return works_that_day(rules, of) ? std::optional(of) : std::nullopt;
    }

    void go()
    {
        std::int64_t total = std::llround(deadline.limit.duration.amount * 480);
        for (const Act& act : deadline.acts)
            if (act.kind == ActKind::extend) total += std::llround(act.more.amount * 480);
        std::int64_t left = total;
        bool runs = true;
        std::optional<Day> none = lost(deadline.received);
        auto next = deadline.acts.begin();
        for (Time now = deadline.received;; now += 1min) {
            for (; next != deadline.acts.end() && next->at <= now; ++next) {
                if (next->kind == ActKind::pause) runs = false;
                if (next->kind != ActKind::resume) continue;
                runs = true;
                if (deadline.limit.after_pause == AfterPause::goes_on) continue;
                left = total;
                none = lost(next->at);
            }
            left_at_pause = left;
            if (!runs && next == deadline.acts.end()) return;
            if (!runs || base::vietnam_day(now) == none || !works(rules, now)) continue;
            if (--left > 0) continue;
            due = now + 1min;
            left_at_pause = 0;
            return;
        }
    }
};

TEST(Deadline, AgreesWithGoingThroughEveryMinute)
{
    std::mt19937 random(20261129);
    const auto some = [&](int least, int most) {
        return std::uniform_int_distribution<int>(least, most)(random);
    };
    int paused = 0;
    for (int round = 0; round < 30; ++round) {
        const Rules rules = random_rules(random);
        const Calendar calendar(rules);
        for (int i = 0; i < 6; ++i) {
            Limit limit{.duration = {some(1, 8) / 2.0, Unit::working_days}};
            if (some(0, 1) == 1) limit.received_by = some(8 * 60, 17 * 60);
            if (some(0, 2) == 0) limit.after_pause = AfterPause::starts_anew;
            Time now = at(day(2026, 1, 1), 0) + minutes(some(0, 60 * 24 * 60));
            Deadline deadline = started(now, limit);
            for (int acts = some(0, 5); acts > 0; --acts) {
                now += minutes(some(0, 4 * 24 * 60));
                const auto changed = run_of(deadline) == Run::paused ? resume(deadline, done_at(now))
                                     : some(0, 2) == 0 ? extend(deadline, more(now, some(1, 4) / 2.0))
                                                       : pause(deadline, done_at(now));
                ASSERT_TRUE(changed) << changed.error().message;
                deadline = *changed;
            }
            Reference reference{.rules = rules, .deadline = deadline};
            reference.go();
            const auto due = due_of(calendar, deadline);
            ASSERT_EQ(due.has_value(), reference.due.has_value()) << round << " " << i;
            if (due) {
                EXPECT_EQ(*due, *reference.due) << base::format_vietnam(deadline.received);
                EXPECT_EQ(left_of(calendar, deadline, *due).working, 0s);
                EXPECT_EQ(lateness_of(calendar, deadline, *due), 0s);
            } else {
                ++paused;
                EXPECT_EQ(left_of(calendar, deadline, now + days(30)).working,
                          minutes(reference.left_at_pause));
                EXPECT_FALSE(is_late(calendar, deadline, now + days(300)));
            }
        }
    }
    EXPECT_GT(paused, 20);
}

TEST(Deadline, CalendarDaysAgreeWithGoingThroughEveryDay)
{
    std::mt19937 random(20261130);
    const auto some = [&](int least, int most) {
        return std::uniform_int_distribution<int>(least, most)(random);
    };
    const Calendar calendar = read_calendar();
    for (int round = 0; round < 3000; ++round) {
        const Day first = day(2026, 1, 5) + days(some(0, 60));
        if (!calendar.works_on(first)) continue;
        const int total = some(1, 20);
        Deadline deadline = started(at(first, 9), {.duration = {double(total), Unit::calendar_days}});
        const Day stop = first + days(some(0, total - 1));
        const Day again = stop + days(some(0, 15));
        deadline = *pause(deadline, done_at(at(stop, 10)));
        deadline = *resume(deadline, done_at(at(again, 10)));
        // Each day passed is counted but the first; those behind the pause up to the day of the resumption are not.
        int left = total;
        Day last = first;
        while (left > 0) {
            last += days(1);
            if (last <= stop || last > again) --left;
        }
        if (last < again) last = again;
        while (!calendar.works_on(last)) last += days(1);
        ASSERT_EQ(due_of(calendar, deadline), calendar.close_of(last)) << round;
    }
}

// ---- By hand -------------------------------------------------------------------------------------------------------

TEST(Deadline, WhatIsReceivedAfterFifteenCountsFromTheNextWorkingDay)
{
    const Calendar calendar = *sample_calendar("A");
    Limit same_day{.duration = {0.5, Unit::working_days}, .received_by = 15 * 60};
    const auto from = [&](Day of, int hour, int minute) {
        return *counts_from(calendar, same_day, at(of, hour, minute));
    };
    EXPECT_EQ(from(day(2025, 3, 4), 15, 0), at(day(2025, 3, 4), 15));
    EXPECT_EQ(from(day(2025, 3, 4), 15, 1), at(day(2025, 3, 5), 7, 30));
    EXPECT_EQ(from(day(2025, 3, 4), 6, 0), at(day(2025, 3, 4), 7, 30));
    EXPECT_EQ(from(day(2025, 3, 7), 16, 0), at(day(2025, 3, 10), 7, 30)) << "a Friday";
    EXPECT_EQ(from(day(2025, 3, 8), 16, 0), at(day(2025, 3, 10), 7, 30)) << "a Saturday";
    EXPECT_EQ(from(day(2025, 1, 24), 15, 30), at(day(2025, 2, 3), 7, 30)) << "before Tết";
    EXPECT_EQ(*due_of(calendar, started(at(day(2025, 3, 4), 15, 30), same_day)), at(day(2025, 3, 5), 11, 30));
    Deadline waits = started(at(day(2025, 3, 4), 15, 30), same_day);
    waits =
        *resume(*pause(waits, done_at(at(day(2025, 3, 4), 15, 40))), done_at(at(day(2025, 3, 4), 15, 50)));
    EXPECT_EQ(*due_of(calendar, waits), at(day(2025, 3, 5), 11, 30)) << "a pause does not bring the day back";
    same_day.received_by.reset();
    EXPECT_EQ(from(day(2025, 3, 4), 15, 30), at(day(2025, 3, 4), 15, 30)) << "not said by this procedure";
}

TEST(Deadline, PausesOverTetGiveBackTheRest)
{
    const Calendar calendar = *sample_calendar("A");
    Deadline deadline = started(at(day(2025, 1, 22), 7, 30));
    EXPECT_EQ(*due_of(calendar, deadline), at(day(2025, 2, 4), 17)) << "27 to 31 January are off";
    deadline = *pause(deadline, done_at(at(day(2025, 1, 24), 11, 30)));
    EXPECT_EQ(run_of(deadline), Run::paused);
    EXPECT_FALSE(due_of(calendar, deadline));
    EXPECT_EQ(left_of(calendar, deadline, at(day(2025, 2, 20), 8)).working, 20h);
    const Deadline on_a_day_off = *resume(deadline, done_at(at(day(2025, 1, 29), 9)));
    EXPECT_EQ(*due_of(calendar, on_a_day_off), at(day(2025, 2, 5), 11, 30));
    Deadline anew = deadline;
    anew.limit.after_pause = AfterPause::starts_anew;
    anew = *resume(anew, done_at(at(day(2025, 2, 3), 7, 30)));
    EXPECT_EQ(*due_of(calendar, anew), at(day(2025, 2, 7), 17)) << "all five days again";
}

TEST(Deadline, IsLateFromItsDueTimeOnAndStaysSo)
{
    const Calendar calendar = *sample_calendar("A");
    Deadline deadline = started(at(day(2025, 3, 3), 7, 30));
    const Time due = at(day(2025, 3, 7), 17);
    EXPECT_FALSE(is_late(calendar, deadline, due));
    EXPECT_TRUE(is_late(calendar, deadline, due + 1s));
    EXPECT_EQ(lateness_of(calendar, deadline, at(day(2025, 3, 10), 9)), 90min)
        << "the weekend is no working time";
    const Deadline paused = *pause(deadline, done_at(at(day(2025, 3, 10), 9)));
    EXPECT_EQ(due_of(calendar, paused), due) << "a pause comes too late";
    EXPECT_EQ(due_of(calendar, *resume(paused, done_at(at(day(2025, 3, 12), 9)))), due);
    const Deadline just_then = *resume(*pause(deadline, done_at(due)), done_at(at(day(2025, 3, 12), 9)));
    EXPECT_EQ(due_of(calendar, just_then), due) << "nothing was left to wait with";
    const Deadline over = *end(deadline, done_at(at(day(2025, 3, 10), 9)));
    EXPECT_EQ(lateness_of(calendar, over, at(day(2025, 4, 10), 9)), 90min);
    EXPECT_FALSE(is_late(calendar, *end(deadline, done_at(due)), at(day(2025, 4, 10), 9)));
    EXPECT_EQ(
        left_of(calendar, *end(deadline, done_at(at(day(2025, 3, 7), 15))), at(day(2025, 4, 10), 9)).working,
        2h);
}

TEST(Deadline, ExtensionsAreKeptWithReasonAndBasis)
{
    const Calendar calendar = *sample_calendar("A");
    Limit once = kFiveDays;
    once.most_extensions = 1;
    const Deadline first = started(at(day(2025, 3, 3), 7, 30), once);
    const auto extended = extend(first, more(at(day(2025, 3, 6), 9), 2));
    ASSERT_TRUE(extended);
    EXPECT_EQ(*due_of(calendar, *extended), at(day(2025, 3, 11), 17));
    EXPECT_EQ(extended->acts.at(0).basis, "Phiếu số 12");
    EXPECT_EQ(extended->acts.at(0).by, 7);
    EXPECT_EQ(extend(*extended, more(at(day(2025, 3, 7), 9), 1)).error().fault, base::Fault::conflict);

    const auto refused = [&](Act act) { return extend(first, std::move(act)).error().field; };
    EXPECT_EQ(refused(more(at(day(2025, 3, 6), 9), 0)), "more");
    EXPECT_EQ(refused(more(at(day(2025, 3, 6), 9), std::nan(""))), "more");
    EXPECT_EQ(refused(more(at(day(2025, 3, 6), 9), 1, Unit::calendar_days)), "more");
    Act act = more(at(day(2025, 3, 6), 9), 1);
    act.basis = " ";
    EXPECT_EQ(refused(act), "basis");
    act = more(at(day(2025, 3, 6), 9), 1);
    act.reason = "";
    EXPECT_EQ(refused(act), "reason");
    EXPECT_TRUE(extend(first, more(at(day(2025, 3, 6), 9), 3, Unit::working_hours)));
}

TEST(Deadline, RefusesActsThatDoNotFit)
{
    const Deadline running = started(at(day(2025, 3, 3), 9));
    const Act later = done_at(at(day(2025, 3, 4), 9));
    const auto conflict = [](const base::Result<Deadline>& result) {
        return !result && result.error().fault == base::Fault::conflict;
    };
    EXPECT_TRUE(conflict(resume(running, later)));
    EXPECT_TRUE(conflict(pause(running, done_at(at(day(2025, 3, 3), 8)))));
    const Deadline paused = *pause(running, later);
    EXPECT_TRUE(conflict(pause(paused, later)));
    EXPECT_TRUE(conflict(resume(paused, done_at(at(day(2025, 3, 4), 8)))));
    EXPECT_TRUE(extend(paused, more(later.at, 1)));
    const Deadline over = *end(paused, later);
    for (const auto& act :
         {pause(over, later), resume(over, later), end(over, later), extend(over, more(later.at, 1))})
        EXPECT_TRUE(conflict(act));
    Act silent = later;
    silent.reason = "\n";
    EXPECT_EQ(pause(running, silent).error().field, "reason");
}

TEST(Deadline, NoDueTimeRatherThanAWrongOne)
{
    const Calendar calendar = *sample_calendar("A");
    EXPECT_FALSE(due_of(calendar, started(at(day(1999, 3, 3), 9))));
    EXPECT_FALSE(due_of(calendar, started(at(day(2099, 12, 31), 9))));
    EXPECT_FALSE(due_of(calendar, started(at(day(2025, 3, 3), 9), {.duration = {-1, Unit::working_days}})));
    EXPECT_FALSE(
        due_of(calendar, started(at(day(2025, 3, 3), 9), {.duration = {1e300, Unit::calendar_days}})));
    EXPECT_FALSE(is_late(calendar, started(at(day(1999, 3, 3), 9)), at(day(2025, 3, 3), 9)));
}

}  // namespace
}  // namespace lt::calendar
