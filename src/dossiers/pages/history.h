// What was done to a dossier, the newest on top: its acts, and the steps of its process that were done in between.
#pragma once

#include "dossiers/pages/call.h"
#include "dossiers/steps.h"

namespace lt::dossiers::pages {

// The view's "log". `people`: of the own agency; officials of others are named by their agency alone where an act is theirs.
void add_history(View& view, const Call& call, const std::vector<Event>& history,
                 const std::vector<Step>& steps, const std::map<std::int64_t, std::string>& people);

}  // namespace lt::dossiers::pages
