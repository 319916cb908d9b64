// A scan that is an image, as a PDF.
#pragma once

#include <string>
#include <string_view>

#include "kit/base/result.h"
#include "kit/print/print.h"

namespace lt::print {

// JPEG goes in as it is, byte by byte; PNG without loss; a TIFF with all its pages (tiff_pages.h). A page is of A4, upright or on its side as
// the image is, which fills it as far as its shape allows. `invalid`, at "file": another type, damaged, or of more than 40 million points.
base::Result<std::string> picture_page(std::string_view image, std::string_view media_type,
                                       const About& about);

}  // namespace lt::print
