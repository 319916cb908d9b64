// Due times against counting every minute, and against what was counted by hand.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "calendar/api.h"
#include "calendar/counting_testing.h"
#include "calendar/samples.h"

namespace lt::calendar {
namespace {

using namespace counting;

TEST(Calendar, AgreesWithCountingEveryMinute)
{
    std::mt19937 random(20261120);
    for (int round = 0; round < 40; ++round) {
        const Rules rules = random_rules(random);
        ASSERT_TRUE(check(rules));
        const Calendar calendar(rules);
        for (int i = 0; i < 10; ++i) {
            const Time from =
                at(day(2026, 1, 1), 0) + minutes(std::uniform_int_distribution<int>(0, 60 * 24 * 60)(random));
            const int wanted = std::uniform_int_distribution<int>(1, 2000)(random);
            const auto due = calendar.after(from, minutes(wanted));
            ASSERT_TRUE(due);
            EXPECT_EQ(*due, counted(rules, from, wanted)) << base::format_vietnam(from) << " " << wanted;
            EXPECT_EQ(calendar.between(from, *due), minutes(wanted));
            EXPECT_EQ(calendar.between(*due, from), 0s);
            const auto opening = calendar.opening(from);
            ASSERT_TRUE(opening);
            EXPECT_TRUE(works(rules, *opening));
            EXPECT_EQ(calendar.between(from, *opening), 0s);
        }
    }
}

TEST(Calendar, ADueTimeIsAsFarAsOneHasTimeToWork)
{
    Rules rules;
    for (std::size_t i = 0; i < 5; ++i)
        rules.week[i] = {{450, 690}, {780, 1020}};  // 07:30-11:30, 13:00-17:00
    const Calendar calendar(rules);
    const auto says = [&](Time due, Time now) {
        const Distance it = distance(calendar, due, now);
        return std::string(it.late ? "late " : "") + std::to_string(it.amount) +
               (it.in == Distance::In::days    ? " days"
                : it.in == Distance::In::hours ? " hours"
                                               : " minutes");
    };
    const Day friday = day(2026, 11, 20), monday = friday + days(3);
    EXPECT_EQ(says(at(monday, 17), at(friday, 17)), "1 days") << "a weekend is no time to work";
    EXPECT_EQ(says(at(monday, 17), at(friday, 11)), "1 days");
    EXPECT_EQ(says(at(monday, 9), at(friday, 16)), "2 hours");
    EXPECT_EQ(says(at(monday, 8), at(friday, 20)), "30 minutes");
    EXPECT_EQ(says(at(friday, 17), at(monday, 9, 30)), "late 2 hours");
    EXPECT_EQ(says(at(friday, 17), at(friday, 19)), "late 1 minutes") << "nobody works by then";
    EXPECT_EQ(says(at(friday + days(1), 24), at(friday, 12)), "1 days") << "the end of a Saturday";
    EXPECT_EQ(says(at(friday + days(1), 24), at(friday + days(1), 12)), "12 hours");
}

TEST(Calendar, AgreesWithTheSamplesOfDueDates)
{
    const char* shared = std::getenv("LT_SHARED");
    const auto file =
        std::filesystem::path(shared != nullptr ? shared : "../shared") / "samples/worktime/due_dates.tsv";
    std::ifstream in(file);
    if (!in) GTEST_SKIP() << "the shared samples are not there";
    std::string line;
    std::getline(in, line);
    int lines = 0;
    std::map<std::string, std::optional<Calendar>> calendars;
    while (std::getline(in, line)) {
        std::istringstream fields(line);
        std::string name, start, weekday, amount, unit, other, eight, own;
        for (std::string* field : {&name, &start, &weekday, &amount, &unit, &other, &eight, &own})
            std::getline(fields, *field, '\t');
        if (!calendars.contains(name)) calendars.emplace(name, sample_calendar(name));
        const auto& calendar = calendars.at(name);
        ASSERT_TRUE(calendar) << line;
        const auto from = parse_minute(start);
        ASSERT_TRUE(from) << line;
        const Duration duration{std::stod(amount), unit == "day" ? Unit::working_days : Unit::working_hours};
        EXPECT_EQ(format_minute(to_quarter(*due(*calendar, *from, duration))), eight) << line;
        EXPECT_EQ(format_minute(to_quarter(
                      *due(*calendar, *from, duration, calendar->whole_day(base::vietnam_day(*from))))),
                  own)
            << line;
        ++lines;
    }
    EXPECT_EQ(lines, 600);
}

TEST(Calendar, CalendarDaysEndOnAWorkingDay)
{
    const Calendar calendar = *sample_calendar("A");
    const auto in_days = [&](Time from, double amount) {
        return *due(calendar, from, {amount, Unit::calendar_days});
    };
    EXPECT_EQ(in_days(at(day(2025, 3, 3), 9), 3), at(day(2025, 3, 6), 17)) << "the first day is not counted";
    EXPECT_EQ(in_days(at(day(2025, 3, 3), 9), 5), at(day(2025, 3, 10), 17)) << "not on a Saturday";
    EXPECT_EQ(in_days(at(day(2025, 1, 24), 9), 5), at(day(2025, 2, 3), 17)) << "not in Tết";
    EXPECT_EQ(in_days(at(day(2025, 4, 25), 9), 1), at(day(2025, 4, 26), 17))
        << "a Saturday that is made up for";
}

TEST(Calendar, KnowsWhatWasToBeDoneByTheNextMorning)
{
    const Calendar calendar = *sample_calendar("A");
    EXPECT_EQ(calendar.morning_passed(at(day(2025, 3, 4), 11, 29)), day(2025, 3, 3));
    EXPECT_EQ(calendar.morning_passed(at(day(2025, 3, 4), 11, 30)), day(2025, 3, 4));
    EXPECT_EQ(calendar.morning_passed(at(day(2025, 3, 8), 15)), day(2025, 3, 7)) << "a Saturday";
    EXPECT_EQ(calendar.morning_passed(at(day(2025, 3, 10), 8)), day(2025, 3, 7)) << "Monday early";
    EXPECT_EQ(calendar.morning_passed(at(day(2025, 4, 26), 12)), day(2025, 4, 26)) << "made up for";
}

TEST(Calendar, GivesNoDueTimeRatherThanAWrongOne)
{
    const Calendar calendar = *sample_calendar("A");
    const Time from = at(day(2025, 3, 3), 9);
    EXPECT_FALSE(calendar.after(from, 24h * 365 * 100));
    EXPECT_FALSE(calendar.after(at(day(1999, 12, 31), 9), 1h));
    EXPECT_FALSE(calendar.opening(at(day(2100, 1, 1), 9)));
    EXPECT_FALSE(due(calendar, from, {-1, Unit::working_days}));
    EXPECT_FALSE(due(calendar, from, {1e300, Unit::working_days}));
    EXPECT_FALSE(due(calendar, from, {std::nan(""), Unit::working_hours}));
    EXPECT_EQ(*due(calendar, at(day(2025, 3, 8), 9), {0, Unit::working_hours}), at(day(2025, 3, 10), 7, 30));
}

TEST(Calendar, RefusesShiftsThatAreNone)
{
    const auto refused = [](Shifts shifts) {
        Rules rules;
        rules.week[0] = std::move(shifts);
        return !check(rules);
    };
    EXPECT_TRUE(refused({}));
    EXPECT_TRUE(refused({{480, 480}}));
    EXPECT_TRUE(refused({{480, 700}, {700, 800}}));
    EXPECT_TRUE(refused({{800, 900}, {480, 700}}));
    EXPECT_TRUE(refused({{480, 1441}}));
    EXPECT_TRUE(refused({{-1, 700}}));
    EXPECT_FALSE(refused({{0, 1440}}));
}

}  // namespace
}  // namespace lt::calendar
