// Code points for the files of this folder: decoding, and what folding makes of each one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lt::base::unicode {

enum class Kind : std::uint8_t { word, space, ignored, punctuation };

struct Point {
    char32_t folded = 0;  // lower case without accents; 0 when nothing stays (a combining mark)
    char32_t lower = 0;
    Kind kind = Kind::punctuation;
    bool several = false;  // folding gives more than one code point: see fold_slowly
};

// Takes one code point from the front of `rest`, which must not be empty; bytes that are no UTF-8 give U+FFFD
// each.
char32_t take(std::string_view& rest);

// As take, but false for a byte that is no UTF-8.
bool take_valid(std::string_view& rest, char32_t& code);

void append(std::string& out, char32_t code);

// Looks the code point up; the scripts of Europe come from a table made once.
Point look_up(char32_t code);

// Appends what folding makes of any code point.
void append_folded(std::string& out, char32_t code, const Point& point);

}  // namespace lt::base::unicode
