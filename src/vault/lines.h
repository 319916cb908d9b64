// The text that a machine read, as lines of words, and what is searched in it although letters are wrong. Inside vault only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kit/base/clock.h"

namespace lt::vault {

struct Word {
    std::string text{};    // as it stands there
    std::string folded{};  // its letters and digits only
};
using Line = std::vector<Word>;
std::vector<Line> lines_of(std::string_view text);
std::string line_text(const Line& line);

// Where a label stands in the line, looked for from `from` on; `label` is folded ("ho va ten"). Marks between its words do not count, and a
// letter of a longer word may be wrong.
struct Place {
    std::size_t begin = 0;
    std::size_t end = 0;  // behind its last word
};
std::optional<Place> find_label(const Line& line, std::string_view label, std::size_t from = 0);

// Without dots, colons and quotes at both ends.
std::string cut_marks(std::string text);

bool is_digit(char c);
// The digit for a letter that machines take for one ("O", "l"); all others as they are.
char as_digit(char c);
// The first three numbers that are a day, however they are written: "O6/05/199O", "ngày 6 tháng 5 năm 1990".
std::optional<base::Day> day_in(std::string_view text);

}  // namespace lt::vault
