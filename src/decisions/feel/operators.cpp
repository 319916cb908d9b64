#include "decisions/feel/operators.h"

#include <algorithm>

namespace lt::feel {
namespace {

using base::msg;

Value no_operation(Machine& machine, const Value& a, const Value& b, const char* sign)
{
    return machine.null({msg("Không tính được {{left}} {{sign}} {{right}}."),
                         {{"left", std::string(kind_name(a.kind()))},
                          {"sign", sign},
                          {"right", std::string(kind_name(b.kind()))}}});
}

Value number_or_null(Machine& machine, const std::optional<Number>& number)
{
    if (!number) return machine.null(msg("Phép tính không có kết quả hoặc vượt phạm vi của số."));
    return Value::number(*number);
}

Value too_large(Machine& machine)
{
    return machine.null(msg("Ngày giờ hoặc khoảng thời gian vượt phạm vi cho phép."));
}

Value duration_of(Machine& machine, std::int64_t seconds, std::int64_t nanos)
{
    seconds += nanos / kNanos;
    nanos %= kNanos;
    if (nanos < 0) {
        nanos += kNanos;
        --seconds;
    }
    if (seconds > kLargestDuration || seconds < -kLargestDuration) return too_large(machine);
    return Value::duration(DayTimeDuration{seconds, std::int32_t(nanos)});
}

DayTimeDuration opposite(const DayTimeDuration& d)
{
    return d.nanos == 0 ? DayTimeDuration{-d.seconds, 0} : DayTimeDuration{-d.seconds - 1, kNanos - d.nanos};
}

std::int64_t floor_divide(std::int64_t a, std::int64_t b)
{
    return a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0);
}

// Local seconds since 1970 and nanoseconds moved by a duration.
std::optional<DateTime> moved(const DateTime& moment, const DayTimeDuration& by)
{
    if (by.seconds > kLargestDuration || by.seconds < -kLargestDuration) return std::nullopt;
    std::int64_t seconds = days_since_1970(moment.date) * kDaySeconds + moment.time.seconds;
    std::int64_t nanos = std::int64_t(moment.time.nanos) + by.nanos;
    seconds += by.seconds + nanos / kNanos;
    nanos %= kNanos;
    // In a named zone the clock may be moved on the way: the time that passes counts.
    if (moment.time.zone.kind == Zone::Kind::named) {
        const std::int64_t before = days_since_1970(moment.date) * kDaySeconds + moment.time.seconds;
        const std::int32_t old_offset = offset_of(moment.time.zone, before).value_or(0);
        seconds += offset_at(moment.time.zone, seconds - old_offset).value_or(old_offset) - old_offset;
    }
    const std::int64_t day = floor_divide(seconds, kDaySeconds);
    const auto date = date_of_days(day);
    if (!date) return std::nullopt;
    return DateTime{*date,
                    {std::int32_t(seconds - day * kDaySeconds), std::int32_t(nanos), moment.time.zone}};
}

std::optional<Date> moved(const Date& date, const YearMonthDuration& by)
{
    constexpr std::int64_t limit = 30'000'000'000;
    if (by.months > limit || by.months < -limit) return std::nullopt;
    const std::int64_t months = std::int64_t(date.year) * 12 + (date.month - 1) + by.months;
    const std::int64_t year = floor_divide(months, 12);
    if (year > kMaxYear || year < -kMaxYear) return std::nullopt;
    Date out{std::int32_t(year), std::uint8_t(months - year * 12 + 1), 1};
    out.day = std::min(date.day, std::uint8_t(days_in_month(out.year, out.month)));
    return out;
}

Value moved_value(Machine& machine, const Value& value, const DayTimeDuration& by)
{
    if (value.is(Kind::time)) {
        const Time& time = value.as_time();
        const auto moment = moved(DateTime{{1970, 1, 1}, {time.seconds, time.nanos, {}}},
                                  {by.seconds % kDaySeconds, by.nanos});
        if (!moment) return too_large(machine);
        return Value::time({moment->time.seconds, moment->time.nanos, time.zone});
    }
    if (value.is(Kind::date)) {
        const auto moment = moved(DateTime{value.as_date(), {}}, by);
        return moment ? Value::date(moment->date) : too_large(machine);
    }
    auto moment = moved(value.as_date_time(), by);
    return moment ? Value::date_time(std::move(*moment)) : too_large(machine);
}

Value moved_value(Machine& machine, const Value& value, const YearMonthDuration& by)
{
    const bool is_date = value.is(Kind::date);
    const auto date = moved(is_date ? value.as_date() : value.as_date_time().date, by);
    if (!date) return too_large(machine);
    return is_date ? Value::date(*date) : Value::date_time({*date, value.as_date_time().time});
}

bool is_moment(const Value& value) { return value.is(Kind::date) || value.is(Kind::date_time); }

DateTime moment_of(const Value& value)
{
    if (value.is(Kind::date_time)) return value.as_date_time();
    return {value.as_date(), {0, 0, {Zone::Kind::offset, 0, {}}}};
}

Value between_moments(Machine& machine, const Value& a, const Value& b)
{
    const DateTime left = moment_of(a), right = moment_of(b);
    if ((left.time.zone.kind == Zone::Kind::none) != (right.time.zone.kind == Zone::Kind::none)) {
        return machine.null(msg("Không trừ được giữa thời điểm có múi giờ và thời điểm không có múi giờ."));
    }
    return duration_of(machine, instant_of(left) - instant_of(right),
                       std::int64_t(left.time.nanos) - right.time.nanos);
}

Value between_times(Machine& machine, const Time& a, const Time& b)
{
    if ((a.zone.kind == Zone::Kind::none) != (b.zone.kind == Zone::Kind::none)) {
        return machine.null(msg("Không trừ được giữa thời điểm có múi giờ và thời điểm không có múi giờ."));
    }
    const auto in_utc = [](const Time& time) {
        return std::int64_t(time.seconds) - offset_of(time.zone, time.seconds).value_or(0);
    };
    return duration_of(machine, in_utc(a) - in_utc(b), std::int64_t(a.nanos) - b.nanos);
}

Number seconds_of(const DayTimeDuration& d)
{
    const auto nanos = Number::scaled(d.nanos, -9);
    return add(Number(d.seconds), nanos).value_or(Number());
}

Value duration_of(Machine& machine, const std::optional<Number>& seconds)
{
    const auto whole = seconds ? round(*seconds, 0, Rounding::floor) : std::nullopt;
    const auto value = whole ? whole->to_int64() : std::nullopt;
    if (!value || *value > kLargestDuration || *value < -kLargestDuration) return too_large(machine);
    const auto rest = round(*multiply(*subtract(*seconds, *whole), Number(kNanos)), 0, Rounding::down);
    return duration_of(machine, *value, rest->to_int64().value_or(0));
}

Value months_added(Machine& machine, std::int64_t a, std::int64_t b)
{
    const std::int64_t sum = a + b;
    if (sum > kLargestDuration || sum < -kLargestDuration) return too_large(machine);
    return Value::duration(YearMonthDuration{sum});
}

Value months_of(Machine& machine, const std::optional<Number>& months)
{
    const auto whole = months ? round(*months, 0, Rounding::down) : std::nullopt;
    const auto value = whole ? whole->to_int64() : std::nullopt;
    return value ? months_added(machine, std::clamp(*value, -kLargestDuration - 1, kLargestDuration + 1), 0)
                 : too_large(machine);
}

}  // namespace

