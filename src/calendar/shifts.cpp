// Shifts of a day as people write them.
#include <charconv>
#include <cstdio>

#include "calendar/api.h"

namespace lt::calendar {
namespace {

constexpr std::string_view kDash = "–";  // what word processors make of "-"

std::optional<int> take_number(std::string_view& text, int most)
{
    const std::size_t digits = std::min<std::size_t>(text.find_first_not_of("0123456789"), text.size());
    int value = 0;
    if (digits < 1 || digits > 2) return std::nullopt;
    std::from_chars(text.data(), text.data() + digits, value);
    text.remove_prefix(digits);
    return value <= most ? std::optional(value) : std::nullopt;
}

// "07:30", "7:30", "7h30" or "7h" at the front.
std::optional<int> take_minute(std::string_view& text)
{
    const auto hour = take_number(text, 24);
    if (!hour || text.empty() || (text.front() != ':' && text.front() != 'h')) return std::nullopt;
    const bool may_end = text.front() == 'h';
    text.remove_prefix(1);
    const bool is_whole = may_end && (text.empty() || text.front() < '0' || text.front() > '9');
    const auto minute = is_whole ? std::optional(0) : take_number(text, 59);
    if (!minute || *hour * 60 + *minute > 24 * 60) return std::nullopt;
    return *hour * 60 + *minute;
}

std::optional<Shift> parse_shift(std::string_view text)
{
    const auto begin = take_minute(text);
    if (!begin) return std::nullopt;
    if (text.starts_with(kDash))
        text.remove_prefix(kDash.size());
    else if (text.starts_with('-'))
        text.remove_prefix(1);
    else
        return std::nullopt;
    const auto end = take_minute(text);
    if (!end || !text.empty()) return std::nullopt;
    return Shift{*begin, *end};
}

}  // namespace

std::optional<Shifts> parse_shifts(std::string_view text)
{
    std::string rest;
    for (const char c : text)
        if (c != ' ' && c != '\t') rest.push_back(c == ';' ? ',' : c);
    Shifts out;
    std::string_view left = rest;
    while (!left.empty()) {
        const std::size_t comma = left.find(',');
        const auto shift = parse_shift(left.substr(0, comma));
        if (!shift) return std::nullopt;
        out.push_back(*shift);
        left = comma == std::string_view::npos ? std::string_view() : left.substr(comma + 1);
        if (comma != std::string_view::npos && left.empty()) return std::nullopt;
    }
    return out;
}

std::string format_shifts(const Shifts& shifts)
{
    std::string out;
    for (const Shift& shift : shifts) {
        char text[32];
        std::snprintf(text, sizeof text, "%s%02d:%02d-%02d:%02d", out.empty() ? "" : ", ", shift.begin / 60,
                      shift.begin % 60, shift.end / 60, shift.end % 60);
        out += text;
    }
    return out;
}

}  // namespace lt::calendar
