// What the appearance of a text field may do besides showing its text (ISO 32000-1, 8.5, 9.3, 12.7.3.3): a background and a border where
// the field has them, and nothing that hides the text or draws letters of another kind. Inside kit/pdf/verify.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "kit/pdf/verify/value.h"

namespace lt::pdf {

struct Surroundings {
    std::array<double, 4> box{};  // /BBox, the smaller corner first
    bool background = false;      // the field has one, so that rectangles may be filled
    double border = 0;            // how far from the edge of the box it may be painted
};

// Follows the operators of an appearance.
class FieldDrawing {
public:
    explicit FieldDrawing(const Surroundings& around) : around_(around) { states_.emplace_back(); }
    // False where an operator does not belong into a text field; operators that show text are asked for as well.
    bool take(std::string_view operation, const std::vector<Value>& operands);

private:
    using Matrix = std::array<double, 6>;
    struct Point {
        double x = 0;
        double y = 0;
    };
    struct State {
        Matrix matrix{1, 0, 0, 1, 0, 0};
        double line = 1;
        double shade = 0;  // of what is filled: 1 is white
        double size = 0;
        double narrow = 1;
        double rise = 0;
        double leading = 0;
    };
    static Matrix times(const Matrix& a, const Matrix& b);
    static Point apply(const Matrix& matrix, Point point);
    State& state() { return states_.back(); }
    bool take_state(std::string_view operation);
    bool take_path(std::string_view operation);
    bool take_colour(std::string_view operation, const std::vector<Value>& operands);
    bool take_text(std::string_view operation, const std::vector<Value>& operands);
    bool show(const Value& value);
    bool show_piece(std::size_t letters);
    void next_line(double x, double y);
    bool clip();
    bool fill();
    bool stroke();
    bool at_edge(Point point, double more) const;
    bool edges_at_edge(double more) const;

    Surroundings around_;
    std::vector<State> states_{};
    std::vector<double> numbers_{};           // operands
    std::vector<std::vector<Point>> path_{};  // in the space of the box
    bool curved_ = false;
    bool rectangle_ = false;  // the path is one "re"
    bool clips_ = false;
    bool shown_ = false;  // text was drawn
    Matrix line_{1, 0, 0, 1, 0, 0};
    Matrix text_{1, 0, 0, 1, 0, 0};
};

}  // namespace lt::pdf
