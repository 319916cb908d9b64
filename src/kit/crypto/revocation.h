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
};

// Nothing when the data is not about this certificate, or not signed by who may say it. RFC 5280, 6.3; RFC 6960, 4.2.2.2.
std::optional<Standing> standing_by_crl(std::string_view der, const Certificate& certificate,
                                        const Certificate& issuer);
std::optional<Standing> standing_by_ocsp(std::string_view der, const Certificate& certificate,
                                         const Certificate& issuer);

}  // namespace lt::crypto
