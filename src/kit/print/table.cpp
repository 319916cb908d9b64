#include "kit/print/table.h"

#include <algorithm>
#include <numeric>

#include "kit/base/result.h"

namespace lt::print {
namespace {

constexpr double kBeside = 3;  // white within a cell
constexpr double kAbove = 2.5;
constexpr double kLine = 0.5;

// Which places of a grid are covered while its cells are put in, row by row.
class Grid {
public:
    Grid(std::size_t rows, std::size_t columns) : taken_(rows, std::vector<bool>(columns)) {}

    // The first free column from this one on; the number of columns where there is none.
    std::size_t free_column(std::size_t row, std::size_t from) const
    {
        while (from < taken_[row].size() && taken_[row][from]) ++from;
        return from;
    }
    // How many rows the cell covers: none beyond the last.
    std::size_t take(std::size_t row, std::size_t column, const Cell& cell)
    {
        const std::size_t over = std::min<std::size_t>(cell.rows, taken_.size() - row);
        CHECK(cell.columns > 0 && cell.rows > 0 && column + cell.columns <= taken_[row].size());
        for (std::size_t r = row; r < row + over; ++r) {
            for (std::size_t c = column; c < column + cell.columns; ++c) taken_[r][c] = true;
        }
        return over;
    }

private:
    std::vector<std::vector<bool>> taken_;
};

}  // namespace

Group::Group(const Canvas& canvas, const Table& table, const std::vector<Row>& rows, bool head)
    : head_(head), heights_(rows.size(), table.size + 2 * kAbove)
{
    const std::size_t columns = table.columns.size();
    Grid grid(rows.size(), columns);
    const auto put = [&](std::size_t row, std::size_t column, const Cell& cell) {
        const std::size_t over = grid.take(row, column, cell);
        Box box{.row = row,
                .rows = over,
                .left = table.edges[column],
                .width = table.edges[column + cell.columns] - table.edges[column]};
        if (!cell.text.runs.empty())
            box.text.emplace(canvas.pango(), cell.text,
                             Style{.bold = head, .align = head ? Align::centre : table.columns[column].align},
                             std::max(1.0, box.width - 2 * kBeside), table.size);
        boxes_.push_back(std::move(box));
    };
    for (std::size_t row = 0; row < rows.size(); ++row) {
        std::size_t column = 0;
        for (const Cell& cell : rows[row]) {
            column = grid.free_column(row, column);
            put(row, column, cell);
        }
        for (column = grid.free_column(row, column); column < columns; column = grid.free_column(row, column))
            put(row, column, {});
    }
    // First what stands in one row, then what stands over several and may need more than they give.
    for (const bool several : {false, true}) {
        for (const Box& box : boxes_) {
            if ((box.rows > 1) != several || !box.text) continue;
            const double there = top_of(box.row + box.rows) - top_of(box.row);
            const double wanted = box.text->height() + 2 * kAbove;
            if (wanted > there) heights_[box.row + box.rows - 1] += wanted - there;
        }
    }
    height_ = top_of(rows.size());
}

double Group::top_of(std::size_t row) const
{
    return std::accumulate(heights_.begin(), heights_.begin() + static_cast<std::ptrdiff_t>(row), 0.0);
}

void Group::frame(cairo_t* cairo, double left, double top, double width, double height) const
{
    cairo_set_line_width(cairo, kLine);
    cairo_rectangle(cairo, left, top, width, height);
    cairo_stroke(cairo);
}

void Group::draw(cairo_t* cairo, double left, double top) const
{
    for (const Box& box : boxes_) {
        const double above = top + top_of(box.row);
        const double height = top_of(box.row + box.rows) - top_of(box.row);
        frame(cairo, left + box.left, above, box.width, height);
        if (!box.text) continue;
        const double inset = head_ ? (height - box.text->height()) / 2 : kAbove;
        box.text->draw(cairo, left + box.left + kBeside, above + inset, 0, box.text->lines());
    }
}

double Group::draw_piece(cairo_t* cairo, double left, double top, double room,
                         std::vector<std::size_t>& done) const
{
    done.resize(boxes_.size());
    std::vector<std::size_t> ends = done;
    double height = 0;
    for (std::size_t i = 0; i < boxes_.size(); ++i) {
        if (done[i] >= boxes_[i].lines()) continue;
        ends[i] += std::max<std::size_t>(1, boxes_[i].text->fitting(done[i], room - 2 * kAbove));
        height = std::max(height, boxes_[i].text->height(done[i], ends[i]));
    }
    height += 2 * kAbove;
    for (std::size_t i = 0; i < boxes_.size(); ++i) {
        frame(cairo, left + boxes_[i].left, top, boxes_[i].width, height);
        if (boxes_[i].text)
            boxes_[i].text->draw(cairo, left + boxes_[i].left + kBeside, top + kAbove, done[i], ends[i]);
    }
    done = ends;
    return height;
}

bool Group::finished(const std::vector<std::size_t>& done) const
{
    for (std::size_t i = 0; i < boxes_.size(); ++i) {
        if ((i < done.size() ? done[i] : 0) < boxes_[i].lines()) return false;
    }
    return true;
}

std::vector<Row> apart(const std::vector<Row>& rows, std::size_t columns)
{
    Grid grid(rows.size(), columns);
    std::vector<Row> out(rows.size());
    for (std::size_t row = 0; row < rows.size(); ++row) {
        std::size_t column = 0;
        const auto fill_to = [&](std::size_t next) {
            for (; column < next; ++column) out[row].emplace_back();
        };
        for (const Cell& cell : rows[row]) {
            fill_to(grid.free_column(row, column));
            grid.take(row, column, cell);
            out[row].push_back({cell.text, cell.columns});
            column += cell.columns;
        }
        fill_to(columns);
    }
    return out;
}

}  // namespace lt::print
