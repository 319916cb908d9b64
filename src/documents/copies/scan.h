// What ND 30/2020, Annex I asks of a paper document that becomes an electronic copy: PDF 1.4 or later, in colour, at least 200 dpi, at full
// size. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kit/base/result.h"
#include "kit/text/scan.h"

namespace lt::documents {

constexpr int kLeastDpi = 200;

// Every page that is not good enough, with what was measured and what to do, at the field "files". Pages that a program wrote have no
// resolution and pass.
std::optional<base::Error> check_scan(const text::Scan& scan, const std::string& file_name);

// "1, 3–5".
std::string page_list(const std::vector<int>& pages);

}  // namespace lt::documents
