// Working time: the shifts of each weekday, days off, make-up days, and due times counted in it. Pure. Moments are UTC, shifts are by the
// clock of Vietnam. What counts as a working day, and that a due time never falls on a day off, follows the Civil Code 2015, articles 147
// and 148, and the Labour Code 2019, articles 111 and 112.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kit/base/clock.h"
#include "kit/base/result.h"

namespace lt::calendar {

// Minutes since midnight; the end is no part of it.
struct Shift {
    int begin = 0;
    int end = 0;
};
using Shifts = std::vector<Shift>;   // of one day, in their order, none touching another
using Week = std::array<Shifts, 7>;  // Monday first

struct Rules {
    Week week{};
    std::map<base::Day, Week> later{};  // other weeks, each from its day on
    // Days unlike their weekday: off without a shift, or made up for another day.
    std::map<base::Day, Shifts> days{};
};
// Refused: shifts that overlap, touch, end before they begin or lie outside the day; a week without any.
base::Result<base::Done> check(const Week& week);
base::Result<base::Done> check(const Rules& rules);

// The shifts of a weekday, "07:30-11:30, 13:00-17:00"; "" for a day without any. Nothing for other text; the order is not checked.
std::optional<Shifts> parse_shifts(std::string_view text);
std::string format_shifts(const Shifts& shifts);

// Days before and after are unknown: a due time there is none.
inline constexpr base::Day kFirstDay{std::chrono::year(2000) / 1 / 1};
inline constexpr base::Day kLastDay{std::chrono::year(2099) / 12 / 31};

class Calendar {
public:
    explicit Calendar(const Rules& rules);  // that pass check()

    bool works_on(base::Day day) const;
    // The working time of the longest weekday in the week that holds on the day: what a working day is where it is not said to have eight
    // hours.
    std::chrono::seconds whole_day(base::Day day) const;
    // Of the day; none where it is off or unknown.
    Shifts shifts_of(base::Day day) const;
    // Working time between two moments, 0 when `to` is not after `from`.
    std::chrono::seconds between(base::Time from, base::Time to) const;
    // The first moment of working time from then on: the very moment, or the next opening.
    std::optional<base::Time> opening(base::Time from) const;
    // When so much working time has passed. One that ends with a shift is the end of that shift, not the next opening.
    std::optional<base::Time> after(base::Time from, std::chrono::seconds working) const;
    // The end of the last shift of the day, or of the first working day behind it.
    std::optional<base::Time> close_of(base::Day day) const;
    // The last working day whose first shift is over: what had to be done by the next working morning, and was asked for before that day
    // began, is late.
    std::optional<base::Day> morning_passed(base::Time now) const;

private:
    const Shifts& shifts(std::size_t index) const { return kinds_[kind_[index]]; }
    std::int64_t elapsed(base::Time time) const;

    std::vector<Shifts> kinds_{};        // the different days that there are
    std::vector<std::uint16_t> kind_{};  // of each day from kFirstDay on
    std::vector<std::uint32_t>
        elapsed_{};  // seconds of working time before each day, and before the day behind the last
    std::map<base::Day, std::chrono::seconds> whole_days_{};  // from each day on
};

enum class Unit : std::uint8_t { working_hours, working_days, calendar_days };
struct Duration {
    double amount = 0;  // 0.5 working days
    Unit unit{};

    bool operator==(const Duration&) const = default;
};
// When it ends. A working day has `working_day` of working time. Of calendar days the first is not counted, and the last one ends with its
// last shift, on the next working day where it is a day off (Civil Code, article 148). Nothing for an amount that is negative or too long.
std::optional<base::Time> due(const Calendar& calendar, base::Time from, const Duration& duration,
                              std::chrono::seconds working_day = std::chrono::hours(8));

// How far a due time is, as people say it: in whole working days; below one in hours, below one in minutes of working time, at least one.
// A due time outside working time, as the end of a Saturday, is counted by the clock.
struct Distance {
    enum class In : std::uint8_t { days, hours, minutes };
    bool late = false;
    In in{};
    std::int64_t amount = 0;
};
Distance distance(const Calendar& calendar, base::Time due, base::Time now);

// A due time as it is given to people: up to the next quarter of an hour.
base::Time to_quarter(base::Time time);

}  // namespace lt::calendar
