// What the pages of a PDF look like as scans: how finely their pictures stand on the paper, and whether in colour. Measured by poppler
// in a child process (child.h), like the text.
#pragma once

#include <string_view>
#include <vector>

#include "kit/base/result.h"
#include "kit/text/text.h"

namespace lt::text {

struct PageScan {
    double width = 0;      // of the page, mm
    double height = 0;     // mm
    bool is_scan = false;  // pictures cover at least half of the page; otherwise it was written by a program
    int dpi = 0;  // of the least fine pictures of a scan, with which nine tenths of the page are covered
    bool in_colour = false;
};

struct Scan {
    int version = 0;  // 14 for PDF 1.4
    std::vector<PageScan> pages{};
};

// `invalid`: the file is broken, encrypted or too costly. Throws std::runtime_error when the system has no poppler-utils.
base::Result<Scan> measure_scan(std::string_view pdf, const Limits& limits = {});

}  // namespace lt::text
