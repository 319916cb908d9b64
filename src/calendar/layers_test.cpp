// What counts where several layers speak of the same day.
#include "calendar/layers.h"

#include <gtest/gtest.h>

#include "calendar/counting_testing.h"
#include "calendar/read.h"

namespace lt::calendar {
namespace {

using namespace counting;

const Shifts kWhole = *parse_shifts("07:30-11:30, 13:00-17:00");
const Shifts kSummer = *parse_shifts("7h-11h30; 13h30-17h");
const Shifts kMorning = *parse_shifts("7:30–11:30");

Week week(const Shifts& weekdays, const Shifts& saturday = {})
{
    return {weekdays, weekdays, weekdays, weekdays, weekdays, saturday, {}};
}

SpecialDays off(Day first, Day last)
{
    return {.first = first, .last = last, .kind = DayKind::off, .name = "x"};
}
SpecialDays worked(Day on, std::optional<Day> instead = {}, Shifts shifts = {})
{
    return {.first = on,
            .last = on,
            .kind = DayKind::worked,
            .shifts = std::move(shifts),
            .instead_of = instead,
            .name = "x"};
}

std::string on(const Calendar& calendar, Day of) { return format_shifts(calendar.shifts_of(of)); }

TEST(Layers, TheNearestOneThatSpeaksCounts)
{
    Layer shipped{.weeks = {{kFirstDay, week(kWhole)}}, .days = {off(day(2026, 9, 1), day(2026, 9, 2))}};
    Layer province{.weeks = {{day(2026, 4, 15), week(kSummer)}, {day(2026, 10, 15), std::nullopt}}};
    Layer agency{.weeks = {{day(2026, 6, 1), week(kWhole, kMorning)}, {day(2026, 8, 1), std::nullopt}},
                 .days = {worked(day(2026, 9, 1)), off(day(2026, 9, 7), day(2026, 9, 8)),
                          worked(day(2026, 9, 12), day(2026, 9, 7)),
                          worked(day(2026, 9, 13), {}, *parse_shifts("08:00-10:00"))}};
    const std::vector<const Layer*> layers{&shipped, &province, &agency};
    const Calendar calendar(merge(layers));
    EXPECT_EQ(on(calendar, day(2026, 4, 14)), "07:30-11:30, 13:00-17:00");
    EXPECT_EQ(on(calendar, day(2026, 4, 15)), "07:00-11:30, 13:30-17:00");
    EXPECT_EQ(on(calendar, day(2026, 5, 30)), "") << "a Saturday of the province's week";
    EXPECT_EQ(on(calendar, day(2026, 6, 6)), "07:30-11:30") << "a Saturday of the agency's";
    EXPECT_EQ(on(calendar, day(2026, 8, 3)), "07:00-11:30, 13:30-17:00") << "the province's again";
    EXPECT_EQ(on(calendar, day(2026, 10, 15)), "07:30-11:30, 13:00-17:00") << "as shipped again";
    EXPECT_EQ(on(calendar, day(2026, 9, 1)), "07:00-11:30, 13:30-17:00")
        << "the agency takes the day off back";
    EXPECT_EQ(on(calendar, day(2026, 9, 2)), "");
    EXPECT_EQ(on(calendar, day(2026, 9, 8)), "");
    EXPECT_EQ(on(calendar, day(2026, 9, 12)), "07:00-11:30, 13:30-17:00")
        << "as the Monday that it is worked for";
    EXPECT_EQ(on(calendar, day(2026, 9, 13)), "08:00-10:00");
    EXPECT_EQ(calendar.whole_day(day(2026, 1, 1)), 8h);
    EXPECT_EQ(said_of(layers, day(2026, 9, 2))->layer, 0u);
    EXPECT_EQ(said_of(layers, day(2026, 9, 1))->layer, 2u);
    EXPECT_FALSE(said_of(layers, day(2026, 9, 3)));
    EXPECT_EQ(week_of(layers, day(2026, 7, 1)).layer, 2u);
    EXPECT_EQ(week_of(layers, day(2026, 9, 1)).layer, 1u);
    EXPECT_EQ(week_of(layers, day(2026, 11, 1)).layer, 0u);
}

TEST(Layers, AMakeUpDayOfTheReleaseHasTheHoursOfTheAgency)
{
    const Layer shipped = shipped_layer();
    const Layer agency{.weeks = {{day(2026, 1, 1), week(kSummer)}}};
    const std::vector<const Layer*> layers{&shipped, &agency};
    EXPECT_EQ(on(Calendar(merge(layers)), day(2026, 8, 22)), "07:00-11:30, 13:30-17:00");
}

TEST(Layers, ShiftsAsPeopleWriteThem)
{
    EXPECT_EQ(format_shifts(kSummer), "07:00-11:30, 13:30-17:00");
    EXPECT_EQ(format_shifts(*parse_shifts(" 7h30 - 11h30,13:00-24:00 ")), "07:30-11:30, 13:00-24:00");
    EXPECT_EQ(format_shifts(*parse_shifts("")), "");
    for (const char* wrong : {"7", "7-11", "7:3x-11:30", "07:30", "07:30-", "07:30-11:60", "25:00-26:00",
                              "24:30-24:40", "07:30-11:30,", ",07:30-11:30", "07:30-11:30 13:00-17:00",
                              "7h30m-11h", "-1:00-2:00", "007:30-11:30", "07:30-11:300"})
        EXPECT_FALSE(parse_shifts(wrong)) << wrong;
}

}  // namespace
}  // namespace lt::calendar
