// What connected databases hold, on the pages of the reception and of a dossier.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dossiers/consent/consent.h"
#include "dossiers/pages/call.h"

namespace lt::dossiers::pages {

// The desk asks for them, behind the citizen's consent; while no transaction is open. What went wrong, beside what the vault holds.
std::optional<base::Error> ask_sources(const Call& call, const http::Form& form);
// At the reception, once the citizen has agreed to look there, too: the button, what went wrong (view["unheld"]), and what was found so far,
// into view["papers"].
void add_held(View& view, const Call& call, db::Transaction& tx, const http::Form& typed,
              const consent::Question& question, const std::vector<procedures::NeededPaper>& papers);
// What was ticked of it.
void read_held(const http::Form& form, std::size_t papers, Reception& into);

// Into view["papers"] of a dossier's page, in the order of the papers: what was taken.
void add_taken(View& view, const Call& call, db::Transaction& tx, const Dossier& dossier,
               const std::vector<Paper>& papers);
http::Response held_file(const Call&);

}  // namespace lt::dossiers::pages
