// Dates, times and durations as text.
#include <limits>

#include "decisions/feel/temporal.h"

namespace lt::feel {
namespace {

// Takes pieces from the front of a text.
class Cursor {
public:
    explicit Cursor(std::string_view text) : rest_(text) {}

    bool take(char c)
    {
        if (!rest_.starts_with(c)) return false;
        rest_.remove_prefix(1);
        return true;
    }
    bool at_digit() const { return !rest_.empty() && rest_[0] >= '0' && rest_[0] <= '9'; }
    // Between so many digits; nothing where there are fewer or more, or where the number has more than 18.
    std::optional<std::int64_t> number(std::size_t least, std::size_t most)
    {
        std::size_t count = 0;
        std::int64_t value = 0;
        for (; count < rest_.size() && rest_[count] >= '0' && rest_[count] <= '9'; ++count) {
            if (count == most) return std::nullopt;
            value = value * 10 + (rest_[count] - '0');
        }
        if (count < least) return std::nullopt;
        last_count_ = count;
        rest_.remove_prefix(count);
        return value;
    }
    std::size_t last_count() const { return last_count_; }
    // Digits behind a dot, to the nanosecond; what follows is cut.
    std::optional<std::int32_t> fraction()
    {
        if (!at_digit()) return std::nullopt;
        std::int32_t value = 0, unit = kNanos / 10;
        for (; at_digit(); rest_.remove_prefix(1), unit /= 10) value += unit * (rest_[0] - '0');
        return value;
    }
    bool at_end() const { return rest_.empty(); }
    std::string_view rest() const { return rest_; }

private:
    std::string_view rest_;
    std::size_t last_count_ = 0;
};

std::optional<Date> take_date(Cursor& in)
{
    const bool negative = in.take('-');
    const bool zero = in.rest().starts_with('0');
    const auto year = in.number(4, 9);
    if (!year || (zero && in.last_count() > 4) || !in.take('-')) return std::nullopt;
    const auto month = in.number(2, 2);
    if (!month || !in.take('-')) return std::nullopt;
    const auto day = in.number(2, 2);
    if (!day) return std::nullopt;
    const Date date{std::int32_t(negative ? -*year : *year), std::uint8_t(*month), std::uint8_t(*day)};
    return is_valid(date) ? std::optional(date) : std::nullopt;
}

// All that is left: "", "Z", "+07:00", "-01:30:15", "@Asia/Ho_Chi_Minh".
std::optional<Zone> take_zone(Cursor& in)
{
    if (in.at_end()) return Zone{};
    if (in.take('@')) {
        if (!is_zone_name(in.rest())) return std::nullopt;
        return Zone{Zone::Kind::named, 0, std::string(in.rest())};
    }
    if (in.take('Z') || in.take('z'))
        return in.at_end() ? std::optional(Zone{Zone::Kind::offset, 0, {}}) : std::nullopt;
    const bool negative = in.take('-');
    if (!negative && !in.take('+')) return std::nullopt;
    const auto hours = in.number(2, 2);
    if (!hours || !in.take(':')) return std::nullopt;
    const auto minutes = in.number(2, 2);
    const auto seconds = in.take(':') ? in.number(2, 2) : std::optional<std::int64_t>(0);
    if (!minutes || !seconds || *minutes > 59 || *seconds > 59 || !in.at_end()) return std::nullopt;
    const auto offset = std::int32_t(*hours * 3600 + *minutes * 60 + *seconds);
    if (offset > 18 * 3600) return std::nullopt;
    return Zone{Zone::Kind::offset, negative ? -offset : offset, {}};
}

// 24:00:00 is the midnight behind a day: its seconds are a whole day.
std::optional<Time> take_time(Cursor& in)
{
    const auto hour = in.number(2, 2);
    if (!hour || !in.take(':')) return std::nullopt;
    const auto minute = in.number(2, 2);
    if (!minute || !in.take(':')) return std::nullopt;
    const auto second = in.number(2, 2);
    const auto nanos = in.take('.') ? in.fraction() : std::optional(0);
    if (!second || !nanos || *minute > 59 || *second > 59) return std::nullopt;
    const std::int64_t all = *hour * 3600 + *minute * 60 + *second;
    if (all > kDaySeconds || (all == kDaySeconds && *nanos != 0)) return std::nullopt;
    auto zone = take_zone(in);
    if (!zone) return std::nullopt;
    return Time{std::int32_t(all), *nanos, std::move(*zone)};
}

std::string padded(std::int64_t value, std::size_t digits)
{
    std::string text = std::to_string(value);
    return text.size() < digits ? std::string(digits - text.size(), '0') + text : text;
}

std::string fraction_text(std::int32_t nanos)
{
    if (nanos == 0) return {};
    std::string text = "." + padded(nanos, 9);
    text.erase(text.find_last_not_of('0') + 1);
    return text;
}

std::string zone_text(const Zone& zone)
{
    if (zone.kind == Zone::Kind::none) return {};
    if (zone.kind == Zone::Kind::named) return "@" + zone.name;
    if (zone.offset == 0) return "Z";
    const std::int32_t size = zone.offset < 0 ? -zone.offset : zone.offset;
    std::string text =
        (zone.offset < 0 ? "-" : "+") + padded(size / 3600, 2) + ":" + padded(size / 60 % 60, 2);
    if (size % 60 != 0) text += ":" + padded(size % 60, 2);
    return text;
}

// value·unit added up; false where it gets too large.
bool add_up(std::int64_t& sum, std::int64_t value, std::int64_t unit)
{
    std::int64_t part = 0;
    return !__builtin_mul_overflow(value, unit, &part) && !__builtin_add_overflow(sum, part, &sum);
}

}  // namespace

std::optional<Date> parse_date(std::string_view text)
{
    Cursor in(text);
    const auto date = take_date(in);
    return date && in.at_end() ? date : std::nullopt;
}

std::optional<Time> parse_time(std::string_view text)
{
    Cursor in(text);
    in.take('T');
    auto time = take_time(in);
    if (time && time->seconds == kDaySeconds) time->seconds = 0;
    return time;
}

std::optional<DateTime> parse_date_time(std::string_view text)
{
    Cursor in(text);
    auto date = take_date(in);
    if (!date) return std::nullopt;
    if (in.at_end()) return DateTime{*date, {}};
    if (!in.take('T')) return std::nullopt;
    auto time = take_time(in);
    if (!time) return std::nullopt;
    if (time->seconds == kDaySeconds) {
        time->seconds = 0;
        date = date_of_days(days_since_1970(*date) + 1);
        if (!date) return std::nullopt;
    }
    return DateTime{*date, std::move(*time)};
}

std::optional<DayTimeDuration> parse_day_time(std::string_view text)
{
    Cursor in(text);
    const bool negative = in.take('-');
    if (!in.take('P')) return std::nullopt;
    std::int64_t seconds = 0;
    std::int32_t nanos = 0;
    bool any = false;
    const auto part = [&](char name, std::int64_t unit) {
        Cursor ahead = in;
        const auto value = ahead.number(1, 18);
        if (!value || !ahead.take(name)) return true;  // not here
        in = ahead;
        any = true;
        return add_up(seconds, *value, unit);
    };
    if (!part('D', kDaySeconds)) return std::nullopt;
    if (in.take('T')) {
        any = false;
        if (!part('H', 3600) || !part('M', 60) || !part('S', 1)) return std::nullopt;
        if (in.at_digit()) {
            const auto whole = in.number(1, 18);
            if (!whole || !in.take('.') || !add_up(seconds, *whole, 1)) return std::nullopt;
            nanos = in.fraction().value_or(0);  // "PT0.S" is right, too
            if (!in.take('S')) return std::nullopt;
            any = true;
        }
    }
    if (!any || !in.at_end() || seconds >= kLargestDuration) return std::nullopt;
    if (negative) {
        seconds = -seconds - (nanos != 0 ? 1 : 0);
        nanos = nanos != 0 ? kNanos - nanos : 0;
    }
    return DayTimeDuration{seconds, nanos};
}

std::optional<YearMonthDuration> parse_year_month(std::string_view text)
{
    Cursor in(text);
    const bool negative = in.take('-');
    if (!in.take('P')) return std::nullopt;
    std::int64_t months = 0;
    bool any = false;
    for (const auto& [name, unit] : {std::pair('Y', 12), std::pair('M', 1)}) {
        Cursor ahead = in;
        const auto value = ahead.number(1, 18);
        if (!value || !ahead.take(name)) continue;
        in = ahead;
        any = true;
        if (!add_up(months, *value, unit)) return std::nullopt;
    }
    if (!any || !in.at_end() || months >= kLargestDuration) return std::nullopt;
    return YearMonthDuration{negative ? -months : months};
}

std::string to_text(const Date& date)
{
    return (date.year < 0 ? "-" : "") + padded(date.year < 0 ? -std::int64_t(date.year) : date.year, 4) +
           "-" + padded(date.month, 2) + "-" + padded(date.day, 2);
}

std::string to_text(const Time& time)
{
    return padded(time.seconds / 3600, 2) + ":" + padded(time.seconds / 60 % 60, 2) + ":" +
           padded(time.seconds % 60, 2) + fraction_text(time.nanos) + zone_text(time.zone);
}

std::string to_text(const DateTime& moment) { return to_text(moment.date) + "T" + to_text(moment.time); }

std::string to_text(const DayTimeDuration& duration)
{
    const bool negative = duration.seconds < 0;
    // Unsigned, because the size of the least number has no sign of its own.
    std::uint64_t size = negative ? 0 - std::uint64_t(duration.seconds) : std::uint64_t(duration.seconds);
    std::int32_t nanos = duration.nanos;
    if (negative && nanos != 0) {
        --size;
        nanos = kNanos - nanos;
    }
    const std::uint64_t days = size / 86'400, hours = size / 3600 % 24, minutes = size / 60 % 60,
                        seconds = size % 60;
    std::string text = negative ? "-P" : "P";
    if (days != 0) text += std::to_string(days) + "D";
    if (hours == 0 && minutes == 0 && seconds == 0 && nanos == 0) return days != 0 ? text : text + "T0S";
    text += "T";
    if (hours != 0) text += std::to_string(hours) + "H";
    if (minutes != 0) text += std::to_string(minutes) + "M";
    if (seconds != 0 || nanos != 0) text += std::to_string(seconds) + fraction_text(nanos) + "S";
    return text;
}

std::string to_text(const YearMonthDuration& duration)
{
    const bool negative = duration.months < 0;
    const std::uint64_t size = negative ? 0 - std::uint64_t(duration.months) : std::uint64_t(duration.months);
    std::string text = negative ? "-P" : "P";
    if (size >= 12) text += std::to_string(size / 12) + "Y";
    if (size % 12 != 0 || size == 0) text += std::to_string(size % 12) + "M";
    return text;
}

}  // namespace lt::feel
