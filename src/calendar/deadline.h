// A time limit that runs: started with the receipt, stopped while somebody else's answer is waited for, extended, ended. Pure: what was done
// with it is a list of acts, and every due time is counted from them on the working calendar. Which moment counts as the receipt, what a
// day is and what happens after a pause are fields of the limit, because each procedure says it for itself.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "calendar/api.h"

namespace lt::calendar {

enum class AfterPause : std::uint8_t { goes_on, starts_anew };

// As a procedure, or a step of it, says it.
struct Limit {
    Duration duration{};
    std::chrono::seconds working_day = std::chrono::hours(8);
    // What is received later on a working day counts from the next working day: minutes since midnight, 15 * 60. Nothing: from the
    // receipt on.
    std::optional<int> received_by{};
    // When what was missing has come: the rest of the time runs on, or all of it begins again.
    AfterPause after_pause = AfterPause::goes_on;
    std::optional<int> most_extensions{};
    std::string basis{};  // the text that says so

    bool operator==(const Limit&) const = default;
};

enum class ActKind : std::uint8_t { pause, resume, extend, end };
struct Act {
    ActKind kind{};
    base::Time at{};
    std::int64_t by = 0;  // official, 0 for the system
    std::string reason{};
    std::string basis{};
    Duration more{};  // of an extension
    // Of a pause: the rest of the time runs on behind it, whatever the limit says of supplements.
    bool goes_on = false;

    bool operator==(const Act&) const = default;
};

struct Deadline {
    Limit limit{};
    base::Time received{};
    std::vector<Act> acts{};  // in their order; the history

    bool operator==(const Deadline&) const = default;
};

enum class Run : std::uint8_t { running, paused, ended };
Run run_of(const Deadline& deadline);

// From when on the limit counts what was received then: that moment, or the opening of the next working day. Nothing outside the years
// that the calendar knows.
std::optional<base::Time> counts_from(const Calendar& calendar, const Limit& limit, base::Time received);

// Each gives the deadline with the act in its history, and refuses, as conflict, what does not fit: a pause of what does not run, an act
// before the last one, an extension too many. Invalid, at the field: no reason for a pause or extension, an extension without basis,
// of nothing, or in calendar days of working time or the other way round.
base::Result<Deadline> pause(Deadline deadline, Act act);
base::Result<Deadline> resume(Deadline deadline, Act act);
base::Result<Deadline> extend(Deadline deadline, Act act);
base::Result<Deadline> end(Deadline deadline, Act act);

// When the time is over, by the acts so far. Nothing while it is paused with time left, nor outside the years of the calendar. A time that
// was over before a pause stays as it was. Counted anew on today's calendar: a promise that was given must be kept by whoever gave it.
std::optional<base::Time> due_of(const Calendar& calendar, const Deadline& deadline);

// What is left at the moment: working time, or for calendar days whole days; 0 when it is over.
struct Left {
    std::chrono::seconds working{};
    int days = 0;
};
Left left_of(const Calendar& calendar, const Deadline& deadline, base::Time now);

// Working time by which it is, or was ended, behind its due time; 0 when it is not.
std::chrono::seconds lateness_of(const Calendar& calendar, const Deadline& deadline, base::Time now);
bool is_late(const Calendar& calendar, const Deadline& deadline, base::Time now);

}  // namespace lt::calendar
