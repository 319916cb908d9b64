// See samples.h.
#include "calendar/samples.h"

#include <cstdio>

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
    const auto digits = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
    if (text.size() != 16 || text[10] != 'T' || text[13] != ':' || !digits(11) || !digits(12) ||
        !digits(14) || !digits(15))
        return std::nullopt;
    const auto day = base::parse_day(text.substr(0, 10));
    const int hour = (text[11] - '0') * 10 + text[12] - '0';
    const int minute = (text[14] - '0') * 10 + text[15] - '0';
    if (!day || hour > 23 || minute > 59) return std::nullopt;
    return base::Time(*day) - 7h + hour * 1h + minute * 1min;
}

std::string format_minute(base::Time time)
{
    const auto local = std::chrono::floor<std::chrono::minutes>(time) + 7h;
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const auto minute = std::chrono::duration_cast<std::chrono::minutes>(local - day).count();
    char text[8];
    std::snprintf(text, sizeof text, "T%02d:%02d", static_cast<int>(minute / 60),
                  static_cast<int>(minute % 60));
    return base::format_iso(base::Day(day)) + text;
}

}  // namespace lt::calendar
