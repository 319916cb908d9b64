// See api.h. Times are positions on a line of working seconds: a table has the position of each day's beginning, so that any due
// time is one binary search.
#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "calendar/api.h"

namespace lt::calendar {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::seconds;

constexpr seconds kAheadOfUtc = 7h;
constexpr std::int64_t kMinute = 60;
constexpr int kMinutesOfDay = 24 * 60;
constexpr std::size_t kDays = static_cast<std::size_t>((kLastDay - kFirstDay).count()) + 1;

bool is_known(base::Day day) { return day >= kFirstDay && day <= kLastDay; }
std::size_t index_of(base::Day day) { return static_cast<std::size_t>((day - kFirstDay).count()); }
base::Day day_at(std::size_t index) { return kFirstDay + days(index); }

// Seconds since midnight in Vietnam.
std::int64_t second_of(base::Time time)
{
    const auto local = std::chrono::floor<seconds>(time) + kAheadOfUtc;
    return (local - std::chrono::floor<days>(local)).count();
}
base::Time moment(base::Day day, std::int64_t second)
{
    return base::Time(day) - kAheadOfUtc + seconds(second);
}

std::int64_t length_of(const Shifts& shifts)
{
    std::int64_t out = 0;
    for (const Shift& shift : shifts) out += (shift.end - shift.begin) * kMinute;
    return out;
}

bool is_good(const Shifts& shifts)
{
    int end = -1;
    for (const Shift& shift : shifts) {
        if (shift.begin <= end || shift.end <= shift.begin || shift.end > kMinutesOfDay) return false;
        end = shift.end;
    }
    return true;
}

bool same(const Shifts& a, const Shifts& b)
{
    return std::ranges::equal(
        a, b, [](const Shift& x, const Shift& y) { return x.begin == y.begin && x.end == y.end; });
}

}  // namespace

base::Result<base::Done> check(const Week& week)
{
    bool works = false;
    for (const Shifts& shifts : week) {
        if (!is_good(shifts))
            return base::invalid("week", "Các ca làm việc trong ngày phải nối tiếp nhau, không trùng giờ.");
        works = works || !shifts.empty();
    }
    if (!works) return base::invalid("week", "Tuần phải có ít nhất một ca làm việc.");
    return base::Done{};
}

base::Result<base::Done> check(const Rules& rules)
{
    if (auto good = check(rules.week); !good) return good;
    for (const auto& [from, week] : rules.later)
        if (auto good = check(week); !good) return good;
    for (const auto& [day, shifts] : rules.days)
        if (!is_good(shifts) || !is_known(day))
            return base::invalid(
                "days", {"Ca làm việc của ngày {{day}} không đúng.", {{"day", base::format_day(day)}}});
    return base::Done{};
}

Calendar::Calendar(const Rules& rules)
{
    CHECK(check(rules));
    const auto kind_of = [&](const Shifts& shifts) {
        const auto found = std::ranges::find_if(kinds_, [&](const Shifts& one) { return same(one, shifts); });
        if (found != kinds_.end()) return static_cast<std::uint16_t>(found - kinds_.begin());
        kinds_.push_back(shifts);
        return static_cast<std::uint16_t>(kinds_.size() - 1);
    };
    std::array<std::uint16_t, 7> week{};
    const auto take = [&](base::Day from, const Week& taken) {
        std::int64_t longest = 0;
        for (std::size_t i = 0; i < week.size(); ++i) {
            week[i] = kind_of(taken[i]);
            longest = std::max(longest, length_of(taken[i]));
        }
        whole_days_[from] = seconds(longest);
    };
    take(kFirstDay, rules.week);
    kind_.reserve(kDays);
    elapsed_.reserve(kDays + 1);
    std::int64_t before = 0;
    auto special = rules.days.begin();
    auto later = rules.later.begin();
    for (std::size_t i = 0; i < kDays; ++i) {
        const base::Day day = day_at(i);
        for (; later != rules.later.end() && later->first <= day; ++later) take(day, later->second);
        std::uint16_t kind = week[std::chrono::weekday(day).iso_encoding() - 1];
        if (special != rules.days.end() && special->first == day) kind = kind_of((special++)->second);
        elapsed_.push_back(static_cast<std::uint32_t>(before));
        kind_.push_back(kind);
        before += length_of(kinds_[kind]);
    }
    CHECK(before <= std::numeric_limits<std::uint32_t>::max());
    elapsed_.push_back(static_cast<std::uint32_t>(before));
}

bool Calendar::works_on(base::Day day) const { return is_known(day) && !shifts(index_of(day)).empty(); }

seconds Calendar::whole_day(base::Day day) const
{
    const auto next = whole_days_.upper_bound(day);
    return next == whole_days_.begin() ? next->second : std::prev(next)->second;
}

