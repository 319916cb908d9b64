// Looking at a dossier is written down, and who answers for it reads who has looked.
#pragma once

#include <optional>

#include "dossiers/pages/call.h"
#include "kit/db/db.h"

namespace lt::dossiers::pages {

// The dossier of the page, nothing for one that is not to be seen. That its page `what` was looked at is sent along with the next statement, and
// stands when the page commits.
std::optional<Dossier> look_at(const Call& call, db::Transaction& tx, const char* what);

// Leaders of the agencies that received or decide it.
bool may_see_looks(const Call& call, const Dossier& dossier);

// GET /dossiers/{uid}/looks: who looked at one. GET /dossiers/looks: searches, lists and exports of the own agency; ?number=: who looked a citizen up.
http::Response dossier_looks(const Call&);
http::Response agency_looks(const Call&);

}  // namespace lt::dossiers::pages
