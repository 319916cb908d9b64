// What pages show of a linked procedure: the components of a dossier, the dossier that one is a component of.
#pragma once

#include "dossiers/pages/call.h"

namespace lt::dossiers::linked {

// `components` (rows), `has_components`, `component_trouble` (who handles the dossier and its desk may try again) and `parent` (facts or false).
void add_links(html::View& view, const pages::Call& call, db::Transaction& tx, const Dossier& dossier);

// The same rows for everybody who has the code: no code and no link.
void add_followed(html::View& view, const pages::Call& call, db::Transaction& tx, const std::string& code);

// POST /dossiers/{uid}/components: those that could not begin are tried again.
http::Response try_again(const pages::Call& call);

}  // namespace lt::dossiers::linked
