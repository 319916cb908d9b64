// Signing with a key that is open: what both one-step signatures (file, token) and those made elsewhere end with.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "kit/pdf/picture.h"
#include "kit/pdf/sign.h"
#include "signing/api.h"

namespace lt::signing {

// A key taken in hand for the acts of one request, with the picture that its signatures show.
struct Hand {
    Key key;
    std::unique_ptr<crypto::Signer> signer{};
    std::optional<pdf::Picture> picture{};
};

// Why a key that is in order by itself signs nothing: its certificate has been revoked, as its issuer says when asked now. Whoever
// begins to sign asks this first, before a number is taken.
std::optional<base::Message> why_revoked(Services&, const crypto::Certificate&,
                                         const std::vector<crypto::Certificate>& chain);

// Opens the key `uid` of the official in the acting agency, or the agency's own (`official` 0). Faults as of open(); `invalid` at
// the field "key" for one that is not there and for one whose certificate is revoked.
base::Result<Hand> take_up(Services&, const db::Scope&, const std::string& uid, std::int64_t official,
                           base::Secret pin);

// Fills the hole: the holder of the key signs, the timestamp authority proves when, where one is configured (PAdES B-T, otherwise
// B-B). Fault `unavailable` when holder or authority do not answer; nothing is lost then.
base::Result<std::string> put_signature(Services&, pdf::Unsigned file, Hand& hand);

// What somebody else is given to sign: the SHA-256 (32 raw bytes) of CmsDraft::to_sign of this certificate and file.
std::string digest_to_sign(const Key& key, const pdf::Unsigned& file);

// The picture that signatures of a key show.
base::Result<std::optional<pdf::Picture>> picture_of(Services&, const Key& key);

// The same for a signature value that came from elsewhere, made over CmsDraft::to_sign of this certificate and file.
base::Result<std::string> put_signature(Services&, pdf::Unsigned file, const Key& key,
                                        const std::string& value);

}  // namespace lt::signing
