// Reading and writing of dates and times. No other code may ask the system what time it is.
#include "kit/base/clock.h"

#include <charconv>
#include <cstdio>

namespace lt::base {
namespace {

constexpr std::chrono::hours kVietnamOffset{7};

struct Fields {
    int year, month, day, hour, minute, second, micro;
};

Fields split(Time time)
{
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(time - day);
    return {int(date.year()),
            int(unsigned(date.month())),
            int(unsigned(date.day())),
            int(clock.hours().count()),
            int(clock.minutes().count()),
            int(clock.seconds().count()),
            int(clock.subseconds().count())};
}

// Digits only, `least` to `most` of them, up to the next `end` character or the end of the text; moves `text`
// on.
std::optional<int> number(std::string_view& text, std::size_t least, std::size_t most)
{
    int value = 0;
    std::size_t used = 0;
    while (used < text.size() && used <= most && text[used] >= '0' && text[used] <= '9') {
        value = value * 10 + (text[used] - '0');
        ++used;
    }
    if (used < least || used > most) return std::nullopt;
    text.remove_prefix(used);
    return value;
}

bool take(std::string_view& text, char wanted)
{
    if (text.empty() || text.front() != wanted) return false;
    text.remove_prefix(1);
    return true;
}

std::string_view trim(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

std::optional<Day> real_day(int year, int month, int day)
{
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(unsigned(month)),
                                           std::chrono::day(unsigned(day))};
    if (year < 1900 || year > 2199 || !date.ok()) return std::nullopt;
    return Day(date);
}

// Reads a day at the front of `text` and moves it on.
std::optional<Day> take_day(std::string_view& text)
{
    const std::size_t mark = text.find_first_of("/-");
    if (mark == std::string_view::npos) return std::nullopt;
    const char separator = text[mark];
    const bool year_first = mark == 4;
    if (!year_first && separator == '-') return std::nullopt;
    const auto first = year_first ? number(text, 4, 4) : number(text, 1, 2);
    if (!first || !take(text, separator)) return std::nullopt;
    const auto month = number(text, 1, 2);
    if (!month || !take(text, separator)) return std::nullopt;
    const auto last = year_first ? number(text, 1, 2) : number(text, 4, 4);
    if (!last) return std::nullopt;
    return year_first ? real_day(*first, *month, *last) : real_day(*last, *month, *first);
}

}  // namespace

Time SystemClock::now() const
{
    return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

Day vietnam_day(Time time) { return std::chrono::floor<std::chrono::days>(time + kVietnamOffset); }

std::string format_vietnam(Time time)
{
    const Fields f = split(time + kVietnamOffset);
    char text[64];
    std::snprintf(text, sizeof text, "%02d/%02d/%04d %02d:%02d", f.day, f.month, f.year, f.hour, f.minute);
    return text;
}

std::string format_day(Day day)
{
    const Fields f = split(day);
    char text[64];
    std::snprintf(text, sizeof text, "%02d/%02d/%04d", f.day, f.month, f.year);
    return text;
}

std::string format_iso(Time time)
{
    const Fields f = split(time);
    char text[96];
    std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d.%06dZ", f.year, f.month, f.day, f.hour,
                  f.minute, f.second, f.micro);
    return text;
}

std::string format_iso(Day day)
{
    const Fields f = split(day);
    char text[64];
    std::snprintf(text, sizeof text, "%04d-%02d-%02d", f.year, f.month, f.day);
    return text;
}

std::optional<Day> parse_day(std::string_view text)
{
    text = trim(text);
    const auto day = take_day(text);
    return text.empty() ? day : std::nullopt;
}

std::optional<Time> parse_vietnam_time(std::string_view text)
{
    text = trim(text);
    const auto day = take_day(text);
    if (!day) return std::nullopt;
    if (text.empty()) return Time(*day) + std::chrono::hours(17) - kVietnamOffset;
    // A space, or the T of <input type="datetime-local">.
    if (!take(text, ' ') && !take(text, 'T')) return std::nullopt;
    text = trim(text);
    const auto hour = number(text, 1, 2);
    if (!hour || !take(text, ':')) return std::nullopt;
    const auto minute = number(text, 2, 2);
    if (!minute || !text.empty() || *hour > 23 || *minute > 59) return std::nullopt;
    return Time(*day) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) - kVietnamOffset;
}

}  // namespace lt::base
