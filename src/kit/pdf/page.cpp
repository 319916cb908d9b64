#include "kit/pdf/page.h"

#include <algorithm>
#include <utility>

#include "kit/pdf/qpdf.h"
#include "kit/pdf/syntax.h"

namespace lt::pdf {
namespace {

bool is_turned(int rotation) { return rotation == 90 || rotation == 270; }

QPDFObjectHandle::Rectangle rectangle_of(QPDFObjectHandle box)
{
    if (!box.isRectangle()) return {0, 0, 612, 792};
    const auto r = box.getArrayAsRectangle();
    return {std::min(r.llx, r.urx), std::min(r.lly, r.ury), std::max(r.llx, r.urx), std::max(r.lly, r.ury)};
}

}  // namespace

PageView::PageView(const QPDFObjectHandle& page)
{
    QPDFPageObjectHelper helper(page);
    const auto media = rectangle_of(helper.getAttribute("/MediaBox", false));
    QPDFObjectHandle crop = helper.getAttribute("/CropBox", false);
    auto shown = crop.isNull() ? media : rectangle_of(crop);
    // A crop box that reaches over the paper ends there (14.11.2).
    shown = {std::max(shown.llx, media.llx), std::max(shown.lly, media.lly), std::min(shown.urx, media.urx),
             std::min(shown.ury, media.ury)};
    if (shown.urx <= shown.llx || shown.ury <= shown.lly) shown = media;
    left_ = shown.llx;
    bottom_ = shown.lly;
    width_ = shown.urx - shown.llx;
    height_ = shown.ury - shown.lly;
    QPDFObjectHandle rotate = helper.getAttribute("/Rotate", false);
    if (rotate.isInteger()) rotation_ = static_cast<int>((rotate.getIntValue() % 360 + 360) % 360) / 90 * 90;
}

double PageView::width() const { return is_turned(rotation_) ? height_ : width_; }
double PageView::height() const { return is_turned(rotation_) ? width_ : height_; }

bool PageView::holds(const Box& box) const
{
    constexpr double kRounding = 0.5;
    return box.right - box.left >= 1 && box.top - box.bottom >= 1 && box.left >= -kRounding &&
           box.bottom >= -kRounding && box.right <= width() + kRounding && box.top <= height() + kRounding;
}

std::string PageView::rectangle(const Box& box) const
{
    // A page that is shown turned clockwise by 90 degrees has its x axis upwards to the reader, and so on.
    const auto back = [&](double x, double y) -> std::pair<double, double> {
        switch (rotation_) {
        case 90: return {width_ - y, x};
        case 180: return {width_ - x, height_ - y};
        case 270: return {y, height_ - x};
        default: return {x, y};
        }
    };
    const auto [ax, ay] = back(box.left, box.bottom);
    const auto [bx, by] = back(box.right, box.top);
    return "[" + number(left_ + std::min(ax, bx)) + " " + number(bottom_ + std::min(ay, by)) + " " +
           number(left_ + std::max(ax, bx)) + " " + number(bottom_ + std::max(ay, by)) + "]";
}

Canvas canvas_of(QPDFObjectHandle field)
{
    const auto box = rectangle_of(field.getKey("/Rect"));
    Canvas canvas{box.urx - box.llx, box.ury - box.lly};
    if (field.getKey("/P").isDictionary()) canvas.rotation = PageView(field.getKey("/P")).rotation();
    if (is_turned(canvas.rotation)) std::swap(canvas.width, canvas.height);
    return canvas;
}

}  // namespace lt::pdf
