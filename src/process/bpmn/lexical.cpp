#include "process/bpmn/lexical.h"

#include <charconv>
#include <chrono>
#include <cstddef>
#include <utility>

namespace lt::bpmn {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_beyond_ascii(char c) { return static_cast<unsigned char>(c) >= 0x80; }

// Eats from the front of a text.
class Eater {
public:
    explicit Eater(std::string_view text) : rest_(text) {}
    bool done() const { return rest_.empty(); }
    char next() const { return rest_.empty() ? '\0' : rest_.front(); }
    std::string_view rest() const { return rest_; }
    bool take(char c)
    {
        if (next() != c || rest_.empty()) return false;
        rest_.remove_prefix(1);
        return true;
    }
    std::size_t digits()
    {
        std::size_t count = 0;
        while (is_digit(next())) rest_.remove_prefix(1), ++count;
        return count;
    }
    // Exactly so many digits within bounds.
    bool number(std::size_t width, int least, int most, int* out = nullptr)
    {
        const std::string_view word = rest_.substr(0, width);
        if (digits() != width) return false;
        int value = 0;
        std::from_chars(word.data(), word.data() + word.size(), value);
        if (out != nullptr) *out = value;
        return value >= least && value <= most;
    }

private:
    std::string_view rest_;
};

bool take_date(Eater& eater)
{
    int year = 0;
    int month = 0;
    int day = 0;
    if (!eater.number(4, 0, 9999, &year) || !eater.take('-') || !eater.number(2, 1, 12, &month)) return false;
    if (!eater.take('-') || !eater.number(2, 1, 31, &day)) return false;
    return std::chrono::year_month_day(std::chrono::year(year), std::chrono::month(unsigned(month)),
                                       std::chrono::day(unsigned(day)))
        .ok();
}

bool take_zone(Eater& eater)
{
    if (eater.done() || eater.take('Z')) return true;
    if (!eater.take('+') && !eater.take('-')) return false;
    if (!eater.number(2, 0, 14)) return false;
    if (eater.done()) return true;
    eater.take(':');
    return eater.number(2, 0, 59);
}

bool take_time(Eater& eater)
{
    if (!eater.number(2, 0, 24) || !eater.take(':') || !eater.number(2, 0, 59)) return false;
    if (!eater.take(':')) return take_zone(eater);
    if (!eater.number(2, 0, 60)) return false;
    if ((eater.take('.') || eater.take(',')) && eater.digits() == 0) return false;
    return take_zone(eater);
}

// Numbers with their letters, in the order of the letters; how many there were, or -1.
int take_parts(Eater& eater, std::string_view letters)
{
    int count = 0;
    std::size_t from = 0;
    while (is_digit(eater.next())) {
        eater.digits();
        if ((eater.take('.') || eater.take(',')) && eater.digits() == 0) return -1;
        const std::size_t at = letters.find(eater.next(), from);
        if (eater.done() || at == std::string_view::npos) return -1;
        eater.take(eater.next());
        from = at + 1;
        ++count;
    }
    return count;
}

bool is_escaped(std::string_view text, std::size_t at)
{
    const auto hex = [&](std::size_t i) {
        return i < text.size() && (is_digit(text[i]) || (text[i] >= 'a' && text[i] <= 'f') ||
                                   (text[i] >= 'A' && text[i] <= 'F'));
    };
    return hex(at + 1) && hex(at + 2);
}

bool is_scheme(std::string_view text)
{
    if (text.empty() || !is_letter(text.front())) return false;
    for (const char c : text) {
        if (!is_letter(c) && !is_digit(c) && c != '+' && c != '-' && c != '.') return false;
    }
    return true;
}

}  // namespace

bool is_ncname(std::string_view text)
{
    if (text.empty()) return false;
    const char first = text.front();
    if (!is_letter(first) && first != '_' && !is_beyond_ascii(first)) return false;
    for (const char c : text) {
        if (!is_letter(c) && !is_digit(c) && !is_beyond_ascii(c) && c != '_' && c != '-' && c != '.')
            return false;
    }
    return true;
}

bool is_integer(std::string_view text)
{
    if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_decimal(std::string_view text)
{
    if (text == "INF" || text == "-INF" || text == "NaN") return true;
    Eater eater(text);
    if (!eater.take('+')) eater.take('-');
    std::size_t digits = eater.digits();
    if (eater.take('.')) digits += eater.digits();
    if (digits == 0) return false;
    if (eater.take('e') || eater.take('E')) {
        if (!eater.take('+')) eater.take('-');
        if (eater.digits() == 0) return false;
    }
    return eater.done();
}

bool is_uri(std::string_view text)
{
    const std::size_t colon = text.find(':');
    const std::size_t path = text.find_first_of("/?#");
    if (colon != std::string_view::npos && colon < path && !is_scheme(text.substr(0, colon))) return false;
    bool in_fragment = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && !is_escaped(text, i)) return false;
        if (text[i] == '#' && std::exchange(in_fragment, true)) return false;
        if (static_cast<unsigned char>(text[i]) < 0x20) return false;
    }
    return true;
}

bool is_media_type(std::string_view text)
{
    text = text.substr(0, text.find(';'));
    while (text.ends_with(' ')) text.remove_suffix(1);
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos || slash == 0 || slash + 1 == text.size()) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (i != slash && !is_letter(c) && !is_digit(c) &&
            std::string_view("!#$&-^_.+").find(c) == std::string_view::npos)
            return false;
    }
    return true;
}

bool is_iso_date_time(std::string_view text)
{
    Eater eater(text);
    if (!take_date(eater)) return false;
    if (eater.done()) return true;
    return eater.take('T') ? take_time(eater) && eater.done() : take_zone(eater) && eater.done();
}

bool is_iso_duration(std::string_view text)
{
    Eater eater(text);
    eater.take('-');
    if (!eater.take('P')) return false;
    const int days = take_parts(eater, "YMWD");
    if (days < 0) return false;
    if (!eater.take('T')) return days > 0 && eater.done();
    return take_parts(eater, "HMS") > 0 && eater.done();
}

bool is_iso_cycle(std::string_view text)
{
    Eater eater(text);
    if (!eater.take('R')) return false;
    eater.digits();
    if (!eater.take('/')) return false;
    const std::string_view first = eater.rest().substr(0, eater.rest().find('/'));
    if (first.size() == eater.rest().size()) return is_iso_duration(first);
    const std::string_view second = eater.rest().substr(first.size() + 1);
    if (is_iso_duration(first)) return is_iso_date_time(second);
    return is_iso_date_time(first) && (is_iso_duration(second) || is_iso_date_time(second));
}

bool is_formula(std::string_view text)
{
    if (text == "true" || text == "false" || is_decimal(text)) return true;
    return text.find_first_of("=<>()[]{}\"'$#&|!*+/") != std::string_view::npos;
}

bool is_no_condition(std::string_view text)
{
    if (is_decimal(text)) return true;
    if (text.size() < 2 || (text.front() != '"' && text.front() != '\'')) return false;
    return text.find(text.front(), 1) == text.size() - 1;
}

}  // namespace lt::bpmn
