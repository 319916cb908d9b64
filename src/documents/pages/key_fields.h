// The fields of a form that signs: with which certificate, and the PIN or password that opens its key.
#pragma once

#include <vector>

#include "documents/pages/call.h"
#include "documents/signatures/acts.h"
#include "signing/act_pages.h"
#include "signing/sign.h"

namespace lt::documents::pages {

// Whose keys a form offers: the acting official's own, or the agency's.
enum class Owner : std::uint8_t { official, agency };

// Keys that can sign from a form here and now: with a PIN, at a service, or with the plug-in on the signer's machine.
std::vector<signing::Key> keys_at_hand(const Call& call, Owner owner);

// Fields "key" and, where a key needs it, "pin".
void add_key_fields(const Call& call, page::FormView& form, const std::vector<signing::Key>& keys);

// The key that the form names, when the signature is made elsewhere: at a service or with the plug-in.
std::optional<signing::Key> key_elsewhere_in_form(const Call& call, Owner owner);

// Begins such a signature over one document; the address to go on at. "" when there is nothing to sign any more.
base::Result<std::string> begin_elsewhere(const Call& call, const signing::Key& key, Purpose purpose,
                                          const ToBegin& document);

// The key that the form names, open; the PIN leaves the form. Wrong PINs are `invalid` at the field "pin".
base::Result<signing::Hand> hand_in_form(const Call& call, Owner owner, base::Secret pin);

// What can't be signed, and a service that does not answer, are said on the page of the document, at the key: nothing has changed, and
// the way on begins there.
template <class Value>
base::Result<Value> at_key(base::Result<Value> result)
{
    if (result) return result;
    const base::Fault fault = result.error().fault;
    if (fault != base::Fault::conflict && fault != base::Fault::unavailable) return result;
    return base::invalid("key", result.error().message);
}

// Where an act of signing goes on, and what its page says.
inline constexpr const char* kActs = "/outgoing/signing";
inline std::string act_path(const std::string& uid) { return std::string(kActs) + "/" + uid; }
signing::ActAbout about_act(const Words& tr, const signing::Act& act);

}  // namespace lt::documents::pages
