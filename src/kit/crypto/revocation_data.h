// Revocation lists and OCSP answers as data that comes from outside: files of the operator, answers of other servers.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kit/base/result.h"
#include "kit/crypto/certificate.h"
#include "kit/crypto/trust.h"

namespace lt::crypto {

// The DER of a certificate revocation list out of a file in DER or PEM (RFC 5280, 5).
base::Result<std::string> read_crl(std::string_view file);

// Whoever signed an OCSP answer in the name of the issuer; nothing when it was the issuer itself, or the certificate is not inside.
struct OcspResponder {
    Certificate certificate;
    bool needs_no_check =
        false;  // id-pkix-ocsp-nocheck: the issuer vouches for it all its life (RFC 6960, 4.2.2.2.1)
};
std::optional<OcspResponder> ocsp_responder(std::string_view answer, const Certificate& issuer);

// The lists and whole answers in an adbe-revocationInfoArchival (1.2.840.113583.1.1.8; ISO 32000-1, 12.8.3.3.2), as Adobe and many
// authorities' programs put them among the signed attributes. What can't be read is left out; at most 50 of each.
Revocations revocations_in_archival(std::string_view der);

}  // namespace lt::crypto
