// What the page of a dossier says of its results: those on their way, documents drafted for it, what became of what was sent.
#pragma once

#include "dossiers/pages/call.h"

namespace lt::dossiers::pages {

// Sets view["drafts"], view["has_drafts"] and view["delivery"], and adds links for who may act.
void add_result_work(View& view, const Call& call, db::Transaction& tx, const Dossier& dossier);

// Sets view["outstanding"]: what keeps a resolved dossier from being handed over, with the way to each of it; false: nothing.
bool add_outstanding(View& view, const Call& call, db::Transaction& tx, const Dossier& dossier);
// Rows of view["results"]: what the procedure names and the dossier does not have.
View waived_rows(const Call& call, db::Transaction& tx, const Dossier& dossier);

// Of /tra-cuu: sets view["collect"], the way to the electronic copies of a result that was handed over; false: there is none.
void add_collect_link(View& view, const std::string& code, State state);
// Of /tra-cuu: the form by which a receiver confirms, where a result was sent. `error`: of its sending.
void add_receipt_form(View& view, const Call& call, const std::string& code,
                      const std::string& delivery_state, const base::Error* error);

}  // namespace lt::dossiers::pages
