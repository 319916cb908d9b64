// See tokens.h.
#include "procedures/records/tokens.h"

#include <algorithm>
#include <array>
#include <utility>

#include "kit/base/text.h"
#include "procedures/records/letters.h"

namespace lt::procedures {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }
// Dashes, quotation marks, bullets: U+2010 to U+203F.
bool is_wide_mark(std::string_view text, std::size_t at) { return text.substr(at).starts_with("\xE2\x80"); }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0; }

// Digits from `at`, with groups of three behind a separator: "1.600.000".
void read_number(std::string_view text, std::size_t at, Token& token)
{
    std::size_t i = at;
    const auto digits = [&](std::size_t from) {
        std::size_t end = from;
        while (end < text.size() && is_digit(text[end])) ++end;
        return end;
    };
    const auto add = [&token](std::string_view more) {
        for (const char c : more)
            if (token.value < 100'000'000'000'000) token.value = token.value * 10 + (c - '0');
    };
    i = digits(at);
    add(text.substr(at, i - at));
    const bool short_head = i - at <= 3;
    while (short_head && i < text.size() && (text[i] == '.' || text[i] == ',') && digits(i + 1) == i + 4) {
        add(text.substr(i + 1, 3));
        token.grouped = true;
        i += 4;
    }
    token.end = i;
}

int digit_word(std::string_view word)
{
    static constexpr std::array<std::pair<std::string_view, int>, 14> kDigits{{{"một", 1},
                                                                               {"hai", 2},
                                                                               {"ba", 3},
                                                                               {"bốn", 4},
                                                                               {"năm", 5},
                                                                               {"sáu", 6},
                                                                               {"bảy", 7},
                                                                               {"bẩy", 7},
                                                                               {"tám", 8},
                                                                               {"chín", 9},
                                                                               {"mốt", 1},
                                                                               {"tư", 4},
                                                                               {"lăm", 5},
                                                                               {"nhăm", 5}}};
    for (const auto& [text, value] : kDigits)
        if (word == text) return value;
    return 0;
}

}  // namespace

std::vector<Token> tokens_of(std::string_view text)
{
    std::vector<Token> out;
    bool spaced = true;
    for (std::size_t i = 0; i < text.size();) {
        if (is_blank(text[i])) {
            spaced = true;
            ++i;
            continue;
        }
        Token token;
        token.begin = i;
        token.spaced = std::exchange(spaced, false);
        if (text[i] == '\n') {
            token.kind = TokenKind::line;
            token.end = i + 1;
            spaced = true;
        } else if (is_digit(text[i])) {
            token.kind = TokenKind::number;
            read_number(text, i, token);
        } else if (is_wide_mark(text, i)) {
            token.kind = TokenKind::mark;
            token.end = std::min(text.size(), i + 3);
            token.word = std::string(text.substr(i, token.end - i));
        } else if (is_letter(text[i])) {
            token.end = i;
            while (token.end < text.size() && is_letter(text[token.end]) && !is_wide_mark(text, token.end))
                ++token.end;
            token.word = base::lower(text.substr(i, token.end - i));
        } else {
            token.kind = TokenKind::mark;
            token.word = std::string(1, text[i]);
            token.end = i + 1;
        }
        i = token.end;
        out.push_back(std::move(token));
    }
    return out;
}

std::optional<Spelled> spelled_number(std::span<const Token> tokens)
{
    const auto word = [tokens](std::size_t i) -> std::string_view {
        return i < tokens.size() && tokens[i].kind == TokenKind::word ? std::string_view(tokens[i].word)
                                                                      : std::string_view();
    };
    std::size_t i = 0;
    int value = 0;
    if (const int hundreds = digit_word(word(0)); hundreds > 0 && word(1) == "trăm") {
        value = hundreds * 100;
        i = 2;
    }
    if (word(i) == "mười") {
        value += 10;
        ++i;
    } else if (const int tens = digit_word(word(i)); tens > 0 && word(i + 1) == "mươi") {
        value += tens * 10;
        i += 2;
    } else if (tens > 0 && i == 0) {
        return Spelled{tens, 1};
    }
    if (i == 0) return std::nullopt;
    // "mười năm" are ten years; five behind tens is "lăm".
    if (const int ones = digit_word(word(i)); ones > 0 && word(i) != "năm") {
        value += ones;
        ++i;
    }
    return Spelled{value, i};
}

}  // namespace lt::procedures
