// Timestamps of a trusted authority (RFC 3161, RFC 5816).
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "kit/base/clock.h"
#include "kit/base/result.h"
#include "kit/crypto/cms.h"

namespace lt::crypto {

struct Timestamp {
    base::Time at{};
    std::string digest{};   // "SHA256": of the imprint; "" when unknown
    std::string imprint{};  // raw
    CmsSignature cms{};

    // The token itself is right: signature, reference to the certificate, a certificate for timestamps.
    CmsFault check() const;
    // It speaks of this content.
    bool covers(std::span<const std::string_view> content) const;
};

base::Result<Timestamp> read_timestamp(std::string_view token);  // DER, with nothing but zeros behind it

// A request for a token over this SHA-256, with a nonce and the wish for the authority's certificate. DER.
std::string timestamp_query(std::string_view digest);
// The token out of the authority's reply to this query. Refused, for another digest or with another nonce: `unavailable`.
base::Result<std::string> token_of_reply(std::string_view reply, std::string_view query);

}  // namespace lt::crypto
