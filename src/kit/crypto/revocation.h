// What a revocation list or an OCSP answer says of one certificate, and who answers for it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kit/base/clock.h"
#include "kit/crypto/certificate.h"

namespace lt::crypto {

struct Standing {
    base::Time this_update{};
    std::optional<base::Time> next_update{};
    std::optional<base::Time> revoked_at{};
    std::string digest{};  // "SHA256": how the statement was signed; "" when unknown
    // Who answered in the issuer's name by a certificate that may itself be revoked (without id-pkix-ocsp-nocheck).
    std::optional<Certificate> responder{};
};

// Nothing when the data is not about this certificate, or not signed by who may say it (RFC 5280, 6.3; RFC 6960, 4.2.2.2). Nothing, too,
// when it was made after the certificate's end and does not promise to remember certificates that ended: lists drop them.
std::optional<Standing> standing_by_crl(std::string_view der, const Certificate& certificate,
                                        const Certificate& issuer);
std::optional<Standing> standing_by_ocsp(std::string_view der, const Certificate& certificate,
                                         const Certificate& issuer);

}  // namespace lt::crypto
