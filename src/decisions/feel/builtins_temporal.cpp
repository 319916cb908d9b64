// Functions that make dates, times and durations, and ask for parts of them.
#include <algorithm>

#include "decisions/feel/arguments.h"
#include "decisions/feel/builtins.h"
#include "decisions/feel/temporal_literal.h"

namespace lt::feel {
namespace {

using Moments = std::span<const Value>;

std::optional<std::int64_t> whole_at(Moments arguments, std::size_t at)
{
    const auto number = number_at(arguments, at);
    return number ? number->to_int64() : std::nullopt;
}

std::optional<Date> date_at(Moments arguments, std::size_t at)
{
    if (at >= arguments.size()) return std::nullopt;
    const Value& value = arguments[at].is(Kind::list) && arguments[at].items().size() == 1
                             ? arguments[at].items()[0]
                             : arguments[at];
    if (value.is(Kind::date)) return value.as_date();
    if (value.is(Kind::date_time)) return value.as_date_time().date;
    return std::nullopt;
}

Value date_of(Machine& machine, Moments arguments)
{
    if (arguments.size() == 3) {
        const auto year = whole_at(arguments, 0), month = whole_at(arguments, 1),
                   day = whole_at(arguments, 2);
        if (!year || !month || !day || *month < 1 || *month > 12 || *day < 1 || *day > 31)
            return wrong(machine);
        if (*year < -kMaxYear || *year > kMaxYear) return wrong(machine);
        const Date date{std::int32_t(*year), std::uint8_t(*month), std::uint8_t(*day)};
        return is_valid(date) ? Value::date(date) : wrong(machine);
    }
    if (const std::string* text = string_at(arguments, 0)) {
        const auto date = parse_date(*text);
        return date ? Value::date(*date) : wrong(machine);
    }
    const auto date = date_at(arguments, 0);
    return date ? Value::date(*date) : wrong(machine);
}

Value time_of_parts(Machine& machine, Moments arguments)
{
    const auto hour = whole_at(arguments, 0), minute = whole_at(arguments, 1);
    const auto second = number_at(arguments, 2);
    const auto whole = second ? round(*second, 0, Rounding::floor) : std::nullopt;
    const auto seconds = whole ? whole->to_int64() : std::nullopt;
    if (!hour || !minute || !seconds || *hour < 0 || *hour > 23 || *minute < 0 || *minute > 59 ||
        *seconds < 0 || *seconds > 59) {
        return wrong(machine);
    }
    Time time;
    time.seconds = std::int32_t(*hour * 3600 + *minute * 60 + *seconds);
    const auto nanos = round(*multiply(*subtract(*second, *whole), Number(kNanos)), 0, Rounding::down);
    time.nanos = std::int32_t(nanos->to_int64().value_or(0));
    if (arguments.size() > 3 && !arguments[3].is_null()) {
        if (!arguments[3].is(Kind::day_time_duration)) return wrong(machine);
        const DayTimeDuration offset = arguments[3].as_day_time();
        if (offset.seconds > 18 * 3600 || offset.seconds < -18 * 3600 || offset.nanos != 0)
            return wrong(machine);
        time.zone = {Zone::Kind::offset, std::int32_t(offset.seconds), {}};
    }
    return Value::time(std::move(time));
}

Value time_of(Machine& machine, Moments arguments)
{
    if (arguments.size() > 1) return time_of_parts(machine, arguments);
    if (const std::string* text = string_at(arguments, 0)) {
        auto time = parse_time(*text);
        return time ? Value::time(std::move(*time)) : wrong(machine);
    }
    const Value& value = arguments[0].is(Kind::list) && arguments[0].items().size() == 1
                             ? arguments[0].items()[0]
                             : arguments[0];
    if (value.is(Kind::time)) return value;
    if (value.is(Kind::date_time)) return Value::time(value.as_date_time().time);
    if (value.is(Kind::date)) return Value::time({0, 0, {Zone::Kind::offset, 0, {}}});
    return wrong(machine);
}

Value date_and_time(Machine& machine, Moments arguments)
{
    if (arguments.size() == 2) {
        const auto date = date_at(arguments, 0);
        const Value& time = plain(arguments[1], Kind::time);
        if (date && time.is(Kind::time)) return Value::date_time({*date, time.as_time()});
        return wrong(machine);
    }
    if (const std::string* text = string_at(arguments, 0)) {
        auto moment = parse_date_time(*text);
        return moment ? Value::date_time(std::move(*moment)) : wrong(machine);
    }
    if (arguments[0].is(Kind::date_time)) return arguments[0];
    if (arguments[0].is(Kind::date))
        return Value::date_time({arguments[0].as_date(), {0, 0, {Zone::Kind::offset, 0, {}}}});
    return wrong(machine);
}

Value duration_from(Machine& machine, Moments arguments)
{
    if (arguments[0].is(Kind::day_time_duration) || arguments[0].is(Kind::year_month_duration))
        return arguments[0];
    const std::string* text = string_at(arguments, 0);
    if (text == nullptr) return wrong(machine);
    if (const auto duration = parse_day_time(*text)) return Value::duration(*duration);
    if (const auto duration = parse_year_month(*text)) return Value::duration(*duration);
    return wrong(machine);
}

// Whole months between two days, towards zero.
Value months_between(Machine& machine, Moments arguments)
{
    const auto from = date_at(arguments, 0), to = date_at(arguments, 1);
    if (!from || !to) return wrong(machine);
    std::int64_t months = (std::int64_t(to->year) - from->year) * 12 + to->month - from->month;
    if (months > 0 && to->day < from->day) --months;
    if (months < 0 && to->day > from->day) ++months;
    return Value::duration(YearMonthDuration{months});
}

Value now_of(Machine& machine, Moments) { return Value::date_time(from_time(machine.now())); }

Value today_of(Machine& machine, Moments) { return Value::date(from_time(machine.now()).date); }

std::int64_t weekday_of(const Date& date) { return ((days_since_1970(date) + 3) % 7 + 7) % 7; }  // Monday 0

Value day_of_week(Machine& machine, Moments arguments)
{
    constexpr std::string_view names[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                          "Friday", "Saturday", "Sunday"};
    const auto date = date_at(arguments, 0);
    return date ? machine.string(std::string(names[weekday_of(*date)])) : wrong(machine);
}

Value month_of_year(Machine& machine, Moments arguments)
{
    constexpr std::string_view names[] = {"January",   "February", "March",    "April",
                                          "May",       "June",     "July",     "August",
                                          "September", "October",  "November", "December"};
    const auto date = date_at(arguments, 0);
    return date ? machine.string(std::string(names[date->month - 1])) : wrong(machine);
}

Value day_of_year(Machine& machine, Moments arguments)
{
    const auto date = date_at(arguments, 0);
    if (!date) return wrong(machine);
    return Value::integer(days_since_1970(*date) - days_since_1970({date->year, 1, 1}) + 1);
}

// ISO 8601: the week of the year that holds its Thursday.
Value week_of_year(Machine& machine, Moments arguments)
{
    const auto date = date_at(arguments, 0);
    if (!date) return wrong(machine);
    const std::int64_t thursday = days_since_1970(*date) - weekday_of(*date) + 3;
    const auto year = date_of_days(thursday);
    if (!year) return wrong(machine);
    return Value::integer((thursday - days_since_1970({year->year, 1, 1})) / 7 + 1);
}

}  // namespace

std::span<const Builtin> temporal_builtins()
{
    static constexpr Builtin table[] = {
        {"date", "from; year, month, day", date_of},
        {"time", "from; hour, minute, second, offset?", time_of},
        {"date and time", "from; date, time", date_and_time},
        {"duration", "from", duration_from},
        {"years and months duration", "from, to", months_between},
        {"now", "", now_of},
        {"today", "", today_of},
        {"day of week", "date", day_of_week},
        {"month of year", "date", month_of_year},
        {"day of year", "date", day_of_year},
        {"week of year", "date", week_of_year},
    };
    return table;
}

}  // namespace lt::feel
