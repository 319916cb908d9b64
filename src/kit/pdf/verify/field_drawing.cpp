#include "kit/pdf/verify/field_drawing.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace lt::pdf {
namespace {

constexpr std::size_t kStates = 32;
constexpr std::size_t kPoints = 1000;
constexpr double kWhite = 0.9;
constexpr double kTolerance = 2;

}  // namespace

FieldDrawing::Matrix FieldDrawing::times(const Matrix& a, const Matrix& b)
{
    return {a[0] * b[0] + a[1] * b[2], a[0] * b[1] + a[1] * b[3],        a[2] * b[0] + a[3] * b[2],
            a[2] * b[1] + a[3] * b[3], a[4] * b[0] + a[5] * b[2] + b[4], a[4] * b[1] + a[5] * b[3] + b[5]};
}

FieldDrawing::Point FieldDrawing::apply(const Matrix& matrix, Point point)
{
    return {matrix[0] * point.x + matrix[2] * point.y + matrix[4],
            matrix[1] * point.x + matrix[3] * point.y + matrix[5]};
}

bool FieldDrawing::take(std::string_view operation, const std::vector<Value>& operands)
{
    static const std::set<std::string_view> kHarmless{"EMC", "MP", "DP", "BX", "EX", "J", "j",
                                                      "M",   "d",  "i",  "ri", "ET", "CS"};
    numbers_.clear();
    for (const Value& one : operands)
        if (double number = 0; one.number(number)) numbers_.push_back(number);
    if (kHarmless.contains(operation)) return true;
    // What is optional content may not be shown at all.
    if (operation == "BMC" || operation == "BDC") return operands.empty() || operands[0].name() != "OC";
    return take_state(operation) || take_path(operation) || take_colour(operation, operands) ||
           take_text(operation, operands);
}

bool FieldDrawing::take_state(std::string_view operation)
{
    if (operation == "q") {
        if (states_.size() >= kStates) return false;
        states_.push_back(state());
    } else if (operation == "Q") {
        if (states_.size() > 1) states_.pop_back();
    } else if (operation == "cm" && numbers_.size() == 6) {
        Matrix matrix{};
        std::copy(numbers_.begin(), numbers_.end(), matrix.begin());
        state().matrix = times(matrix, state().matrix);
    } else if (operation == "w" && numbers_.size() == 1) {
        state().line = numbers_[0];
    } else {
        return false;
    }
    return true;
}

bool FieldDrawing::take_path(std::string_view operation)
{
    const auto point = [&](std::size_t i) { return apply(state().matrix, {numbers_[i], numbers_[i + 1]}); };
    if (path_.size() > kPoints || (!path_.empty() && path_.back().size() > kPoints)) return false;
    if (operation == "re" && numbers_.size() == 4) {
        const auto corner = [&](double x, double y) { return apply(state().matrix, {x, y}); };
        const double right = numbers_[0] + numbers_[2];
        const double top = numbers_[1] + numbers_[3];
        rectangle_ = path_.empty();
        path_.push_back({corner(numbers_[0], numbers_[1]), corner(right, numbers_[1]), corner(right, top),
                         corner(numbers_[0], top)});
    } else if (operation == "m" && numbers_.size() == 2) {
        rectangle_ = false;
        path_.push_back({point(0)});
    } else if (operation == "l" && numbers_.size() == 2 && !path_.empty()) {
        rectangle_ = false;
        path_.back().push_back(point(0));
    } else if (operation == "c" || operation == "v" || operation == "y") {
        curved_ = true;
    } else if (operation == "h") {
        return true;
    } else if (operation == "W" || operation == "W*") {
        clips_ = true;
    } else {
        static const std::set<std::string_view> kFill{"f", "F", "f*", "B", "B*", "b", "b*"};
        static const std::set<std::string_view> kStroke{"S", "s", "B", "B*", "b", "b*"};
        const bool fills = kFill.contains(operation);
        const bool strokes = kStroke.contains(operation);
        if (!fills && !strokes && operation != "n") return false;
        const bool good = (!clips_ || clip()) && (!fills || fill()) && (!strokes || stroke());
        path_.clear();
        curved_ = rectangle_ = clips_ = false;
        return good;
    }
    return true;
}

// The text must stay what is seen of the field.
bool FieldDrawing::clip()
{
    if (!rectangle_ || path_.size() != 1) return false;
    const auto [left, right] = std::minmax({path_[0][0].x, path_[0][1].x, path_[0][2].x, path_[0][3].x});
    const auto [low, high] = std::minmax({path_[0][0].y, path_[0][1].y, path_[0][2].y, path_[0][3].y});
    const auto& box = around_.box;
    const double x = std::max(8.0, (box[2] - box[0]) * 0.1);
    const double y = std::max(8.0, (box[3] - box[1]) * 0.1);
    return left <= box[0] + x && right >= box[2] - x && low <= box[1] + y && high >= box[3] - y &&
           right - left >= (box[2] - box[0]) / 2 && high - low >= (box[3] - box[1]) / 2;
}

bool FieldDrawing::at_edge(Point point, double more) const
{
    const auto& box = around_.box;
    const double strip = around_.border + more;
    return point.x <= box[0] + strip || point.x >= box[2] - strip || point.y <= box[1] + strip ||
           point.y >= box[3] - strip;
}

