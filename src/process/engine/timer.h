// When timers are due: ISO 8601 dates, durations and repetitions, reckoned by the calendar of Vietnam (UTC+7). Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "decisions/feel/value.h"
#include "kit/base/clock.h"

namespace lt::engine {

struct Duration {
    std::int64_t months = 0;
    std::int64_t days = 0;
    std::int64_t microseconds = 0;
    friend bool operator==(const Duration&, const Duration&) = default;
};
// "P1Y2M3DT4H5M6.5S", "P2W", "-PT1M". Nothing for any other text and beyond a thousand years.
std::optional<Duration> parse_duration(std::string_view text);
std::string to_text(const Duration& duration);
// Months first, on the last day of a shorter month; nothing outside the years 1 to 9999.
std::optional<base::Time> add(base::Time time, const Duration& duration);

enum class TimerForm : std::uint8_t { date, duration, cycle };

// A cycle fires `repeats` times in all; -1: for ever.
struct Timer {
    std::optional<base::Time> at{};  // date, or first firing of a cycle
    std::optional<base::Time> until{};
    Duration interval{};
    std::int64_t repeats = 1;
};
std::optional<Timer> parse_timer(std::string_view text, TimerForm form);
// What an expression gave: a text as above, a date and time, a date, a duration.
std::optional<Timer> timer_of(const feel::Value& value, TimerForm form);

// When it fires first; nothing for one that never does.
std::optional<base::Time> first_due(const Timer& timer, base::Time now);

}  // namespace lt::engine
