// The pages of a PDF to draw on: sheets, margins, page numbers. Y grows downwards, in points.
#pragma once

#include <memory>
#include <string>

#include <pango/pangocairo.h>

#include "kit/print/print.h"
#include "kit/print/setting.h"

namespace lt::print {

// A page as its reader sees it; two of them may lie on one sheet.
struct Geometry {
    double width = 0;
    double height = 0;
    double left = 0;  // margins
    double right = 0;
    double top = 0;
    double bottom = 0;
};

class Canvas {
public:
    explicit Canvas(const About& about);
    ~Canvas();
    Canvas(const Canvas&) = delete;
    Canvas& operator=(const Canvas&) = delete;

    cairo_t* cairo() const { return cairo_; }
    PangoContext* pango() const { return context_.get(); }
    double left() const { return page_.left; }
    double width() const { return page_.width - page_.left - page_.right; }
    double top() const { return page_.top; }
    double bottom() const { return page_.height - page_.bottom; }

    unsigned pages() const { return pages_; }

    // The next page, with what stands on each.
    void next_page();
    void begin_copy();
    // `end` is where the last page's text ends: a roll is cut there.
    std::string finish(double end);

private:
    void mark_page();
    About about_;
    Geometry page_;
    std::string out_{};
    cairo_surface_t* surface_;
    cairo_t* cairo_;
    std::unique_ptr<PangoContext, Unref> context_;
    unsigned number_ = 1;  // of the page in its copy
    unsigned pages_ = 1;
    bool right_half_ = false;
};

}  // namespace lt::print
