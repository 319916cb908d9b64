// Scanned pages in a TIFF, as a PDF. For picture_page.cpp.
#pragma once

#include <string>
#include <string_view>

#include "kit/base/result.h"
#include "kit/print/print.h"

namespace lt::print {

// One page for each picture of the file, in its order; small previews of them are left out. Black and white goes in without loss, grey and
// colour as JPEG. Decoded in a child process of bounded memory and time. `invalid`, at "file": damaged, or more than it may be.
base::Result<std::string> tiff_pages(std::string_view tiff, const About& about);

}  // namespace lt::print
