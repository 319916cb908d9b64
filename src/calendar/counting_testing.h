// What the tests count by: working time minute by minute, by the rules alone, and rules out of nowhere.
#pragma once

#include <random>

#include "calendar/api.h"

namespace lt::calendar::counting {

using namespace std::chrono_literals;
using base::Day;
using base::Time;
using std::chrono::days;
using std::chrono::minutes;
using std::chrono::seconds;

inline Day day(int year, unsigned month, unsigned of_month)
{
    return Day(std::chrono::year(year) / static_cast<int>(month) / static_cast<int>(of_month));
}
// By the clock of Vietnam.
inline Time at(Day of, int hour, int minute = 0) { return Time(of) - 7h + hour * 1h + minute * 1min; }

// Works in that minute, by the rules alone.
inline bool works(const Rules& rules, Time time)
{
    const auto local = std::chrono::floor<minutes>(time) + 7h;
    const Day of = std::chrono::floor<days>(local);
    const auto minute = std::chrono::duration_cast<minutes>(local - of).count();
    const auto found = rules.days.find(of);
    const auto later = rules.later.upper_bound(of);
    const Week& week = later == rules.later.begin() ? rules.week : std::prev(later)->second;
    const Shifts& shifts =
        found != rules.days.end() ? found->second : week[std::chrono::weekday(of).iso_encoding() - 1];
    for (const Shift& shift : shifts)
        if (minute >= shift.begin && minute < shift.end) return true;
    return false;
}

// Minute by minute: the end of the minute in which the last one of the wanted number passes.
inline Time counted(const Rules& rules, Time from, std::int64_t wanted)
{
    Time time = from;
    while (true) {
        const bool counts = works(rules, time);
        time += 1min;
        if (counts && --wanted == 0) return time;
    }
}

inline Rules random_rules(std::mt19937& random)
{
    const auto some = [&](int most) { return std::uniform_int_distribution<int>(0, most)(random); };
    const auto shifts = [&] {
        Shifts out;
        int minute = some(600);
        for (int i = some(3); i > 0 && minute < 1400; --i) {
            const int end = std::min(minute + 1 + some(300), 1440);
            out.push_back({minute, end});
            minute = end + 1 + some(200);
        }
        return out;
    };
    Rules rules;
    for (Shifts& one : rules.week) one = shifts();
    rules.week[2] = {{480, 700}};
    for (int i = some(2); i > 0; --i) {
        Week& week = rules.later[day(2026, 1, 1) + days(some(120))];
        for (Shifts& one : week) one = shifts();
        week[3] = {{480, 700}};
    }
    for (int i = some(20); i > 0; --i) rules.days[day(2026, 1, 1) + days(some(120))] = shifts();
    return rules;
}

}  // namespace lt::calendar::counting
