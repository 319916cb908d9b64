// What the page of a dossier, and the one for everybody, say of ratings and petitions.
#pragma once

#include "dossiers/pages/call.h"

namespace lt::dossiers::pages {

// For leaders and the desk of the agencies that have it: sets view["voices"], adds the link by which the desk writes a petition down.
void add_voices(View& view, const Call& call, db::Transaction& tx, const Dossier& dossier,
                const std::map<std::int64_t, std::string>& people);

// Of /tra-cuu: where to rate and to petition, and how petitions stand; sets view["followed_voices"].
void add_followed_voices(View& view, const Call& call, db::Transaction& tx, const lists::Followed& dossier);

}  // namespace lt::dossiers::pages
