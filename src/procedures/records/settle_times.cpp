// What holds where the cell of a table and the remark beside it both speak of a time.
#include <algorithm>

#include "procedures/records/durations.h"

namespace lt::procedures {
namespace {

bool is_working(TimeUnit unit) { return unit == TimeUnit::working_days || unit == TimeUnit::working_hours; }

// A working day is a day: the more exact of the two words is the one that somebody has looked up.
bool same_kind(TimeUnit one, TimeUnit other)
{
    const auto day = [](TimeUnit unit) { return unit == TimeUnit::days || unit == TimeUnit::working_days; };
    const auto hour = [](TimeUnit unit) {
        return unit == TimeUnit::hours || unit == TimeUnit::working_hours;
    };
    return one == other || (day(one) && day(other)) || (hour(one) && hour(other));
}

// The unit that the remark gives to this number: nothing when it does not name it, or not always alike.
TimeUnit unit_named(const std::vector<Duration>& named, const TimeCell& cell)
{
    TimeUnit unit = TimeUnit::unstated;
    for (const Duration& one : named) {
        if (one.amount != cell.amount) continue;
        if (cell.unit != TimeUnit::unstated && !same_kind(cell.unit, one.unit)) continue;
        if (unit != TimeUnit::unstated && unit != one.unit) return TimeUnit::unstated;
        unit = one.unit;
    }
    return unit;
}

void settle_stated(const TimeCell& cell, Term& term, Procedure& procedure)
{
    const ReadTimes remark = read_times(term.note);
    const std::vector<Duration> named = times_named(term.note);
    Duration main{.amount = cell.amount, .unit = cell.unit};
    const TimeUnit other = unit_named(named, cell);
    const bool in_a_day = remark.state == TimeState::stated && remark.durations.size() == 1 &&
                          remark.durations[0].unit == TimeUnit::same_day;
    if (main.unit == TimeUnit::unstated && main.amount == 1 && in_a_day) {
        term.durations = remark.durations;
        return;
    }
    if (main.unit == TimeUnit::unstated) {
        main.unit = other;
        if (other == TimeUnit::unstated) add_issue(procedure, Trouble::time_without_unit, cell.text);
    } else if (other != TimeUnit::unstated && other != main.unit) {
        if (is_working(other)) main.unit = other;
        // Hours of an office are working hours: nobody means the night.
        if (other == TimeUnit::days || other == TimeUnit::working_days)
            add_issue(procedure, Trouble::times_disagree, cell.text + " – " + term.note);
    }
    term.durations = {main};
    const auto is_main = [&main](const Duration& one) {
        return one.amount == main.amount && same_kind(one.unit, main.unit);
    };
    if (remark.state == TimeState::stated && remark.durations.size() > 1 &&
        std::ranges::any_of(remark.durations, is_main)) {
        term.durations = remark.durations;
        for (Duration& one : term.durations)
            if (is_main(one)) one.unit = main.unit;
    } else if (!std::ranges::all_of(named, is_main)) {
        add_issue(procedure, Trouble::other_times, term.note);
    } else if (remark.state == TimeState::stated && remark.durations.size() == 1 &&
               is_main(remark.durations[0])) {
        term.durations[0].condition = remark.durations[0].condition;
    }
}

}  // namespace

void settle_times(const TimeCell& cell, Term& term, Procedure& procedure)
{
    term.state = cell.state;
    term.time_text = cell.text;
    switch (cell.state) {
    case TimeState::stated: settle_stated(cell, term, procedure); return;
    case TimeState::no_result: return;
    case TimeState::absent:
    case TimeState::not_fixed:
    case TimeState::unclear: break;
    }
    // The words of the cell first, then the remark: one of them may be a sentence with the time.
    for (const std::string& words : {cell.text, term.note}) {
        const ReadTimes read = read_times(words);
        if (read.state == TimeState::absent || read.state == TimeState::not_fixed) continue;
        term.time_text = words;
        term.state = read.state;
        if (read.state == TimeState::stated) {
            term.durations = read.durations;
        } else {
            add_issue(procedure, Trouble::time_unclear, words);
        }
        return;
    }
    if (cell.state == TimeState::unclear) add_issue(procedure, Trouble::time_unclear, cell.text);
}

}  // namespace lt::procedures
