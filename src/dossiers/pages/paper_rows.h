// Rows of papers as a form sends them: paper_N (the key), originals_N, certified_N, copies_N, scan_N with upload_scan_N, reuse_N, held_N, and "N:file"
// of the scan folder. The answers that come with them may ask for other papers than the page showed, so rows are put by their keys.
#pragma once

#include <string>
#include <vector>

#include "kit/base/result.h"
#include "kit/http/message.h"
#include "procedures/api.h"

namespace lt::dossiers::pages {

inline constexpr int kMostPapers = 100;

struct PaperRows {
    std::size_t needed = 0;
    std::vector<std::string> added{};  // keys of papers that the page did not show
    // Of rows that hold something for a paper that is not needed, or that has a row already. They stand behind the needed ones.
    std::vector<std::string> left{};
    std::vector<std::string> twice{};
};
// Gives each row the number of its paper among `keys`, with its files. A row of an unknown paper that holds nothing falls away.
PaperRows arrange_papers(http::Request& request, const std::vector<std::string>& keys);

// What the desk has to look at again before the papers are recorded, at "papers".
base::Wrong wrong_papers(const PaperRows& rows, const procedures::Version& version);

}  // namespace lt::dossiers::pages