Shifts Calendar::shifts_of(base::Day day) const { return is_known(day) ? shifts(index_of(day)) : Shifts(); }

std::int64_t Calendar::elapsed(base::Time time) const
{
    const base::Day day = base::vietnam_day(time);
    if (day < kFirstDay) return 0;
    if (day > kLastDay) return elapsed_.back();
    const std::int64_t second = second_of(time);
    std::int64_t out = elapsed_[index_of(day)];
    for (const Shift& shift : shifts(index_of(day)))
        out +=
            std::clamp<std::int64_t>(second - shift.begin * kMinute, 0, (shift.end - shift.begin) * kMinute);
    return out;
}

seconds Calendar::between(base::Time from, base::Time to) const
{
    return seconds(std::max<std::int64_t>(elapsed(to) - elapsed(from), 0));
}

std::optional<base::Time> Calendar::opening(base::Time from) const
{
    base::Day day = base::vietnam_day(from);
    if (!is_known(day)) return std::nullopt;
    const std::int64_t second = second_of(from);
    for (const Shift& shift : shifts(index_of(day))) {
        if (second < shift.begin * kMinute) return moment(day, shift.begin * kMinute);
        if (second < shift.end * kMinute) return from;
    }
    for (std::size_t i = index_of(day) + 1; i < kDays; ++i)
        if (!shifts(i).empty()) return moment(day_at(i), shifts(i).front().begin * kMinute);
    return std::nullopt;
}

std::optional<base::Time> Calendar::after(base::Time from, seconds working) const
{
    if (working <= 0s) return opening(from);
    if (!is_known(base::vietnam_day(from))) return std::nullopt;
    const std::int64_t wanted = elapsed(from) + working.count();
    if (wanted > elapsed_.back()) return std::nullopt;
    // The first day at whose end so much has passed.
    const auto end = std::lower_bound(elapsed_.begin() + 1, elapsed_.end(), wanted);
    const auto index = static_cast<std::size_t>(end - elapsed_.begin()) - 1;
    std::int64_t rest = wanted - elapsed_[index];
    for (const Shift& shift : shifts(index)) {
        const std::int64_t length = (shift.end - shift.begin) * kMinute;
        if (rest <= length) return moment(day_at(index), shift.begin * kMinute + rest);
        rest -= length;
    }
    return std::nullopt;
}

std::optional<base::Time> Calendar::close_of(base::Day day) const
{
    if (!is_known(day)) return std::nullopt;
    for (std::size_t i = index_of(day); i < kDays; ++i)
        if (!shifts(i).empty()) return moment(day_at(i), shifts(i).back().end * kMinute);
    return std::nullopt;
}

std::optional<base::Day> Calendar::morning_passed(base::Time now) const
{
    const base::Day today = base::vietnam_day(now);
    if (!is_known(today)) return std::nullopt;
    if (works_on(today) && second_of(now) >= shifts(index_of(today)).front().end * kMinute) return today;
    for (std::size_t i = index_of(today); i > 0; --i)
        if (!shifts(i - 1).empty()) return day_at(i - 1);
    return std::nullopt;
}

std::optional<base::Time> due(const Calendar& calendar, base::Time from, const Duration& duration,
                              seconds working_day)
{
    constexpr double kMost = 1e6;
    if (!(duration.amount >= 0 && duration.amount <= kMost)) return std::nullopt;
    if (duration.unit == Unit::calendar_days) {
        const auto whole = static_cast<int>(std::ceil(duration.amount));
        return calendar.close_of(base::vietnam_day(from) + days(whole));
    }
    const seconds one = duration.unit == Unit::working_hours ? seconds(1h) : working_day;
    return calendar.after(from, seconds(std::llround(duration.amount * static_cast<double>(one.count()))));
}

Distance distance(const Calendar& calendar, base::Time due, base::Time now)
{
    const bool late = due < now;
    const auto [from, to] = std::minmax(due, now);
    const bool works = calendar.between(due - 1s, due) > 0s;
    const seconds time = works ? calendar.between(from, to) : std::chrono::floor<seconds>(to - from);
    const seconds day = works ? calendar.whole_day(base::vietnam_day(due)) : seconds(24h);
    if (time >= day) return {late, Distance::In::days, time / day};
    if (time >= 1h) return {late, Distance::In::hours, time / 1h};
    return {late, Distance::In::minutes, std::max<std::int64_t>(1, time / 1min)};
}

base::Time to_quarter(base::Time time)
{
    return std::chrono::ceil<std::chrono::duration<std::int64_t, std::ratio<900>>>(time);
}

}  // namespace lt::calendar
