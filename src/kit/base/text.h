// Vietnamese text: one form for storage, a folded form for comparing and searching, words for the search
// index.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lt::base {

// True for well-formed UTF-8 without NUL.
bool is_utf8(std::string_view text);

// Unicode NFC, control characters (but \n and \t) removed, white space at both ends cut. All input passes
// through here once, so that "hoà" typed with combining marks is stored as everybody else's "hoà".
std::string normalise(std::string_view text);

// Lower case without any accent; "Đường" → "duong". Input in any normalisation form.
std::string fold(std::string_view text);

// Lower and upper case with accents kept.
std::string lower(std::string_view text);
std::string upper(std::string_view text);

// Bytes that are no UTF-8 give U+FFFD each.
std::u32string code_points(std::string_view text);

// Number of code points.
std::size_t length(std::string_view text);

// At most `limit` code points; "…" marks the cut.
std::string shorten(std::string_view text, std::size_t limit);

// The lexemes of a text for the index, folded: every syllable, and each pair of adjacent syllables as
// "giay_phep" (facts of the search: docs/adr). Punctuation ends a pair. In order, may repeat.
std::vector<std::string> lexemes(std::string_view text);

// A `tsvector` literal of the lexemes of all texts, without positions, each lexeme once; lexemes over 60
// bytes are cut.
std::string to_tsvector(const std::vector<std::string_view>& texts);

// A `tsquery` literal that asks for all words of what the user typed ("giấy phép" → 'giay_phep'); empty if it
// has no word.
std::string to_tsquery(std::string_view typed);

// True when the user typed any accent.
bool has_accents(std::string_view text);

// The words that were typed with accents, in lower case: hits are rechecked for them, and for no others. "kinh te xã hội" gives "xã",
// "hội".
std::vector<std::string> accented_words(std::string_view text);

// "1478927" → "1.478.927".
std::string group_thousands(std::int64_t number);

// "312 KB", "1,2 MB".
std::string format_size(std::uint64_t bytes);

}  // namespace lt::base
