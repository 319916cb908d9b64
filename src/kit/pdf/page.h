// How a page is shown: its crop box and its rotation. For kit/pdf only.
#pragma once

#include <string>

#include "kit/pdf/sign.h"

class QPDFObjectHandle;

namespace lt::pdf {

class PageView {
public:
    explicit PageView(const QPDFObjectHandle& page);  // what the page inherits counts too
    double width() const;                             // as shown, in points
    double height() const;
    int rotation() const { return rotation_; }    // 0, 90, 180 or 270 degrees clockwise
    bool holds(const Box& box) const;             // a box with an area, on the page
    std::string rectangle(const Box& box) const;  // where the box is in the space of the page: "[0 0 100 20]"

private:
    double left_ = 0;
    double bottom_ = 0;
    double width_ = 0;  // of the crop box, not turned
    double height_ = 0;
    int rotation_ = 0;
};

// Where something is drawn that shows upright in a field.
struct Canvas {
    double width = 0;  // as shown
    double height = 0;
    int rotation = 0;
};
Canvas canvas_of(QPDFObjectHandle field);

}  // namespace lt::pdf
