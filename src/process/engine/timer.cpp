#include "process/engine/timer.h"

#include <array>
#include <charconv>

#include "decisions/feel/temporal.h"

namespace lt::engine {

namespace {

constexpr std::int64_t kMicros = 1'000'000;
constexpr std::chrono::hours kVietnam{7};

// One number with what stands behind it, as "30M" or "1.5S"; fractions for seconds only.
struct Part {
    std::int64_t whole = 0;
    std::int64_t micros = 0;
    bool fraction = false;
    char unit = 0;
};

std::optional<Part> take_part(std::string_view& text)
{
    Part part;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), part.whole);
    if (error != std::errc() || part.whole < 0 || part.whole > 100'000'000'000) return std::nullopt;
    text.remove_prefix(std::size_t(end - text.data()));
    if (!text.empty() && (text.front() == '.' || text.front() == ',')) {
        text.remove_prefix(1);
        part.fraction = true;
        std::int64_t scale = kMicros / 10;
        if (text.empty() || text.front() < '0' || text.front() > '9') return std::nullopt;
        for (; !text.empty() && text.front() >= '0' && text.front() <= '9';
             text.remove_prefix(1), scale /= 10)
            part.micros += (text.front() - '0') * scale;
    }
    if (text.empty()) return std::nullopt;
    part.unit = text.front();
    text.remove_prefix(1);
    return part;
}

}  // namespace

std::optional<Duration> parse_duration(std::string_view text)
{
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    if (!text.starts_with('P') || text.size() < 3) return std::nullopt;
    text.remove_prefix(1);
    Duration made;
    std::string_view units = "YMWD";  // each at most once, in this order
    bool in_time = false;
    std::int64_t seconds = 0;
    while (!text.empty()) {
        if (text.front() == 'T' && !in_time) {
            in_time = true;
            units = "HMS";
            text.remove_prefix(1);
            if (text.empty()) return std::nullopt;
        }
        const auto part = take_part(text);
        if (!part) return std::nullopt;
        const std::size_t at = units.find(part->unit);
        if (at == std::string_view::npos || (part->fraction && part->unit != 'S')) return std::nullopt;
        units.remove_prefix(at + 1);
        switch (part->unit) {
        case 'Y': made.months += part->whole * 12; break;
        case 'W': made.days += part->whole * 7; break;
        case 'D': made.days += part->whole; break;
        case 'H': seconds += part->whole * 3600; break;
        case 'S':
            seconds += part->whole;
            made.microseconds += part->micros;
            break;
        default: (in_time ? seconds : made.months) += part->whole * (in_time ? 60 : 1);
        }
    }
    constexpr std::int64_t kDays = 366'000;
    if (made.months > 12'000 || made.days > kDays || seconds > kDays * 86'400) return std::nullopt;
    made.microseconds += seconds * kMicros;
    if (negative) made = {-made.months, -made.days, -made.microseconds};
    return made;
}

std::string to_text(const Duration& duration)
{
    const bool negative = duration.months < 0 || duration.days < 0 || duration.microseconds < 0;
    const std::int64_t sign = negative ? -1 : 1;
    const std::int64_t micros = duration.microseconds * sign;
    std::string text = negative ? "-P" : "P";
    if (duration.months != 0) text += std::to_string(duration.months * sign) + "M";
    if (duration.days != 0) text += std::to_string(duration.days * sign) + "D";
    if (micros != 0 || text.back() == 'P') {
        std::string fraction = std::to_string(micros % kMicros + kMicros).substr(1);
        text += "T" + std::to_string(micros / kMicros);
        text += (micros % kMicros != 0 ? "." + fraction : "") + "S";
    }
    return text;
}

