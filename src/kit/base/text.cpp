// One form for storage and one for comparing. Table: unicode.cpp; words for the search: words.cpp.
#include "kit/base/text.h"

#include <cstdlib>
#include <memory>

#include <unicase.h>
#include <uninorm.h>

#include "kit/base/result.h"
#include "kit/base/unicode.h"

namespace lt::base {
namespace {

using unicode::Kind;

// Control characters, and invisible ones that would make equal names different or turn the text's direction
// round.
bool is_unwanted(char32_t code)
{
    if (code == '\n' || code == '\t') return false;
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x200B || code == 0xFEFF ||
           (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

// True for ranges in which every text is in NFC already: Latin, the Vietnamese letters, the usual
// punctuation.
bool is_surely_nfc(char32_t code)
{
    return code < 0x300 || (code >= 0x1E00 && code < 0x1F00) || (code >= 0x2010 && code < 0x205F);
}

std::string to_nfc(const std::string& text)
{
    std::size_t size = 0;
    const std::unique_ptr<std::uint8_t, decltype(&std::free)> composed(
        u8_normalize(UNINORM_NFC, reinterpret_cast<const std::uint8_t*>(text.data()), text.size(), nullptr,
                     &size),
        &std::free);
    CHECK(composed != nullptr);
    return std::string(reinterpret_cast<const char*>(composed.get()), size);
}

std::string trim(const std::string& text)
{
    std::string_view rest = text;
    std::size_t first = text.size();
    std::size_t last = 0;
    while (!rest.empty()) {
        const std::size_t at = text.size() - rest.size();
        if (unicode::look_up(unicode::take(rest)).kind == Kind::space) continue;
        first = std::min(first, at);
        last = text.size() - rest.size();
    }
    return first < last ? text.substr(first, last - first) : std::string();
}

}  // namespace

bool is_utf8(std::string_view text)
{
    while (!text.empty()) {
        char32_t code = 0;
        if (!unicode::take_valid(text, code) || code == 0) return false;
    }
    return true;
}

std::string normalise(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    bool nfc = true;
    while (!text.empty()) {
        const char32_t code = unicode::take(text);
        if (is_unwanted(code)) continue;
        nfc = nfc && is_surely_nfc(code);
        unicode::append(out, code);
    }
    return trim(nfc ? out : to_nfc(out));
}

std::string fold(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const char32_t code = unicode::take(text);
        unicode::append_folded(out, code, unicode::look_up(code));
    }
    return out;
}

std::string lower(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) unicode::append(out, unicode::look_up(unicode::take(text)).lower);
    return out;
}

std::string upper(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) unicode::append(out, uc_toupper(unicode::take(text)));
    return out;
}

std::u32string code_points(std::string_view text)
{
    std::u32string out;
    while (!text.empty()) out += unicode::take(text);
    return out;
}

std::size_t length(std::string_view text)
{
    std::size_t count = 0;
    for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    return count;
}

std::string shorten(std::string_view text, std::size_t limit)
{
    if (length(text) <= limit) return std::string(text);
    if (limit == 0) return {};
    std::string_view rest = text;
    for (std::size_t i = 1; i < limit && !rest.empty(); ++i) unicode::take(rest);
    std::string_view kept = text.substr(0, text.size() - rest.size());
    while (!kept.empty() && kept.back() == ' ') kept.remove_suffix(1);
    return std::string(kept) + "…";
}

bool has_accents(std::string_view text)
{
    while (!text.empty()) {
        const char32_t code = unicode::take(text);
        if (code < 0x80) continue;
        const unicode::Point point = unicode::look_up(code);
        if (point.folded != point.lower && (point.folded != 0 || point.kind == Kind::ignored)) return true;
    }
    return false;
}

std::string group_thousands(std::int64_t number)
{
    std::string digits = std::to_string(number);
    const std::size_t first = number < 0 ? 1 : 0;
    for (std::size_t at = digits.size(); at > first + 3;) {
        at -= 3;
        digits.insert(at, 1, '.');
    }
    return digits;
}

std::string format_size(std::uint64_t bytes)
{
    static constexpr const char* kUnits[] = {" KB", " MB", " GB", " TB"};
    if (bytes < 1024) return std::to_string(bytes) + " B";
    double value = static_cast<double>(bytes) / 1024;
    std::size_t unit = 0;
    // 1023.95 MB would be written as "1024,0 MB".
    while (value >= (unit == 0 ? 1023.5 : 1023.95) && unit < 3) {
        value /= 1024;
        ++unit;
    }
    if (unit == 0) return std::to_string(static_cast<std::uint64_t>(value + 0.5)) + kUnits[unit];
    const auto tenths = static_cast<std::uint64_t>(value * 10 + 0.5);
    return group_thousands(static_cast<std::int64_t>(tenths / 10)) + ',' + std::to_string(tenths % 10) +
           kUnits[unit];
}

}  // namespace lt::base
