// The words of a file with their places, as poppler sees them. For kit/pdf only.
#pragma once

#include <string>
#include <vector>

#include "kit/base/result.h"
#include "kit/pdf/file.h"

namespace lt::pdf {

// In points from the lower left corner of the page as it is shown; from the descent to the ascent of the font.
struct Word {
    double left = 0;
    double bottom = 0;
    double right = 0;
    double top = 0;
    std::string text{};  // NFC
};

// Words that stand on one line across the page, from left to right.
using Row = std::vector<Word>;

struct Sheet {
    double width = 0;
    double height = 0;
    std::vector<Row> rows{};  // from top to bottom
};

// Taken by pdftotext in a child process with bounded means: the file may be hostile. Refused: too costly, more than 300,000 words.
base::Result<std::vector<Sheet>> words_of(const File& file);

// The words of a row with nothing wide between them, as one: a column of the page has its own.
std::vector<Word> segments(const Row& row);

// The letters of a row, lower case, each with where it begins and ends; what lies between words is one blank. Poppler tells where words
// are; inside one, the widths of Times tell.
struct Letter {
    char32_t letter = 0;
    double left = 0;
    double right = 0;
    std::size_t word = 0;  // of the row; of a blank, the one before
};
std::vector<Letter> letters_of(const Row& row);

// The size of the font in points, to half a point, by the height of the word's box; the widths of the row's words tell which height it is.
double font_size(const Row& row, std::size_t word);
// Where the letters of the word stand.
double base_line(const Word& word, double size);

}  // namespace lt::pdf