bool FieldDrawing::edges_at_edge(double more) const
{
    return std::all_of(path_.begin(), path_.end(), [&](const std::vector<Point>& one) {
        for (std::size_t i = 0; i < one.size(); ++i) {
            const Point& to = one[(i + 1) % one.size()];
            if (!at_edge(one[i], more) || !at_edge({(one[i].x + to.x) / 2, (one[i].y + to.y) / 2}, more))
                return false;
        }
        return true;
    });
}

bool FieldDrawing::fill()
{
    if (shown_ || curved_) return false;
    if (around_.background && rectangle_ && path_.size() == 1) return true;
    if (around_.border <= 0 || !edges_at_edge(0)) return false;
    // The light and the dark side of a border, not what it encloses.
    const auto& box = around_.box;
    const double strip = 2 * around_.border * (box[2] - box[0] + box[3] - box[1]);
    return std::all_of(path_.begin(), path_.end(), [&](const std::vector<Point>& one) {
        double area = 0;
        for (std::size_t i = 0; i < one.size(); ++i) {
            const Point& to = one[(i + 1) % one.size()];
            area += one[i].x * to.y - to.x * one[i].y;
        }
        return std::abs(area) / 2 <= strip;
    });
}

bool FieldDrawing::stroke()
{
    return !shown_ && !curved_ && around_.border > 0 && state().line <= 2 * around_.border &&
           edges_at_edge(0);
}

bool FieldDrawing::take_colour(std::string_view operation, const std::vector<Value>& operands)
{
    static const std::set<std::string_view> kFilling{"g", "rg", "k", "sc", "scn"};
    static const std::set<std::string_view> kStroking{"G", "RG", "K", "SC", "SCN"};
    if (operation == "cs") {
        state().shade = 0;
        return !operands.empty() && operands[0].name() != "Pattern";
    }
    // No patterns, which draw what they like.
    if (numbers_.size() != operands.size() || numbers_.empty()) return false;
    if (kStroking.contains(operation)) return true;
    if (!kFilling.contains(operation)) return false;
    if (numbers_.size() == 4)
        state().shade = 1 - std::min(1.0, numbers_[3] + std::max({numbers_[0], numbers_[1], numbers_[2]}));
    else
        state().shade = *std::min_element(numbers_.begin(), numbers_.end());
    return true;
}

void FieldDrawing::next_line(double x, double y)
{
    line_ = times({1, 0, 0, 1, x, y}, line_);
    text_ = line_;
}

bool FieldDrawing::take_text(std::string_view operation, const std::vector<Value>& operands)
{
    const auto in = [&](double least, double most) {
        return numbers_.size() == 1 && numbers_[0] >= least && numbers_[0] <= most;
    };
    if (operation == "BT") {
        line_ = text_ = {1, 0, 0, 1, 0, 0};
    } else if (operation == "Tf" && numbers_.size() == 1) {
        state().size = numbers_[0];
    } else if (operation == "Tr") {
        return in(0, 0);
    } else if (operation == "Tc" || operation == "Tw") {
        return in(-20, 100);
    } else if (operation == "Tz") {
        if (!in(20, 300)) return false;
        state().narrow = numbers_[0] / 100;
    } else if (operation == "Ts") {
        if (!in(-20, 20)) return false;
        state().rise = numbers_[0];
    } else if (operation == "TL" && numbers_.size() == 1) {
        state().leading = numbers_[0];
    } else if ((operation == "Td" || operation == "TD") && numbers_.size() == 2) {
        if (operation == "TD") state().leading = -numbers_[1];
        next_line(numbers_[0], numbers_[1]);
    } else if (operation == "T*") {
        next_line(0, -state().leading);
    } else if (operation == "Tm" && numbers_.size() == 6) {
        std::copy(numbers_.begin(), numbers_.end(), line_.begin());
        text_ = line_;
    } else if (operation == "Tj" || operation == "TJ" || operation == "'") {
        if (operation == "'") next_line(0, -state().leading);
        return !operands.empty() && show(operands.back());
    } else {
        return false;
    }
    return true;
}

bool FieldDrawing::show(const Value& value)
{
    if (const Text* text = value.text()) return show_piece(text->bytes.size());
    const Array* pieces = value.array();
    if (pieces == nullptr) return false;
    for (const Value& one : *pieces) {
        if (const Text* text = one.text()) {
            if (!show_piece(text->bytes.size())) return false;
            continue;
        }
        double moved = 0;
        if (!one.number(moved)) return false;
        text_ = times({1, 0, 0, 1, -moved / 1000 * state().size * state().narrow, 0}, text_);
    }
    return true;
}

// A piece begins inside the box, upright or turned, in a size and a shade that can be read. How wide its letters are is the font's to
// say: what is too long for a field is cut at its edge.
bool FieldDrawing::show_piece(std::size_t letters)
{
    if (letters == 0) return true;
    shown_ = true;
    const Matrix matrix = times(text_, state().matrix);
    const Point at = apply(matrix, {0, state().rise});
    const auto& box = around_.box;
    const double size =
        std::sqrt(std::abs(matrix[0] * matrix[3] - matrix[1] * matrix[2])) * std::abs(state().size);
    text_ =
        times({1, 0, 0, 1, 0.2 * static_cast<double>(letters) / 2 * state().size * state().narrow, 0}, text_);
    return at.x >= box[0] - kTolerance && at.x <= box[2] + kTolerance && at.y >= box[1] - size / 2 &&
           at.y <= box[3] + kTolerance && size >= 2 &&
           size <= 2 * std::max(box[2] - box[0], box[3] - box[1]) &&
           (state().shade <= kWhite || around_.background);
}

}  // namespace lt::pdf
