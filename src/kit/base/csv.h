// Figures as a file for a spreadsheet (RFC 4180). Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lt::base {

// One field. What a spreadsheet would take for a formula (=, +, -, @, tab, line break at the beginning) gets an apostrophe before it:
// names come from outside. Numbers are no text: they go through `csv_row` as they are.
std::string csv_text(std::string_view text);

// Fields, each made by csv_text or a number, and CRLF.
std::string csv_row(const std::vector<std::string>& fields);

// U+FEFF in UTF-8: without it spreadsheets read Vietnamese as some other encoding.
inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace lt::base
