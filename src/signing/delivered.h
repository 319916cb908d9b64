// A file that was signed by a program of the signer, outside: whether it is what was given away, with nothing but the signature added.
#pragma once

#include <string>

#include "kit/base/clock.h"
#include "kit/base/result.h"
#include "kit/crypto/certificate.h"

namespace lt::signing {

// Refused, with the reason (field "uploadfile"): what does not begin with `given`; not exactly one new signature; one that is broken, does
// not cover the whole file, hashes with SHA-1 or MD5 or was made with another certificate than `signer`; anything done beside signing, also a
// value of a field; an earlier signature that does not hold any more. Whom the certificate is believed to belong to is not asked here: it was registered.
base::Result<base::Done> check_delivered(const std::string& given, const std::string& delivered,
                                         const crypto::Certificate& signer, base::Time now);

}  // namespace lt::signing
