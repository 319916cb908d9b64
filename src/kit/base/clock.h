// Time is passed in, never read: a Clock is given to whoever needs to know what time it is.
#pragma once

#include <atomic>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace lt::base {

// UTC, to the microsecond, as PostgreSQL keeps it.
using Time = std::chrono::sys_time<std::chrono::microseconds>;
using Day = std::chrono::sys_days;

class Clock {
public:
    virtual ~Clock() = default;
    virtual Time now() const = 0;
};

class SystemClock final : public Clock {
public:
    Time now() const override;
};

// Stands still until a test moves it. Safe to read from many threads.
class VirtualClock final : public Clock {
public:
    explicit VirtualClock(Time start) : now_(start.time_since_epoch().count()) {}
    Time now() const override { return Time(std::chrono::microseconds(now_.load())); }
    void advance(std::chrono::microseconds by) { now_ += by.count(); }
    void set(Time to) { now_ = to.time_since_epoch().count(); }

private:
    std::atomic<std::int64_t> now_;
};

// Vietnam has one zone, UTC+7, without daylight saving since 1975.
Day vietnam_day(Time time);

// "20/11/2026 09:42" and "20/11/2026", in Vietnam time.
std::string format_vietnam(Time time);
std::string format_day(Day day);

// "2026-11-20T02:42:07.123456Z" (RFC 3339) and "2026-11-20".
std::string format_iso(Time time);
std::string format_iso(Day day);

// "dd/mm/yyyy", "d/m/yyyy", "yyyy-mm-dd" or "yyyy/mm/dd"; empty when it is no real date of the years
// 1900–2199.
std::optional<Day> parse_day(std::string_view text);

// A day as above and "hh:mm", in Vietnam time; a day alone means 17:00, the end of office hours.
std::optional<Time> parse_vietnam_time(std::string_view text);

}  // namespace lt::base
