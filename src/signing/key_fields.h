// The fields of a form that signs: with which certificate, and the PIN or password that opens its key.
#pragma once

#include <vector>

#include "kit/page/page.h"
#include "signing/api.h"

namespace lt::signing {

// This process opens it with a PIN or password; other keys sign elsewhere, by acts (acts.h).
bool needs_pin(const Key& key);
// It is valid now and can be reached: with a PIN, at a service that is connected, or with the plug-in on the signer's machine.
bool can_sign(const Services& services, const Key& key, base::Time now);

// Fields "key" and, where a key needs it, "pin". The first key is chosen.
void add_key_fields(page::FormView& form, const page::Words& tr, const Services& services,
                    const std::vector<Key>& keys);

}  // namespace lt::signing
