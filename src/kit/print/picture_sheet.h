// How a picture lies on its sheet of A4. For picture_page.cpp and tiff_pages.cpp.
#pragma once

#include <algorithm>
#include <cstdint>

namespace lt::print {

// Points of a picture that goes onto a page: 40 million are A4 at 600 dpi.
inline constexpr std::int64_t kMostPoints = 40'000'000;

// In points: the page, and the picture on it.
struct PictureSheet {
    double width = 0, height = 0;
    double left = 0, foot = 0;
    double scale = 1;  // points of the page for one of the picture
};

// Upright or on its side as the picture is, which fills it as far as its shape allows.
inline PictureSheet sheet_of(int width, int height)
{
    constexpr double kA4Long = 841.89;
    constexpr double kA4Short = 595.276;
    const bool lies = width > height;
    PictureSheet out{.width = lies ? kA4Long : kA4Short, .height = lies ? kA4Short : kA4Long};
    out.scale = std::min(out.width / width, out.height / height);
    out.left = (out.width - width * out.scale) / 2;
    out.foot = (out.height - height * out.scale) / 2;
    return out;
}

}  // namespace lt::print
