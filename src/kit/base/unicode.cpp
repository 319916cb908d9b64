// libunistring knows Unicode but costs a memory allocation a call; so its answers for U+0000–U+1FFF, where
// all Vietnamese letters are, are kept in a table.
#include "kit/base/unicode.h"

#include <cstdlib>
#include <memory>
#include <vector>

#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>

namespace lt::base::unicode {
namespace {

constexpr char32_t kTableSize = 0x2000;
constexpr char32_t kReplacement = 0xFFFD;

bool is_mark(char32_t code) { return uc_is_general_category(code, UC_NON_SPACING_MARK); }

std::vector<char32_t> fold_slowly(char32_t code)
{
    const ucs4_t one = code;
    std::size_t size = 0;
    const std::unique_ptr<std::uint32_t, decltype(&std::free)> parts(
        u32_normalize(UNINORM_NFD, &one, 1, nullptr, &size), &std::free);
    std::vector<char32_t> out;
    for (std::size_t i = 0; parts && i < size; ++i) {
        const char32_t part = parts.get()[i];
        if (is_mark(part)) continue;
        switch (part) {
        case 0x110:
        case 0x111:
        case 0xD0:  // Eth looks like Đ, and converters from old Vietnamese fonts write it for Đ.
        case 0xF0: out.push_back('d'); break;
        default: out.push_back(uc_tolower(part));
        }
    }
    return out;
}

Kind kind_of(char32_t code)
{
    if (code == '\t' || code == '\n' || code == '\r' || uc_is_general_category(code, UC_SEPARATOR))
        return Kind::space;
    if (is_mark(code) || uc_is_general_category(code, UC_FORMAT)) return Kind::ignored;
    if (uc_is_general_category(code, UC_LETTER) || uc_is_general_category(code, UC_NUMBER) ||
        uc_is_general_category(code, UC_MARK)) {
        return Kind::word;
    }
    return Kind::punctuation;
}

Point make_point(char32_t code)
{
    const auto folded = fold_slowly(code);
    return {folded.empty() ? 0 : folded.front(), uc_tolower(code), kind_of(code), folded.size() > 1};
}

}  // namespace

bool take_valid(std::string_view& rest, char32_t& code)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(rest[i]); };
    const unsigned char first = byte(0);
    if (first < 0x80) {
        code = first;
        rest.remove_prefix(1);
        return true;
    }
    const std::size_t size = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
    if (size == 0 || rest.size() < size) return false;
    char32_t value = first & (0x7Fu >> size);
    for (std::size_t i = 1; i < size; ++i) {
        if ((byte(i) & 0xC0) != 0x80) return false;
        value = value << 6 | (byte(i) & 0x3F);
    }
    const char32_t least = size == 2 ? 0x80 : size == 3 ? 0x800 : 0x10000;
    if (value < least || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000)) return false;
    code = value;
    rest.remove_prefix(size);
    return true;
}

char32_t take(std::string_view& rest)
{
    char32_t code = kReplacement;
    if (!take_valid(rest, code)) rest.remove_prefix(1);
    return code;
}

void append(std::string& out, char32_t code)
{
    const auto put = [&](char32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xC0 | code >> 6);
        put(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        put(0xE0 | code >> 12);
        put(0x80 | (code >> 6 & 0x3F));
        put(0x80 | (code & 0x3F));
    } else {
        put(0xF0 | code >> 18);
        put(0x80 | (code >> 12 & 0x3F));
        put(0x80 | (code >> 6 & 0x3F));
        put(0x80 | (code & 0x3F));
    }
}

Point look_up(char32_t code)
{
    static const std::vector<Point> table = [] {
        std::vector<Point> made(kTableSize);
        for (char32_t i = 0; i < kTableSize; ++i) made[i] = make_point(i);
        return made;
    }();
    return code < kTableSize ? table[code] : make_point(code);
}

void append_folded(std::string& out, char32_t code, const Point& point)
{
    if (point.several) {
        for (const char32_t part : fold_slowly(code)) append(out, part);
    } else if (point.folded != 0) {
        append(out, point.folded);
    }
}

}  // namespace lt::base::unicode
