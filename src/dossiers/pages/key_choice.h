// The choice of a certificate on pages that sign: at once with a PIN, or elsewhere (signing/acts.h) where the page goes on there.
#pragma once

#include <optional>
#include <vector>

#include "dossiers/pages/call.h"
#include "signing/api.h"

namespace lt::dossiers::pages {

struct Keys {
    std::vector<signing::Key> here{};  // that this server reaches
    std::vector<signing::Key> away{};  // at a service that is connected, or on the signer's machine
    bool elsewhere = false;            // there are others than `here`

    std::vector<signing::Key> all() const;  // that can sign now
};
// Valid now, of an official in the acting agency, or the agency's own (`official` 0).
Keys keys_of(const Call& call, const db::Scope& scope, std::int64_t official);

// The fields "key" and, where one of them needs it, "pin".
void add_key_choice(const Call& call, page::FormView& form, const std::vector<signing::Key>& keys);

// The key that the form names, when it signs elsewhere; nothing for one that is opened here and for none.
std::optional<signing::Key> key_away_in_form(const Call& call, const db::Scope& scope, std::int64_t official);

}  // namespace lt::dossiers::pages
