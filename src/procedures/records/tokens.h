// Vietnamese prose as words, numbers and marks: what the little grammars of durations and fees work on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lt::procedures {

enum class TokenKind : std::uint8_t { word, number, mark, line };

struct Token {
    TokenKind kind = TokenKind::word;
    std::string word{};      // lower case, accents kept; a mark is its one byte
    std::int64_t value = 0;  // of a number; "20.000" and "20,000" are 20000
    bool grouped = false;    // it was written with separators
    bool spaced = false;     // white space stands before it
    std::size_t begin = 0;   // in the text
    std::size_t end = 0;
};

std::vector<Token> tokens_of(std::string_view text);

// A number in words at the front: "hai mươi lăm" is 25 and 3 tokens. Nothing when there is none.
struct Spelled {
    int value = 0;
    std::size_t length = 0;
};
std::optional<Spelled> spelled_number(std::span<const Token> tokens);

}  // namespace lt::procedures
