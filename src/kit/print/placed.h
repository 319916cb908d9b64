// A part measured for a width: what stands in columns is measured first and drawn where it fits.
#pragma once

#include <optional>

#include "kit/print/canvas.h"
#include "kit/print/codes.h"
#include "kit/print/setting.h"

namespace lt::print {

class Placed {
public:
    Placed(const Canvas& canvas, const Part& part, double width, double size);
    double height() const { return height_; }
    void draw(cairo_t* cairo, double left, double top) const;

private:
    void place(const Canvas& canvas, const Paragraph& paragraph, double size);
    void place(const Gap& gap) { height_ = gap.height; }
    void place(const Rule& rule);
    void place(const QrCode& code);
    void place(const BarCode& code);
    void place_modules(std::optional<Modules> modules, double width, double height, Align align);
    double width_;
    double height_ = 0;
    std::optional<Setting> setting_{};
    double rule_ = 0;
    std::optional<Modules> modules_{};
    double module_width_ = 0;
    double module_height_ = 0;
    double offset_ = 0;
};

}  // namespace lt::print
