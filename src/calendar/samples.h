// The calendars A, B and C of the reference cases of due dates, for `lienthong worktime` and the tests, and moments as they are written there.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "calendar/api.h"

namespace lt::calendar {

// A: Monday to Friday 07:30-11:30 and 13:00-17:00. B: the afternoon from 13:30. C: as A, and Saturday morning. With the holidays of 2025
// and Saturday 26 April 2025 made up for 2 May. Nothing for another name.
std::optional<Calendar> sample_calendar(std::string_view name);

// "2025-01-03T15:18", by the clock of Vietnam.
std::optional<base::Time> parse_minute(std::string_view text);
std::string format_minute(base::Time time);

}  // namespace lt::calendar