Value added(Machine& machine, const Value& a, const Value& b)
{
    if (a.is(Kind::number) && b.is(Kind::number))
        return number_or_null(machine, add(a.as_number(), b.as_number()));
    if (a.is(Kind::string) && b.is(Kind::string)) return machine.string(a.as_string() + b.as_string());
    if (b.is(Kind::day_time_duration)) {
        if (is_moment(a) || a.is(Kind::time)) return moved_value(machine, a, b.as_day_time());
        if (a.is(Kind::day_time_duration)) {
            const auto x = a.as_day_time(), y = b.as_day_time();
            return duration_of(machine, x.seconds + y.seconds, std::int64_t(x.nanos) + y.nanos);
        }
    }
    if (b.is(Kind::year_month_duration)) {
        if (is_moment(a)) return moved_value(machine, a, b.as_year_month());
        if (a.is(Kind::year_month_duration))
            return months_added(machine, a.as_year_month().months, b.as_year_month().months);
    }
    const bool is_swapped = (a.is(Kind::day_time_duration) || a.is(Kind::year_month_duration)) &&
                            (is_moment(b) || b.is(Kind::time));
    return is_swapped ? added(machine, b, a) : no_operation(machine, a, b, "+");
}

Value subtracted(Machine& machine, const Value& a, const Value& b)
{
    if (a.is(Kind::number) && b.is(Kind::number))
        return number_or_null(machine, subtract(a.as_number(), b.as_number()));
    if (is_moment(a) && is_moment(b)) return between_moments(machine, a, b);
    if (a.is(Kind::time) && b.is(Kind::time)) return between_times(machine, a.as_time(), b.as_time());
    const bool takes_duration = is_moment(a) || a.is(Kind::time) || a.kind() == b.kind();
    if (takes_duration && (b.is(Kind::day_time_duration) || b.is(Kind::year_month_duration))) {
        const Value by = negated(machine, b);
        return by.is_null() ? by : added(machine, a, by);
    }
    return no_operation(machine, a, b, "-");
}

