// An OCSP responder (RFC 6960) for the demo and the tests: the answer to any bytes that somebody sends.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kit/crypto/authority.h"

namespace lt::crypto {

enum class OcspStatus : std::uint8_t { good, revoked, unknown };

struct OcspWord {
    OcspStatus status = OcspStatus::unknown;
    base::Time revoked_at{};
};

// One authority that is answered for. `responder` is the authority itself or has its certificate for OCSP.
struct OcspDuty {
    Certificate issuer;
    const Identity* responder = nullptr;
    std::function<OcspWord(const std::string& serial)>
        word{};  // the serial number in hexadecimal, as Certificate::serial()
};

// DER. Good from `now` to `until`, with the request's nonce where it has one. What is no request gets malformedRequest; one about
// an authority that is not among the duties, or about two of them, unauthorized.
std::string answer_ocsp(std::string_view request, const std::vector<OcspDuty>& duties, base::Time now,
                        base::Time until);

}  // namespace lt::crypto
