// Tables: where each cell of a group of rows lies, and how high the group becomes.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "kit/print/canvas.h"
#include "kit/print/text.h"

namespace lt::print {

struct Table {
    std::vector<TableColumn> columns{};
    std::vector<double> edges{};  // from the left margin, one more than columns
    std::vector<Row> head{};
    double repeated = 0;  // height of the head where it comes again on every page
    double size = 0;
};

// Rows that stand or go together.
class Group {
public:
    Group(const Canvas& canvas, const Table& table, const std::vector<Row>& rows, bool head);

    double height() const { return height_; }
    std::size_t rows() const { return heights_.size(); }
    void draw(cairo_t* cairo, double left, double top) const;

    // Of a single row that is higher than a page: draws what fits and returns how high that is; `done` counts the lines of each
    // cell that are drawn. At least one line of every unfinished cell is drawn.
    double draw_piece(cairo_t* cairo, double left, double top, double room,
                      std::vector<std::size_t>& done) const;
    bool finished(const std::vector<std::size_t>& done) const;

private:
    struct Box {
        std::size_t row = 0;
        std::size_t rows = 1;
        double left = 0;
        double width = 0;
        std::optional<Setting> text{};
        std::size_t lines() const { return text ? text->lines() : 0; }
    };
    double top_of(std::size_t row) const;
    void frame(cairo_t* cairo, double left, double top, double width, double height) const;
    bool head_;
    std::vector<Box> boxes_{};
    std::vector<double> heights_{};
    double height_ = 0;
};

// The same rows one by one: what lay over several of them stands in the first alone.
std::vector<Row> apart(const std::vector<Row>& rows, std::size_t columns);

}  // namespace lt::print
