#include "kit/xml_signature/judge.h"

#include <algorithm>
#include <array>

namespace lt::xml_signature {
namespace {

// The digest that will be the first to be given up.
std::string weakest(const std::vector<std::string>& digests)
{
    for (const char* one : {"", "SHA1", "SHA224", "SHA256", "SHA384"})
        if (std::find(digests.begin(), digests.end(), one) != digests.end()) return one;
    return digests.empty() ? "" : digests.front();
}

}  // namespace

crypto::SignatureVerdict judge(const XmlSignature& signature, const crypto::ValidationInput& input)
{
    if (!signature.form_refused.empty()) {
        crypto::SignatureVerdict refused;
        refused.sub = crypto::SubIndication::format_failure;
        refused.signer = signature.signer;
        return refused;
    }
    crypto::CmsFault fault = signature.fault;
    if (fault == crypto::CmsFault::none && !signature.names_certificate)
        fault = crypto::CmsFault::no_reference;
    return crypto::judge_checked({.check = {signature.intact, signature.genuine, fault},
                                  .signer = signature.signer,
                                  .certificates = signature.certificates,
                                  .claimed_at = signature.claimed_time,
                                  .digest = weakest(signature.digests),
                                  .timestamp_token = signature.timestamp_token,
                                  .timestamped = signature.timestamped},
                                 input);
}

}  // namespace lt::xml_signature
