// The verdict on a signature, whatever file it is in (EN 319 102-1): intact, genuine, by whom, and whether his certificate was good at
// the best moment that somebody vouches for. A timestamp proves that what it covers existed; later timestamps prove earlier ones
// (clause 5.6), so that a signature outlives its certificate.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kit/base/clock.h"
#include "kit/crypto/certificate.h"
#include "kit/crypto/cms.h"
#include "kit/crypto/timestamp.h"
#include "kit/crypto/trust.h"

namespace lt::crypto {

enum class Indication : std::uint8_t { passed, failed, indeterminate };
const char* name_of(Indication indication);  // "total-passed", "total-failed", "indeterminate"

// The baseline level as found, not as claimed (EN 319 122-1, 132-1, 142-1).
enum class Level : std::uint8_t { none, b, t, lt, lta };
const char* name_of(Level level);  // "B-LT"; "" for none

struct SignatureVerdict {
    Indication indication = Indication::indeterminate;
    SubIndication sub = SubIndication::none;
    bool intact = false;                   // the content is what was signed
    bool cryptographically_valid = false;  // and the key of `signer` signed it
    std::optional<Certificate> signer{};
    std::vector<Certificate> path{};         // to the anchor; empty when none was found
    std::string scope{};                     // of the anchor
    std::optional<base::Time> claimed_at{};  // by the signer; a timestamp's own time
    std::optional<base::Time> proven_at{};   // by a timestamp that is believed: the signature existed then
    std::optional<base::Time> revoked_at{};
    // Of the timestamp inside the signature, believed or not: its own time, its authority with the path to the anchor.
    std::optional<base::Time> timestamped_at{};
    std::vector<Certificate> timestamp_path{};
    Level level = Level::none;  // none, b or t; what a format adds for longer is the format's to say
    std::string digest{};       // "SHA256"

    bool passed() const { return indication == Indication::passed; }
};

struct ValidationInput {
    const TrustStore& trust;
    base::Time now{};
    Revocations known{};
    std::vector<Certificate> certificates{};  // beside those in the signature, to find ways to an anchor
    std::chrono::seconds grace{};             // for revocation data past their nextUpdate
    std::optional<base::Time> seen_at{};      // a later timestamp, judged good, covers the signature
    // The kind of signature must name its certificate among what it signs, as every baseline signature does.
    bool baseline = true;
};

// A signature of any format, checked in itself by whoever knows the format.
struct CheckedSignature {
    CmsCheck check{};
    std::optional<Certificate> signer{};
    std::vector<Certificate> certificates{};  // all inside
    std::optional<base::Time> claimed_at{};
    std::string digest{};                    // the weakest that it rests on
    std::string timestamp_token{};           // DER; "" without
    std::string timestamped{};               // what the token must be over
    std::optional<base::Time> not_before{};  // a believed timestamp of the content from before it was signed
};
SignatureVerdict judge_checked(const CheckedSignature& signature, const ValidationInput& input);
// A CMS over pieces of content: CAdES, and PAdES with its byte ranges. Revocation data inside it are known as well.
SignatureVerdict judge_signature(const CmsSignature& signature, std::span<const std::string_view> content,
                                 const ValidationInput& input);
// A CMS over the SHA-1 of the content, as /SubFilter/adbe.pkcs7.sha1 of old has it (ISO 32000-1, 12.8.3.3).
SignatureVerdict judge_wrapped_signature(const CmsSignature& signature,
                                         std::span<const std::string_view> content,
                                         const ValidationInput& input);
// A bare RSA signature with SHA-1, an OCTET STRING in DER, as /SubFilter/adbe.x509.rsa_sha1 has it (12.8.3.2).
SignatureVerdict judge_bare_signature(const Certificate& signer, std::string_view octets,
                                      std::span<const std::string_view> content,
                                      const ValidationInput& input);
// A timestamp over the content. Passed: it may be believed at `seen_at`, or now.
SignatureVerdict judge_timestamp(const Timestamp& timestamp, std::span<const std::string_view> content,
                                 const ValidationInput& input);
// Whether the data say something of each certificate of a path but its last.
bool tells_of(const Revocations& known, const std::vector<Certificate>& path);

}  // namespace lt::crypto
