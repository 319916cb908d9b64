// The choice of a certificate on pages that sign at once, with a PIN.
#pragma once

#include <vector>

#include "dossiers/pages/call.h"
#include "signing/api.h"

namespace lt::dossiers::pages {

// Keys that this server reaches: the others are at a service or on the signer's own device.
bool opens_here(const signing::Key& key);

struct Keys {
    std::vector<signing::Key> here{};
    bool elsewhere = false;  // there are others
};
// Valid now, of an official in the acting agency, or the agency's own (`official` 0).
Keys keys_of(const Call& call, const db::Scope& scope, std::int64_t official);

// The fields "key" and "pin".
void add_key_choice(const Call& call, page::FormView& form, const std::vector<signing::Key>& keys);

}  // namespace lt::dossiers::pages
