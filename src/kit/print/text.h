// What a printed paper is made of: runs of letters, and the small parts that stand in columns and cells.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace lt::print {

enum class Align : std::uint8_t { left, centre, right, justified };

// Letters of one kind. Any text may come: what is no UTF-8, or invisible, or would turn the direction round, is taken out.
struct Run {
    std::string text{};
    bool bold = false;
    bool italic = false;
};

struct Text {
    std::vector<Run> runs{};

    Text() = default;
    Text(const char* plain) : runs{{plain}} {}
    Text(std::string plain) : runs{{std::move(plain)}} {}
    Text(std::initializer_list<Run> several) : runs(several) {}
};

struct Style {
    double size = 0;  // in points; 0: as the document or the table says
    bool bold = false;
    bool italic = false;
    Align align = Align::left;
    double indent = 0;  // of the first line
    double below = 0;   // white space after the last line
};

struct Paragraph {
    Text text{};
    Style style{};
};

struct Gap {
    double height = 0;
};

// A thin line in the middle of its column; no width: right across.
struct Rule {
    double width = 0;
};

// Square codes hold up to 2,000 bytes; what is longer is left out, so that a paper comes in any case.
struct QrCode {
    std::string content{};
    double side = 70;
    Align align = Align::centre;
};

// A code of bars (Code 128) for hand-held readers; letters that it can't hold leave it out.
struct BarCode {
    std::string content{};
    double width = 200;
    double height = 24;
    Align align = Align::centre;
};

using Part = std::variant<Paragraph, Gap, Rule, QrCode, BarCode>;

struct Column {
    double share = 1;  // of the width
    std::vector<Part> parts{};
};

struct TableColumn {
    double share = 1;  // of the width
    Align align = Align::left;
};

struct Cell {
    Text text{};
    unsigned columns = 1;  // how many it covers
    unsigned rows = 1;

    Cell() = default;
    Cell(Text words) : text(std::move(words)) {}
    Cell(const char* words) : text(words) {}
    Cell(std::string words) : text(std::move(words)) {}
    Cell(Text words, unsigned over_columns, unsigned over_rows = 1)
        : text(std::move(words)), columns(over_columns), rows(over_rows)
    {
    }
};

using Row = std::vector<Cell>;

}  // namespace lt::print