Value multiplied(Machine& machine, const Value& a, const Value& b)
{
    if (a.is(Kind::number) && b.is(Kind::number))
        return number_or_null(machine, multiply(a.as_number(), b.as_number()));
    if (a.is(Kind::day_time_duration) && b.is(Kind::number)) {
        return duration_of(machine, multiply(seconds_of(a.as_day_time()), b.as_number()));
    }
    if (a.is(Kind::year_month_duration) && b.is(Kind::number)) {
        return months_of(machine, multiply(Number(a.as_year_month().months), b.as_number()));
    }
    const bool is_swapped =
        a.is(Kind::number) && (b.is(Kind::day_time_duration) || b.is(Kind::year_month_duration));
    return is_swapped ? multiplied(machine, b, a) : no_operation(machine, a, b, "*");
}

Value divided(Machine& machine, const Value& a, const Value& b)
{
    if (b.is(Kind::number)) {
        if (b.as_number().is_zero()) return machine.null(msg("Chia cho 0."));
        if (a.is(Kind::number)) return number_or_null(machine, divide(a.as_number(), b.as_number()));
        if (a.is(Kind::day_time_duration))
            return duration_of(machine, divide(seconds_of(a.as_day_time()), b.as_number()));
        if (a.is(Kind::year_month_duration)) {
            return months_of(machine, divide(Number(a.as_year_month().months), b.as_number()));
        }
    }
    if (a.is(Kind::day_time_duration) && b.is(Kind::day_time_duration)) {
        return number_or_null(machine, divide(seconds_of(a.as_day_time()), seconds_of(b.as_day_time())));
    }
    if (a.is(Kind::year_month_duration) && b.is(Kind::year_month_duration)) {
        return number_or_null(machine,
                              divide(Number(a.as_year_month().months), Number(b.as_year_month().months)));
    }
    return no_operation(machine, a, b, "/");
}

Value raised(Machine& machine, const Value& a, const Value& b)
{
    if (!a.is(Kind::number) || !b.is(Kind::number)) return no_operation(machine, a, b, "**");
    machine.step(200);
    return number_or_null(machine, power(a.as_number(), b.as_number()));
}

Value negated(Machine& machine, const Value& a)
{
    if (a.is(Kind::number)) return Value::number(-a.as_number());
    if (a.is(Kind::day_time_duration)) {
        const DayTimeDuration d = a.as_day_time();
        return Value::duration(opposite(d));
    }
    if (a.is(Kind::year_month_duration)) return Value::duration(YearMonthDuration{-a.as_year_month().months});
    return machine.null({msg("Không đổi dấu được {{kind}}."), {{"kind", std::string(kind_name(a.kind()))}}});
}

}  // namespace lt::feel
