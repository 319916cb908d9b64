// The forms that were given out, on the page of a dossier.
#pragma once

#include "dossiers/pages/call.h"

namespace lt::dossiers::pages {

// Into view["slips"]; right after the act the newest one goes to the printer, as view["print_now"].
void add_slips(View& view, const Call& call, db::Transaction& tx, const Dossier& dossier);

}  // namespace lt::dossiers::pages
