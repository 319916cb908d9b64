#include "process/engine/timer.h"

#include <gtest/gtest.h>

#include "decisions/feel/temporal.h"

namespace lt::engine {
namespace {

base::Time at(const char* text) { return *feel::to_time(*feel::parse_date_time(text)); }
std::string due(const char* text, TimerForm form, const char* now)
{
    const auto timer = parse_timer(text, form);
    if (!timer) return "wrong";
    const auto when = first_due(*timer, at(now));
    return when ? base::format_iso(*when).substr(0, 19) : "never";
}

TEST(Durations, AreReadAndWritten)
{
    for (const char* text : {"PT5S", "P1Y2M3DT4H5M6.5S", "P2W", "-PT1M", "PT0S", "P1M", "PT0.000001S"}) {
        const auto duration = parse_duration(text);
        ASSERT_TRUE(duration) << text;
        EXPECT_EQ(parse_duration(to_text(*duration)), duration) << text << " " << to_text(*duration);
    }
    for (const char* text : {"", "P", "PT", "P1", "1D", "P1H", "PT1D", "P1D1Y", "PT1.5H", "PT1S1S", "P-1D",
                             "PT1.S", "P99999999999Y", "P1DT", "PT5S ", "P9999999999999999999D"})
        EXPECT_FALSE(parse_duration(text)) << text;
}

TEST(Durations, MonthsFollowTheCalendarOfVietnam)
{
    // 00:30 on 1 February in Vietnam is still January in UTC.
    EXPECT_EQ(due("P1M", TimerForm::duration, "2026-01-31T17:30:00Z"), "2026-02-28T17:30:00");
    EXPECT_EQ(due("P1M", TimerForm::duration, "2026-01-31T10:00:00Z"), "2026-02-28T10:00:00");
    EXPECT_EQ(due("P1Y", TimerForm::duration, "2028-02-29T00:00:00Z"), "2029-02-28T00:00:00");
    EXPECT_EQ(due("P9999Y", TimerForm::duration, "2028-02-29T00:00:00Z"), "wrong");
}

TEST(Timers, ADateOfThePastIsNow)
{
    EXPECT_EQ(due("2020-01-01T00:00:00Z", TimerForm::date, "2026-01-01T00:00:00Z"), "2026-01-01T00:00:00");
    EXPECT_EQ(due("2026-03-01T07:00:00", TimerForm::date, "2026-01-01T00:00:00Z"), "2026-03-01T00:00:00");
    EXPECT_EQ(due("tomorrow", TimerForm::date, "2026-01-01T00:00:00Z"), "wrong");
}

TEST(Timers, Cycles)
{
    EXPECT_EQ(parse_timer("R4/PT5S", TimerForm::cycle)->repeats, 4);
    EXPECT_EQ(parse_timer("R/PT5S", TimerForm::cycle)->repeats, -1);
    EXPECT_EQ(due("R3/PT10M", TimerForm::cycle, "2026-01-01T00:00:00Z"), "2026-01-01T00:10:00");
    EXPECT_EQ(due("R3/2026-01-02T00:00:00Z/P1D", TimerForm::cycle, "2026-01-01T00:00:00Z"),
              "2026-01-02T00:00:00");
    EXPECT_EQ(due("R3/P1D/2026-01-01T12:00:00Z", TimerForm::cycle, "2026-01-01T00:00:00Z"), "never");
    EXPECT_EQ(due("R0/PT5S", TimerForm::cycle, "2026-01-01T00:00:00Z"), "never");
    for (const char* text : {"PT5S", "R4", "R4/", "Rx/PT5S", "R-2/PT5S", "R4/PT0S", "R4/PT5S/PT5S/PT5S",
                             "R4/-PT5S", "R2/2026-01-02T00:00:00Z/2026-01-01T00:00:00Z", "0 0 * * *"})
        EXPECT_EQ(due(text, TimerForm::cycle, "2026-01-01T00:00:00Z"), "wrong") << text;
}

}  // namespace
}  // namespace lt::engine
