// A text set in lines of a width.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include <pango/pangocairo.h>

#include "kit/print/text.h"

namespace lt::print {

struct Unref {
    void operator()(gpointer object) const { g_object_unref(object); }
};

class Setting {
public:
    // `size` counts where the style has none.
    Setting(PangoContext* context, const Text& text, const Style& style, double width, double size);

    std::size_t lines() const { return lines_.size(); }
    double height() const { return height(0, lines_.size()); }
    // Of the lines [from, to).
    double height(std::size_t from, std::size_t to) const;
    // How many lines from this one on fit into a height.
    std::size_t fitting(std::size_t from, double height) const;
    void draw(cairo_t* cairo, double left, double top, std::size_t from, std::size_t to) const;
    // Dots under the same lines, up to the edge; on the first line from where the first run of the text ends.
    void draw_dots(cairo_t* cairo, double left, double top, std::size_t from, std::size_t to) const;

private:
    struct Line {
        PangoLayoutLine* line = nullptr;  // the layout's own
        double left = 0;
        double top = 0;
        double base = 0;
        double bottom = 0;
    };
    std::unique_ptr<PangoLayout, Unref> layout_;
    std::vector<Line> lines_{};
    double width_;
    double first_run_ = 0;  // where it ends
};

}  // namespace lt::print
