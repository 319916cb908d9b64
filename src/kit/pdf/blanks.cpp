#include "kit/pdf/blanks.h"

#include <algorithm>
#include <string_view>

namespace lt::pdf {
namespace {

constexpr double kHead = 0.4;         // of the page, from above
constexpr double kWidestBlank = 120;  // points; beyond it is the other column
constexpr int kNumber = 4;            // figures that a year's numbers need

bool is_blank(char32_t letter)
{
    return letter == U' ' || letter == U'.' || letter == U'…' || letter == U'_' || letter == U'\u00a0';
}
bool is_figure(char32_t letter) { return letter >= U'0' && letter <= U'9'; }

// Where the word begins in the row at or behind `from`, as a word of its own; npos when it does not.
std::size_t find_word(const std::vector<Letter>& row, std::u32string_view word, std::size_t from)
{
    const auto is_letter = [](char32_t c) { return c >= 0x100 || (c >= U'a' && c <= U'z'); };
    for (std::size_t at = from; at + word.size() <= row.size(); ++at) {
        bool same = at == 0 || !is_letter(row[at - 1].letter);
        for (std::size_t i = 0; same && i < word.size(); ++i) same = row[at + i].letter == word[i];
        const std::size_t end = at + word.size();
        if (same && (end == row.size() || !is_letter(row[end].letter) || row[end].letter == U'…')) return at;
    }
    return std::u32string_view::npos;
}

struct Blank {
    double left = 0;
    double right = 0;
    std::size_t next = 0;  // the letter behind it; the row's size at its end
    bool is_dotted = false;
};

// What lies empty, or dotted, from the letter `at` on.
Blank blank_from(const std::vector<Letter>& row, std::size_t at)
{
    Blank out{at < row.size() ? row[at].left : row.back().right, 0, at};
    for (; out.next < row.size() && is_blank(row[out.next].letter); ++out.next)
        out.is_dotted = out.is_dotted || row[out.next].letter == U'.' || row[out.next].letter == U'…';
    out.right = out.next < row.size() ? row[out.next].left : row.back().right;
    return out;
}

// On the line of the word beside it; above the dots where there are some. At least as wide as that many figures of 8 points, the smallest
// that are written.
Place place(const Row& row, std::size_t beside, const Blank& blank, Certainty certainty, int figures)
{
    const double narrowest = 4.0 * figures + 1;
    double right = blank.right;
    if (right - blank.left < narrowest) {
        certainty = Certainty::assumed;
        right = blank.left + narrowest;
    }
    const double size = font_size(row, beside);
    const double bottom = base_line(row[beside], size) + (blank.is_dotted ? 0.1 * size : 0) - 0.216 * size;
    return {{1, blank.left + 0.5, bottom, right - 0.5, bottom + 1.107 * size}, size, certainty};
}

constexpr double kBetweenColumns = 15;

// Nothing stands before the letter in its column.
bool begins_column(const std::vector<Letter>& letters, std::size_t at)
{
    return at == 0 || letters[at - 1].right - letters[at - 1].left >= kBetweenColumns;
}

// The line of place and date stands in the right column; a line of the text begins at the left.
bool is_in_right_column(const std::vector<Letter>& letters, std::size_t at, double width)
{
    while (!begins_column(letters, at)) --at;
    return letters[at].left > 0.35 * width;
}

// "Số:      /UBND-VX", "Số: ….../QĐ-UBND".
bool find_number(const Row& row, std::optional<Place>& number, bool& written)
{
    const std::vector<Letter> letters = letters_of(row);
    std::size_t at = find_word(letters, U"số", 0);
    if (at == std::u32string_view::npos) return false;
    const std::size_t word = at;
    const std::size_t beside = letters[at].word;
    at += 2;
    while (at < letters.size() && letters[at].letter == U' ' && at + 1 < letters.size() &&
           letters[at + 1].letter == U':')
        ++at;
    if (at >= letters.size()) {
        const double end = letters.back().right;
        number = place(row, beside, {.left = end, .right = end + 40}, Certainty::derived, kNumber);
        return true;
    }
    if (letters[at].letter != U':') return false;  // "số" in a sentence
    Blank blank = blank_from(letters, at + 1);
    if (blank.next == letters.size() || blank.right - blank.left > kWidestBlank) {
        blank.right = blank.left + 40;
        number = place(row, beside, blank, Certainty::derived, kNumber);
        return true;
    }
    const char32_t next = letters[blank.next].letter;
    if (is_figure(next)) {
        if (!begins_column(letters, word)) return false;  // "Mã số: 12"
        number.reset();
        written = true;
        return true;
    }
    number = place(row, beside, blank, next == U'/' || next == U'-' ? Certainty::found : Certainty::derived,
                   kNumber);
    return true;
}

// The figures from the letter `at` on, behind blanks; nothing where there are none, or more than four.
std::optional<int> figures_from(const std::vector<Letter>& row, std::size_t at)
{
    at = blank_from(row, at).next;
    int value = 0;
    int count = 0;
    for (; at < row.size() && is_figure(row[at].letter) && count < 5; ++at, ++count)
        value = value * 10 + static_cast<int>(row[at].letter - U'0');
    if (count == 0 || count > 4) return std::nullopt;
    return value;
}

// "Bắc Ninh, ngày    tháng 11 năm 2026".
bool find_date(const Row& row, double width, Places& places)
{
    const std::vector<Letter> letters = letters_of(row);
    constexpr auto kNone = std::u32string_view::npos;
    const std::size_t day = find_word(letters, U"ngày", 0);
    if (day == kNone || !is_in_right_column(letters, day, width)) return false;
    const std::size_t month = find_word(letters, U"tháng", day);
    const std::size_t year = month == kNone ? month : find_word(letters, U"năm", month);
    if (year == kNone) {
        // "ngày 20/11/2026" leaves nothing to fill in; in a sentence it is no line of its own.
        if (month != kNone) return false;
        const Blank blank = blank_from(letters, day + 4);
        int figures = 0;
        std::size_t at = blank.next;
        for (; at < letters.size() && (is_figure(letters[at].letter) || letters[at].letter == U'/'); ++at)
            figures += is_figure(letters[at].letter) ? 1 : 0;
        if (figures < 6 || at != letters.size()) return false;
        std::size_t slash = blank.next;
        const auto next_part = [&] {
            const auto part = figures_from(letters, slash);
            while (slash < letters.size() && is_figure(letters[slash].letter)) ++slash;
            ++slash;
            return part;
        };
        places.written.day = next_part();
        places.written.month = next_part();
        places.written.year = next_part();
        places.day.reset();
        places.month.reset();
        places.year.reset();
        return true;
    }
    const auto between = [&](std::size_t from, std::size_t until) -> std::optional<Place> {
        const Blank blank = blank_from(letters, from);
        if (blank.next < until) return std::nullopt;  // something is written there
        return place(row, letters[from - 1].word, blank, Certainty::found, 2);
    };
    places.day = between(day + 4, month);
    places.month = between(month + 5, year);
    if (!places.day) places.written.day = figures_from(letters, day + 4);
    if (!places.month) places.written.month = figures_from(letters, month + 5);
    places.written.year = figures_from(letters, year + 3);
    places.year.reset();
    Blank blank = blank_from(letters, year + 3);
    if (blank.next == letters.size() || !is_figure(letters[blank.next].letter)) {
        const std::size_t beside = letters[year].word;
        const double wanted = 2.2 * font_size(row, beside);
        const bool is_wide = blank.right - blank.left >= wanted;
        blank.right = std::min(std::max(blank.right, blank.left + wanted), blank.left + kWidestBlank);
        places.year = place(row, beside, blank, is_wide ? Certainty::found : Certainty::derived, 4);
    }
    return true;
}

}  // namespace

void find_blanks(const Sheet& first, Places& places)
{
    // Until the text says better: below the name of the agency, and below the name of the State.
    const double line = first.height - 120;
    const auto assumed = [&](double left, double width) {
        return Place{{1, left, line, left + width, line + 14.4}, 13, Certainty::assumed};
    };
    places.number = assumed(first.width * 0.25, 30);
    places.day = assumed(first.width * 0.65, 20);
    places.month = assumed(first.width * 0.76, 20);
    places.year = assumed(first.width * 0.86, 30);
    bool has_number = false;
    bool has_date = false;
    for (const Row& row : first.rows) {
        if (row.front().bottom < first.height * (1 - kHead)) break;
        has_number = has_number || find_number(row, places.number, places.written.number);
        has_date = has_date || find_date(row, first.width, places);
    }
}

}  // namespace lt::pdf
