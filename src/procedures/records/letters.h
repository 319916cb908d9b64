// Single letters of UTF-8 text.
#pragma once

#include <cstddef>
#include <string_view>

namespace lt::procedures {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Whether a capital letter begins at `at`, with any accent.
bool starts_capital(std::string_view text, std::size_t at);

}  // namespace lt::procedures
