#include "decisions/feel/scanner.h"

#include <algorithm>
#include <array>

#include "decisions/feel/names.h"
#include "kit/base/unicode.h"

namespace lt::feel {
namespace {

using base::msg;

constexpr std::array<std::string_view, 18> kKeywords{
    "and", "between",  "else", "every", "external", "false",     "for",  "function", "if",
    "in",  "instance", "null", "or",    "return",   "satisfies", "some", "then",     "true"};

std::size_t space_length(std::string_view text)
{
    std::string_view rest = text;
    while (!rest.empty()) {
        std::string_view ahead = rest;
        const char32_t code = base::unicode::take(ahead);
        const bool is_space = (code >= 9 && code <= 13) || code == 0x20 || code == 0x85 || code == 0xA0 ||
                              code == 0x1680 || code == 0x180E || (code >= 0x2000 && code <= 0x200B) ||
                              code == 0x2028 || code == 0x2029 || code == 0x202F || code == 0x205F ||
                              code == 0x3000 || code == 0xFEFF;
        if (!is_space) break;
        rest = ahead;
    }
    return text.size() - rest.size();
}

int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool is_digit(std::string_view text, std::size_t at)
{
    return at < text.size() && text[at] >= '0' && text[at] <= '9';
}

}  // namespace

std::size_t blank_length(std::string_view text)
{
    std::size_t at = 0;
    while (true) {
        const std::size_t before = at;
        at += space_length(text.substr(at));
        const std::string_view rest = text.substr(at);
        if (rest.starts_with("//")) {
            at = std::min(text.size(), text.find('\n', at));
        } else if (rest.starts_with("/*")) {
            const std::size_t end = text.find("*/", at + 2);
            at = end == std::string_view::npos ? text.size() : end + 2;
        }
        if (at == before) return at;
    }
}

bool is_keyword(std::string_view word)
{
    return std::find(kKeywords.begin(), kKeywords.end(), word) != kKeywords.end();
}

bool Scanner::take(std::string_view sign)
{
    if (!sees(sign)) return false;
    at_ += sign.size();
    skip_blanks();
    return true;
}

void Scanner::expect(std::string_view sign)
{
    if (!take(sign)) fail({msg("Thiếu \"{{sign}}\"."), {{"sign", std::string(sign)}}});
}

std::string_view Scanner::word() const
{
    std::string_view left = rest();
    const std::string_view all = left;
    bool first = true;
    while (!left.empty()) {
        std::string_view ahead = left;
        const char32_t code = base::unicode::take(ahead);
        if (first ? !is_name_start(code) : !is_name_part(code)) break;
        first = false;
        left = ahead;
    }
    return all.substr(0, all.size() - left.size());
}

bool Scanner::take_word(std::string_view wanted)
{
    if (!sees_word(wanted)) return false;
    skip(wanted.size());
    return true;
}

void Scanner::expect_word(std::string_view wanted)
{
    if (!take_word(wanted)) fail({msg("Thiếu \"{{sign}}\"."), {{"sign", std::string(wanted)}}});
}

void Scanner::skip(std::size_t bytes)
{
    at_ += bytes;
    skip_blanks();
}

bool Scanner::at_number() const
{
    return is_digit(text_, at_) || (at_ < text_.size() && text_[at_] == '.' && is_digit(text_, at_ + 1));
}

Number Scanner::number()
{
    std::size_t end = at_;
    while (is_digit(text_, end)) ++end;
    // Two dots are a range: 1..5.
    if (end < text_.size() && text_[end] == '.' && is_digit(text_, end + 1)) {
        ++end;
        while (is_digit(text_, end)) ++end;
    }
    if (end < text_.size() && (text_[end] == 'e' || text_[end] == 'E')) {
        std::size_t power = end + 1;
        if (power < text_.size() && (text_[power] == '+' || text_[power] == '-')) ++power;
        if (is_digit(text_, power)) {
            while (is_digit(text_, power)) ++power;
            end = power;
        }
    }
    const auto value = Number::parse(text_.substr(at_, end - at_));
    if (!value) fail(msg("Số nằm ngoài phạm vi cho phép."));
    skip(end - at_);
    return *value;
}

char32_t Scanner::escape()
{
    const auto hex = [&](std::size_t digits) {
        char32_t code = 0;
        for (std::size_t i = 0; i < digits; ++i) {
            const int digit = at_ < text_.size() ? hex_digit(text_[at_]) : -1;
            if (digit < 0) fail(msg("Mã ký tự sau \"\\u\" không hợp lệ."));
            code = code * 16 + char32_t(digit);
            ++at_;
        }
        return code;
    };
    const char kind = at_ < text_.size() ? text_[at_++] : '\0';
    switch (kind) {
    case 'n': return '\n';
    case 't': return '\t';
    case 'r': return '\r';
    case '"': return '"';
    case '\'': return '\'';
    case '\\': return '\\';
    case 'U': {
        const char32_t code = hex(6);
        if (code > 0x10FFFF || (code >= 0xD800 && code < 0xE000))
            fail(msg("Mã ký tự sau \"\\u\" không hợp lệ."));
        return code;
    }
    case 'u': {
        const char32_t code = hex(4);
        if (code < 0xD800 || code >= 0xE000) return code;
        if (code >= 0xDC00 || text_.substr(at_, 2) != "\\u") fail(msg("Mã ký tự sau \"\\u\" không hợp lệ."));
        at_ += 2;
        const char32_t low = hex(4);
        if (low < 0xDC00 || low >= 0xE000) fail(msg("Mã ký tự sau \"\\u\" không hợp lệ."));
        return 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    default: return 0;
    }
}

std::string Scanner::string()
{
    const std::size_t begin = at_++;
    std::string out;
    while (true) {
        if (at_ >= text_.size()) fail_at(msg("Chuỗi chưa được đóng bằng dấu ngoặc kép."), begin);
        const char c = text_[at_++];
        if (c == '"') break;
        if (c != '\\') {
            out += c;
            continue;
        }
        const std::size_t here = at_;
        const char32_t code = escape();
        if (code != 0) {
            base::unicode::append(out, code);
        } else {
            // Not an escape of FEEL: it stays, as regular expressions need it ("\d").
            out += '\\';
            at_ = here;
        }
    }
    skip_blanks();
    return out;
}

void Scanner::unexpected() const
{
    if (at_end()) fail(msg("Biểu thức chưa hết."));
    std::string_view found = word();
    if (found.empty()) {
        std::string_view left = rest();
        base::unicode::take(left);
        found = rest().substr(0, rest().size() - left.size());
    }
    fail({msg("Không hiểu \"{{found}}\" ở đây."), {{"found", std::string(found)}}});
}

}  // namespace lt::feel