std::optional<base::Time> add(base::Time time, const Duration& duration)
{
    using namespace std::chrono;
    const base::Time local = time + kVietnam;
    const sys_days day = floor<days>(local);
    year_month_day date(day);
    if (duration.months != 0) {
        date += months(duration.months);
        if (!date.ok()) date = date.year() / date.month() / last;
    }
    const base::Time moved =
        sys_days(date) + days(duration.days) + (local - day) + microseconds(duration.microseconds) - kVietnam;
    const int year = int(year_month_day(floor<days>(moved)).year());
    if (year < 1 || year > 9999) return std::nullopt;
    return moved;
}

namespace {

std::optional<base::Time> parse_moment(std::string_view text)
{
    const auto moment = feel::parse_date_time(text);
    return moment ? feel::to_time(*moment) : std::nullopt;
}

// R[n]/duration, R[n]/start/duration, R[n]/duration/end, R[n]/start/end.
std::optional<Timer> parse_cycle(std::string_view text)
{
    if (!text.starts_with('R')) return std::nullopt;
    std::array<std::string_view, 3> parts{};
    std::size_t count = 0;
    for (std::size_t begin = 1; begin <= text.size() && count < 3; ++count) {
        const std::size_t end = std::min(text.find('/', begin), text.size());
        parts[count] = text.substr(begin, end - begin);
        begin = end + 1;
        if (count == 2 && end != text.size()) return std::nullopt;
    }
    Timer timer;
    timer.repeats = -1;
    if (!parts[0].empty() && parts[0] != "-1") {
        const auto [end, error] =
            std::from_chars(parts[0].data(), parts[0].data() + parts[0].size(), timer.repeats);
        if (error != std::errc() || end != parts[0].data() + parts[0].size() || timer.repeats < 0)
            return std::nullopt;
    }
    const auto first = parse_duration(parts[1]);
    if (count == 2) {
        if (!first) return std::nullopt;
        timer.interval = *first;
    } else if (count == 3 && first) {
        timer.interval = *first;
        timer.until = parse_moment(parts[2]);
        if (!timer.until) return std::nullopt;
    } else if (count == 3) {
        timer.at = parse_moment(parts[1]);
        const auto second = parse_duration(parts[2]);
        const auto end = parse_moment(parts[2]);
        if (!timer.at || (!second && !end)) return std::nullopt;
        timer.interval = second ? *second : Duration{0, 0, (*end - *timer.at).count()};
    } else {
        return std::nullopt;
    }
    const Duration& each = timer.interval;
    if (each.months < 0 || each.days < 0 || each.microseconds < 0 || each == Duration{}) return std::nullopt;
    return timer;
}

}  // namespace

std::optional<Timer> parse_timer(std::string_view text, TimerForm form)
{
    switch (form) {
    case TimerForm::date:
        if (const auto at = parse_moment(text)) return Timer{at, {}, {}, 1};
        return std::nullopt;
    case TimerForm::duration:
        if (const auto duration = parse_duration(text)) return Timer{{}, {}, *duration, 1};
        return std::nullopt;
    case TimerForm::cycle: return parse_cycle(text);
    }
    return std::nullopt;
}

std::optional<Timer> timer_of(const feel::Value& value, TimerForm form)
{
    if (value.is(feel::Kind::string)) return parse_timer(value.as_string(), form);
    const bool duration =
        value.is(feel::Kind::day_time_duration) || value.is(feel::Kind::year_month_duration);
    const bool moment = value.is(feel::Kind::date_time) || value.is(feel::Kind::date);
    if ((form == TimerForm::duration && duration) || (form == TimerForm::date && moment))
        return parse_timer(feel::to_text(value), form);
    return std::nullopt;
}

std::optional<base::Time> first_due(const Timer& timer, base::Time now)
{
    if (timer.repeats == 0) return std::nullopt;
    if (timer.at) return std::max(*timer.at, now);
    const auto due = add(now, timer.interval);
    if (!due || (timer.until && *due > *timer.until)) return std::nullopt;
    return std::max(*due, now);
}

}  // namespace lt::engine
