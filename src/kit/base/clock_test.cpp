#include "kit/base/clock.h"

namespace lt::base {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;

Day day(int year, unsigned month, unsigned in_month)
{
    return Day(std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(in_month));
}

const Time kMorning = Time(day(2026, 11, 20)) + hours(2) + minutes(42) + microseconds(7'123'456);

TEST(Clock, virtual_time_moves_by_hand_only)
{
    VirtualClock clock(kMorning);
    EXPECT_EQ(clock.now(), kMorning);
    clock.advance(hours(1));
    EXPECT_EQ(clock.now(), kMorning + hours(1));
    clock.set(kMorning);
    EXPECT_EQ(clock.now(), kMorning);
}

TEST(Clock, system_time_runs_forward)
{
    const SystemClock clock;
    const Time first = clock.now();
    EXPECT_LE(first, clock.now());
    EXPECT_GT(first, Time(day(2024, 1, 1)));
}

TEST(Clock, formats)
{
    EXPECT_EQ(format_vietnam(kMorning), "20/11/2026 09:42");
    EXPECT_EQ(format_day(day(2026, 2, 3)), "03/02/2026");
    EXPECT_EQ(format_iso(kMorning), "2026-11-20T02:42:07.123456Z");
    EXPECT_EQ(format_iso(day(2026, 2, 3)), "2026-02-03");
    EXPECT_EQ(format_iso(Time(day(1969, 12, 31)) + hours(23)), "1969-12-31T23:00:00.000000Z");
}

TEST(Clock, the_day_changes_at_midnight_in_vietnam)
{
    EXPECT_EQ(vietnam_day(Time(day(2026, 11, 20)) + hours(17) - microseconds(1)), day(2026, 11, 20));
    EXPECT_EQ(vietnam_day(Time(day(2026, 11, 20)) + hours(17)), day(2026, 11, 21));
}

TEST(Clock, reads_days_as_people_write_them)
{
    EXPECT_EQ(parse_day("20/11/2026"), day(2026, 11, 20));
    EXPECT_EQ(parse_day(" 2/9/1945 "), day(1945, 9, 2));
    EXPECT_EQ(parse_day("2026-11-20"), day(2026, 11, 20));
    EXPECT_EQ(parse_day("2026/1/5"), day(2026, 1, 5));
    EXPECT_EQ(parse_day("29/02/2028"), day(2028, 2, 29));
}

TEST(Clock, refuses_what_is_no_day)
{
    for (const char* text : {"", "29/02/2026", "31/04/2026", "0/1/2026", "1/13/2026", "20-11-2026",
                             "20/11/26", "2026-11/20", "20/11/2026x", "1899-12-31", "2200-01-01", "+1/1/2026",
                             "20/11", "//", "99999999999/1/2026", "20//2026", "2026-11-2000"}) {
        EXPECT_EQ(parse_day(text), std::nullopt) << text;
    }
}

TEST(Clock, reads_vietnam_time)
{
    EXPECT_EQ(parse_vietnam_time("20/11/2026 09:42"), Time(day(2026, 11, 20)) + hours(2) + minutes(42));
    EXPECT_EQ(parse_vietnam_time("2026-11-20T00:30"), Time(day(2026, 11, 19)) + hours(17) + minutes(30));
    EXPECT_EQ(parse_vietnam_time("20/11/2026"), Time(day(2026, 11, 20)) + hours(10));
    for (const char* text :
         {"20/11/2026 24:00", "20/11/2026 9:60", "20/11/2026 9", "20/11/2026x09:42", "09:42"}) {
        EXPECT_EQ(parse_vietnam_time(text), std::nullopt) << text;
    }
}

}  // namespace
}  // namespace lt::base
