// Due times of many lines, for `lienthong worktime due --batch`.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "calendar/api.h"

namespace lt::calendar {

// A line is "calendar, start, duration, unit" with tabs between: "B", "2025-01-03T15:18" by the clock of Vietnam, "1.5", and "hour" or "day"
// of working time, or "calendar_day".
class Batch {
public:
    Batch();  // with the calendars A, B and C of samples.h

    // Appends the due time with 1 day = 8 h, a tab and the due time with the calendar's own day, each up to the next quarter of an hour.
    // For a line that is wrong it appends "-\t-", so that the columns stay, and returns what is wrong; otherwise "".
    std::string_view answer(std::string_view line, std::string& out) const;

private:
    std::string_view due_times(std::string_view line, std::string& out) const;
    std::map<std::string, Calendar, std::less<>> calendars_{};
};

}  // namespace lt::calendar
