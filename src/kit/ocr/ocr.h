// What stands on a scan, as text. Tesseract and poppler do it in child processes with bounded time and memory (kit/text/child.h), one page
// after the other; nothing lies on a disk. Takes seconds: for jobs, never within a request.
#pragma once

#include <string>
#include <string_view>

#include "kit/base/result.h"
#include "kit/text/text.h"

namespace lt::ocr {

// Of one page: Tesseract needs some hundred MB for a page of 300 dpi.
inline constexpr text::Limits kPageLimits{.text = 64ull << 20,
                                          .input = 64ull << 20,
                                          .cpu_seconds = 40,
                                          .memory = 2ull << 30,
                                          .wall = std::chrono::seconds(45),
                                          .nice = 10};

struct Options {
    int pages = 3;  // from the first one on; the rest is not read
    std::chrono::seconds whole{
        180};  // after it no further page is begun: a job must end within its lease (kit/jobs)
    text::Limits limits = kPageLimits;
};

// The text of a PDF, PNG, JPEG or TIFF in Vietnamese, as valid UTF-8; a PDF that brings letters of its own is not looked at as a picture.
// Empty: nothing stands on it. `invalid`: broken, too costly, of another type. `unavailable`: this machine has no Tesseract.
base::Result<std::string> read(std::string_view file, std::string_view media_type,
                               const Options& options = {});

}  // namespace lt::ocr
