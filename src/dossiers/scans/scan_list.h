// The scan folder on a page: each of its newest files with the choice of the paper that it is.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "dossiers/pages/call.h"

namespace lt::dossiers::pages {

// For the partial `_scans`: what is there now, with what was chosen in the form that was sent. `papers`: number and name. Absent where no folder
// is configured.
void add_scan_list(const Call& call, db::Transaction& tx, View& view, page::FormView& form,
                   const std::vector<std::pair<int, std::string>>& papers);

// One of the folder's files, to be looked at before it is chosen.
http::Response scan(const Call& call);

// The chosen files, read into the store, beside those that were uploaded.
void take_scans(const Call& call, FormFiles& files);

}  // namespace lt::dossiers::pages
