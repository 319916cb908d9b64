// Parts of values (DMN 1.3, tables 65 to 67).
#include <algorithm>
#include <array>

#include "decisions/feel/operators.h"

namespace lt::feel {
namespace {

using base::msg;

Value part_of_date(const Date& date, std::string_view name)
{
    if (name == "year") return Value::integer(date.year);
    if (name == "month") return Value::integer(date.month);
    if (name == "day") return Value::integer(date.day);
    // 1970-01-01 was a Thursday.
    if (name == "weekday") return Value::integer(((days_since_1970(date) + 3) % 7 + 7) % 7 + 1);
    return {};
}

Value part_of_time(const Time& time, std::int64_t day, std::string_view name)
{
    if (name == "hour") return Value::integer(time.seconds / 3600);
    if (name == "minute") return Value::integer(time.seconds / 60 % 60);
    if (name == "second") return Value::integer(time.seconds % 60);
    if (name == "timezone" && time.zone.kind == Zone::Kind::named) return Value::string(time.zone.name);
    if (name == "time offset") {
        const auto offset = offset_of(time.zone, day * kDaySeconds + time.seconds);
        if (offset) return Value::duration(DayTimeDuration{*offset, 0});
    }
    return {};
}

// The parts of a negative duration are negative: -PT1H30M has hours −1 and minutes −30.
Value part_of_duration(const DayTimeDuration& duration, std::string_view name)
{
    const bool cut_up = duration.seconds < 0 && duration.nanos != 0;
    const std::int64_t seconds = duration.seconds + (cut_up ? 1 : 0);
    if (name == "days") return Value::integer(seconds / kDaySeconds);
    if (name == "hours") return Value::integer(seconds / 3600 % 24);
    if (name == "minutes") return Value::integer(seconds / 60 % 60);
    if (name != "seconds") return {};
    const auto fraction = Number::scaled(cut_up ? duration.nanos - kNanos : duration.nanos, -9);
    return Value::number(add(Number(seconds % 60), fraction)->without_trailing_zeros());
}

Value part_of_range(const Range& range, std::string_view name)
{
    if (name == "start") return range.low;
    if (name == "end") return range.high;
    if (name == "start included") return Value::boolean(range.low_end == Range::End::closed);
    if (name == "end included") return Value::boolean(range.high_end == Range::End::closed);
    return {};
}

Value part_of(const Value& value, std::string_view name)
{
    switch (value.kind()) {
    case Kind::date: return part_of_date(value.as_date(), name);
    case Kind::time: return part_of_time(value.as_time(), 0, name);
    case Kind::date_time: {
        const DateTime& moment = value.as_date_time();
        const Value part = part_of_date(moment.date, name);
        return part.is_null() ? part_of_time(moment.time, days_since_1970(moment.date), name) : part;
    }
    case Kind::day_time_duration: return part_of_duration(value.as_day_time(), name);
    case Kind::year_month_duration:
        if (name == "years") return Value::integer(value.as_year_month().months / 12);
        if (name == "months") return Value::integer(value.as_year_month().months % 12);
        return {};
    case Kind::range: return part_of_range(value.as_range(), name);
    case Kind::null:
    case Kind::boolean:
    case Kind::number:
    case Kind::string:
    case Kind::list:
    case Kind::context:
    case Kind::function: break;
    }
    return {};
}

bool has_part(const Value& value, std::string_view name)
{
    constexpr std::array<std::string_view, 4> of_range{"start", "end", "start included", "end included"};
    const bool is_moment = value.is(Kind::time) || value.is(Kind::date_time);
    if (value.is(Kind::range)) return std::find(of_range.begin(), of_range.end(), name) != of_range.end();
    return is_moment && (name == "timezone" || name == "time offset");
}

}  // namespace

Value property(Machine& machine, const Value& value, std::string_view name)
{
    if (value.is(Kind::context)) {
        if (const Value* entry = value.find(name)) return *entry;
        return machine.null({msg("Không có thành phần \"{{name}}\"."), {{"name", std::string(name)}}});
    }
    if (value.is(Kind::list)) {
        std::vector<Value> parts;
        parts.reserve(value.items().size());
        const Machine::Deeper deeper(machine);
        for (const Value& item : value.items()) {
            machine.step();
            parts.push_back(property(machine, item, name));
        }
        return machine.list(std::move(parts));
    }
    Value part = part_of(value, name);
    if (!part.is_null() || value.is_null() || has_part(value, name)) return part;
    return machine.null({msg("Không có thành phần \"{{name}}\"."), {{"name", std::string(name)}}});
}

}  // namespace lt::feel
