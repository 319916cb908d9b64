// Periods, shares and files, without a database.
#include "documents/statistics/statistics.h"

#include <gtest/gtest.h>

#include "documents/statistics/progress.h"

namespace lt::documents {
namespace {

base::Day day_of(const char* text) { return *base::parse_day(text); }
const base::Day kToday = day_of("20/11/2026");

std::string period_text(const char* from, const char* to)
{
    const auto period = period_of(from, to, kToday);
    if (!period) return "! " + period.error().field;
    return base::format_day(period->first) + " " + base::format_day(period->last);
}

}  // namespace

TEST(Period, WhatWasTypedOrThisMonth)
{
    EXPECT_EQ(period_text("", ""), "01/11/2026 20/11/2026");
    EXPECT_EQ(period_text("15/10/2026", ""), "15/10/2026 20/11/2026");
    EXPECT_EQ(period_text("", "15/10/2026"), "01/10/2026 15/10/2026");
    EXPECT_EQ(period_text("31/12/2025", "01/01/2026"), "31/12/2025 01/01/2026");
    EXPECT_EQ(period_text("20/11/2026", "20/11/2026"), "20/11/2026 20/11/2026");
}

TEST(Period, RefusesWhatIsNone)
{
    EXPECT_EQ(period_text("32/10/2026", ""), "! from");
    EXPECT_EQ(period_text("", "hôm qua"), "! to");
    EXPECT_EQ(period_text("02/10/2026", "01/10/2026"), "! to");
    EXPECT_EQ(period_text("21/11/2026", ""), "! from") << "after today";
    EXPECT_EQ(period_text("15/01/2025", "14/01/2027"), "15/01/2025 14/01/2027");
    EXPECT_EQ(period_text("15/01/2025", "15/01/2027"), "! from") << "a day more than 24 months";
    EXPECT_EQ(period_text("29/02/2024", "28/02/2026"), "29/02/2024 28/02/2026");
}

TEST(Period, BeginsAndEndsAtMidnightOfVietnam)
{
    const Period period{day_of("01/01/2026"), day_of("31/01/2026")};
    EXPECT_EQ(base::format_iso(period.from()).substr(0, 19), "2025-12-31T17:00:00");
    EXPECT_EQ(base::format_iso(period.until()).substr(0, 19), "2026-01-31T17:00:00");
}

TEST(Period, DayByDayUpToAMonthThenMonths)
{
    EXPECT_EQ(parts_of({day_of("01/01/2026"), day_of("31/01/2026")}).size(), 31U);
    const auto months = parts_of({day_of("15/11/2025"), day_of("01/02/2026")});
    ASSERT_EQ(months.size(), 4U);
    EXPECT_EQ(months.front(), day_of("01/11/2025"));
    EXPECT_EQ(months.back(), day_of("01/02/2026"));
    EXPECT_EQ(parts_of({kToday, kToday}).size(), 1U);
}

TEST(Share, OnlyAllIsAHundred)
{
    EXPECT_EQ(percent_text(0, 0), "");
    EXPECT_EQ(percent_text(0, 3), "0,0 %");
    EXPECT_EQ(percent_text(2, 3), "66,6 %");
    EXPECT_EQ(percent_text(99999, 100000), "99,9 %");
    EXPECT_EQ(percent_text(7, 7), "100,0 %");
}

TEST(Share, TheBestFirstAndThoseWithoutOneLast)
{
    std::vector<AgencyProgress> agencies{
        {.agency = 1, .received = 9, .in_progress = 9},
        {.agency = 2, .received = 4, .on_time = 1, .late = 3},
        {.agency = 3, .received = 2, .on_time = 2},
        {.agency = 4, .received = 8, .on_time = 8},
        {.agency = 5, .received = 4, .late = 4},
        {.agency = 6, .received = 10, .in_progress = 10},
        {.agency = 7, .received = 4, .on_time = 3, .late = 1},
    };
    sort_by_share(agencies);
    std::string order;
    for (const AgencyProgress& one : agencies) order += std::to_string(one.agency);
    EXPECT_EQ(order, "4372561");
}

}  // namespace lt::documents
