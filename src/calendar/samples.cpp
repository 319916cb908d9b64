// See samples.h.
#include "calendar/samples.h"

namespace lt::calendar {
namespace {

using namespace std::chrono_literals;

base::Day of_2025(int month, int day) { return base::Day(std::chrono::year(2025) / month / day); }

}  // namespace

std::optional<Calendar> sample_calendar(std::string_view name)
{
    if (name != "A" && name != "B" && name != "C") return std::nullopt;
    const Shift morning{7 * 60 + 30, 11 * 60 + 30};
    const Shifts whole{morning, {name == "B" ? 13 * 60 + 30 : 13 * 60, 17 * 60}};
    Rules rules;
    for (std::size_t weekday = 0; weekday < 5; ++weekday) rules.week[weekday] = whole;
    if (name == "C") rules.week[5] = {morning};
    for (int day = 27; day <= 31; ++day) rules.days[of_2025(1, day)] = {};
    for (const auto& [month, day] : {std::pair{1, 1}, {4, 7}, {4, 30}, {5, 1}, {5, 2}, {9, 1}, {9, 2}})
        rules.days[of_2025(month, day)] = {};
    rules.days[of_2025(4, 26)] = whole;
    return Calendar(rules);
}

std::optional<base::Time> parse_minute(std::string_view text)
{
    constexpr std::string_view kForm = "0000-00-00T00:00";
    if (text.size() != kForm.size()) return std::nullopt;
    for (std::size_t i = 0; i < kForm.size(); ++i)
        if (kForm[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != kForm[i]) return std::nullopt;
    const auto number = [&](std::size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); };
    const std::chrono::year_month_day day{std::chrono::year(number(0) * 100 + number(2)),
                                          std::chrono::month(static_cast<unsigned>(number(5))),
                                          std::chrono::day(static_cast<unsigned>(number(8)))};
    if (!day.ok() || number(11) > 23 || number(14) > 59) return std::nullopt;
    return base::Time(base::Day(day)) - 7h + number(11) * 1h + number(14) * 1min;
}

std::string format_minute(base::Time time)
{
    const auto local = std::chrono::floor<std::chrono::minutes>(time) + 7h;
    const auto midnight = std::chrono::floor<std::chrono::days>(local);
    const std::chrono::year_month_day day(midnight);
    const auto minute = static_cast<unsigned>((local - midnight).count());
    std::string text = "0000-00-00T00:00";
    const auto write = [&](std::size_t at, unsigned number) {
        text[at] = static_cast<char>('0' + number / 10 % 10);
        text[at + 1] = static_cast<char>('0' + number % 10);
    };
    const auto year = static_cast<unsigned>(static_cast<int>(day.year()));
    write(0, year / 100);
    write(2, year % 100);
    write(5, static_cast<unsigned>(day.month()));
    write(8, static_cast<unsigned>(day.day()));
    write(11, minute / 60);
    write(14, minute % 60);
    return text;
}

}  // namespace lt::calendar
