#include "app/demo/timeline.h"

namespace lt::app::demo {
namespace {

using namespace std::chrono;

constexpr hours kVietnam{7};
constexpr minutes kMorning{7 * 60 + 30}, kNoon{11 * 60 + 30}, kAfternoon{13 * 60}, kEvening{17 * 60};

bool is_working_day(sys_days day)
{
    const weekday of_week(day);
    return of_week != Saturday && of_week != Sunday;
}

}  // namespace

base::Time office_hours(base::Time time)
{
    const base::Time local = time + kVietnam;
    sys_days day = floor<days>(local);
    const auto within = local - day;
    if (is_working_day(day)) {
        if (within < kMorning) return base::Time(day) + kMorning - kVietnam;
        if (within >= kNoon && within < kAfternoon) return base::Time(day) + kAfternoon - kVietnam;
        if (within < kEvening) return time;
    }
    do {
        day += days(1);
    } while (!is_working_day(day));
    // Not everybody at the same second: the seconds of the time itself spread the morning.
    return base::Time(day) + kMorning + duration_cast<microseconds>(within) / 60 - kVietnam;
}

base::Time end_of_working_day(base::Time from, int days_later)
{
    sys_days day = base::vietnam_day(from);
    while (days_later > 0) {
        day += days(1);
        if (is_working_day(day)) --days_later;
    }
    return base::Time(day) + kEvening - kVietnam;
}

void Timeline::at(base::Time time, std::function<void()> act)
{
    time = office_hours(std::max(time, clock_->now()));
    if (time < end_) entries_.push({.time = time, .order = count_++, .act = std::move(act)});
}

void Timeline::later(std::chrono::minutes delay, std::function<void()> act)
{
    at(clock_->now() + delay, std::move(act));
}

bool Timeline::step()
{
    if (entries_.empty()) return false;
    // The queue gives only const access to its top; the entry leaves it before it runs, because it may add others.
    Entry entry = std::move(const_cast<Entry&>(entries_.top()));
    entries_.pop();
    clock_->set(entry.time);
    entry.act();
    return true;
}

}  // namespace lt::app::demo
