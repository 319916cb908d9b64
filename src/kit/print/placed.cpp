#include "kit/print/placed.h"

#include <algorithm>

namespace lt::print {
namespace {

// What readers want to be left white on each side, in modules (ISO/IEC 18004; ISO/IEC 15417 wants ten of a code of bars).
constexpr double kQrMargin = 4;
constexpr double kBarMargin = 10;
constexpr double kRuleRoom = 7;

}  // namespace

Placed::Placed(const Canvas& canvas, const Part& part, double width, double size) : width_(width)
{
    std::visit(
        [&](const auto& one) {
            if constexpr (std::is_same_v<std::decay_t<decltype(one)>, Paragraph>)
                place(canvas, one, size);
            else
                place(one);
        },
        part);
}

void Placed::place(const Canvas& canvas, const Paragraph& paragraph, double size)
{
    setting_.emplace(canvas.pango(), paragraph.text, paragraph.style, width_, size);
    height_ = setting_->height() + paragraph.style.below;
}

void Placed::place(const Rule& rule)
{
    rule_ = rule.width > 0 ? std::min(rule.width, width_) : width_;
    height_ = kRuleRoom;
}

void Placed::place(const QrCode& code)
{
    place_modules(qr_modules(code.content), code.side, code.side, code.align);
}

void Placed::place(const BarCode& code)
{
    place_modules(bar_modules(code.content), code.width, code.height, code.align);
}

void Placed::place_modules(std::optional<Modules> modules, double width, double height, Align align)
{
    if (!modules) return;
    const bool square = modules->height > 1;
    width = std::min(width, width_);
    modules_ = std::move(modules);
    module_width_ = width / (static_cast<double>(modules_->width) + 2 * (square ? kQrMargin : kBarMargin));
    module_height_ = square ? module_width_ : height;
    height_ = square ? width : height;
    offset_ = align == Align::centre ? (width_ - width) / 2 : align == Align::right ? width_ - width : 0;
}

void Placed::draw(cairo_t* cairo, double left, double top) const
{
    if (setting_) setting_->draw(cairo, left, top, 0, setting_->lines());
    if (rule_ > 0) {
        cairo_set_line_width(cairo, 0.7);
        cairo_move_to(cairo, left + (width_ - rule_) / 2, top + kRuleRoom / 2);
        cairo_rel_line_to(cairo, rule_, 0);
        cairo_stroke(cairo);
    }
    if (!modules_) return;
    const bool square = modules_->height > 1;
    const double x = left + offset_ + (square ? kQrMargin : kBarMargin) * module_width_;
    const double y = top + (square ? kQrMargin * module_height_ : 0);
    for (std::size_t row = 0; row < modules_->height; ++row) {
        for (std::size_t from = 0; from < modules_->width;) {
            std::size_t to = from;
            while (to < modules_->width && modules_->at(to, row)) ++to;
            // One rectangle for a run of dark modules: between two of them a printer may leave a light line.
            if (to > from)
                cairo_rectangle(cairo, x + static_cast<double>(from) * module_width_,
                                y + static_cast<double>(row) * module_height_,
                                static_cast<double>(to - from) * module_width_, module_height_);
            from = to + 1;
        }
    }
    cairo_fill(cairo);
}

}  // namespace lt::print
