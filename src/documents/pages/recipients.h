// Choosing recipients: by name, by group, by level of administration.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "documents/pages/call.h"

namespace lt::documents::pages {

// Agencies that the form names one by one or by group, each once, in the order of the directory; none of `without`.
std::vector<std::int64_t> chosen_recipients(const Call& call, const std::set<std::int64_t>& without = {});

// The picker and the boxes of whole groups. `find` narrows the list to what it matches and what is chosen. `without` are
// not offered: they have the document already.
void add_recipients(const Call& call, page::FormView& form, const std::vector<std::int64_t>& chosen,
                    const std::string& find, View& view, const std::set<std::int64_t>& without = {});

}  // namespace lt::documents::pages
