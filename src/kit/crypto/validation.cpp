#include "kit/crypto/validation.h"

#include <algorithm>

#include "kit/crypto/openssl.h"
#include "kit/crypto/revocation.h"
#include "kit/crypto/revocation_data.h"

namespace lt::crypto {
namespace {

void set(SignatureVerdict& verdict, Indication indication, SubIndication sub)
{
    verdict.indication = indication;
    verdict.sub = sub;
}

// Clauses 5.2.2, 5.2.3 and 5.2.7. True when the signature is right in itself.
bool right_in_itself(SignatureVerdict& verdict, CmsFault fault, bool baseline)
{
    switch (fault) {
    case CmsFault::none: verdict.level = Level::b; return true;
    case CmsFault::no_reference:
        if (verdict.cryptographically_valid && !baseline) return true;
        set(verdict, Indication::indeterminate, SubIndication::sig_constraints_failure);
        return false;
    case CmsFault::no_certificate:
    case CmsFault::other_certificate:
        set(verdict, Indication::indeterminate, SubIndication::no_signing_certificate_found);
        return false;
    case CmsFault::unknown_algorithm:
        set(verdict, Indication::indeterminate, SubIndication::crypto_constraints_failure);
        return false;
    case CmsFault::wrong_digest: set(verdict, Indication::failed, SubIndication::hash_failure); return false;
    case CmsFault::wrong_signature:
        set(verdict, Indication::failed, SubIndication::sig_crypto_failure);
        return false;
    }
    return false;
}

// The certificate at the moment `at`; it is `proven` when a timestamp says that the signature was there then. `since` is a moment that
// the signature can't be older than: a timestamp of the content before it was signed says so. Only that turns an end of the certificate
// against the signature for sure: a late timestamp alone does not (clauses 5.2.6.4, 5.5.4).
void judge_certificate(SignatureVerdict& verdict, const std::vector<Certificate>& others,
                       const ValidationInput& input, base::Time at, bool proven,
                       std::optional<base::Time> since, std::chrono::seconds grace)
{
    const Judgement judged = input.trust.judge(*verdict.signer, others, input.known, at, grace);
    verdict.path = judged.path;
    verdict.scope = judged.scope;
    verdict.revoked_at = judged.revoked_at;
    switch (judged.sub) {
    case SubIndication::none: set(verdict, Indication::passed, SubIndication::none); break;
    case SubIndication::revoked_no_poe:
        if (since && judged.revoked_at && *judged.revoked_at <= *since)
            set(verdict, Indication::failed, SubIndication::revoked);
        else
            set(verdict, Indication::indeterminate, SubIndication::revoked_no_poe);
        break;
    case SubIndication::out_of_bounds_no_poe:
    case SubIndication::not_yet_valid:
        if (proven && at < verdict.signer->not_before())
            set(verdict, Indication::failed, SubIndication::not_yet_valid);
        else if (since && verdict.signer->not_after() < *since)
            set(verdict, Indication::failed, SubIndication::expired);
        else
            set(verdict, Indication::indeterminate, SubIndication::out_of_bounds_no_poe);
        break;
    case SubIndication::format_failure:
    case SubIndication::signed_data_not_found:
    case SubIndication::hash_failure:
    case SubIndication::sig_crypto_failure:
    case SubIndication::no_signing_certificate_found:
    case SubIndication::no_certificate_chain_found:
    case SubIndication::certificate_chain_general_failure:
    case SubIndication::chain_constraints_failure:
    case SubIndication::sig_constraints_failure:
    case SubIndication::crypto_constraints_failure:
    case SubIndication::crypto_constraints_failure_no_poe:
    case SubIndication::revoked_ca_no_poe:
    case SubIndication::revoked:
    case SubIndication::expired:
    case SubIndication::try_later:
    case SubIndication::timestamp_order_failure: set(verdict, Indication::indeterminate, judged.sub); break;
    }
}

// False, and said, when the algorithms of the signature do not count at `at`.
bool algorithms_count(SignatureVerdict& verdict, const std::string& digest, const ValidationInput& input,
                      base::Time at)
{
    const AlgorithmPolicy& policy = input.trust.policy();
    if (policy.digest_counts(digest, at) && policy.key_counts(*verdict.signer, at)) return true;
    set(verdict, Indication::indeterminate, policy.fault_of(digest, *verdict.signer));
    return false;
}

std::vector<Certificate> together(std::vector<Certificate> certificates, const ValidationInput& input)
{
    certificates.insert(certificates.end(), input.certificates.begin(), input.certificates.end());
    return certificates;
}

// What is left when the signature is right in itself: the moment, and the certificate at it.
void judge_signer(SignatureVerdict& verdict, const std::vector<Certificate>& others,
                  const ValidationInput& input, const std::string& token, std::string_view value,
                  std::optional<base::Time> since)
{
    base::Time at = input.now;
    if (input.seen_at && *input.seen_at < at) {
        at = *input.seen_at;
        verdict.proven_at = at;
    }
    if (const auto stamp = read_timestamp(token); !token.empty() && stamp) {
        SignatureVerdict judged = judge_timestamp(*stamp, {&value, 1}, input);
        if (judged.passed()) {
            at = std::min(at, stamp->at);
            verdict.proven_at = at;
        }
        if (judged.intact && judged.cryptographically_valid && verdict.level == Level::b)
            verdict.level = Level::t;
        verdict.timestamped_at = stamp->at;
        verdict.timestamp_path = std::move(judged.path);
    }
    if (!algorithms_count(verdict, verdict.digest, input, at)) return;
    if (!verdict.signer->may_sign()) {
        set(verdict, Indication::indeterminate, SubIndication::chain_constraints_failure);
        return;
    }
    judge_certificate(verdict, others, input, at, verdict.proven_at.has_value(), since, input.grace);
}

}  // namespace

const char* name_of(Indication indication)
{
    switch (indication) {
    case Indication::passed: return "total-passed";
    case Indication::failed: return "total-failed";
    case Indication::indeterminate: return "indeterminate";
    }
    return "";
}

const char* name_of(Level level)
{
    switch (level) {
    case Level::none: return "";
    case Level::b: return "B-B";
    case Level::t: return "B-T";
    case Level::lt: return "B-LT";
    case Level::lta: return "B-LTA";
    }
    return "";
}

SignatureVerdict judge_checked(const CheckedSignature& signature, const ValidationInput& input)
{
    SignatureVerdict verdict;
    verdict.intact = signature.check.intact;
    verdict.cryptographically_valid = signature.check.genuine;
    verdict.signer = signature.signer;
    verdict.claimed_at = signature.claimed_at;
    verdict.digest = signature.digest;
    if (right_in_itself(verdict, signature.check.fault, input.baseline))
        judge_signer(verdict, together(signature.certificates, input), input, signature.timestamp_token,
                     signature.timestamped, signature.not_before);
    return verdict;
}

namespace {

// `digest` is the weakest that holds the signature to what it is about.
SignatureVerdict judge_cms(const CmsSignature& signature, std::span<const std::string_view> content,
                           const ValidationInput& input, const std::string& digest)
{
    // Whoever brings data about himself: who may say them is checked with each.
    ValidationInput with = input;
    const Revocations archived = revocations_in_archival(signature.revocation_archival());
    for (const auto* crls : {&archived.crls, &signature.crls()})
        with.known.crls.insert(with.known.crls.end(), crls->begin(), crls->end());
    with.known.ocsps.insert(with.known.ocsps.end(), archived.ocsps.begin(), archived.ocsps.end());
    std::optional<base::Time> not_before;
    if (const std::string token = signature.content_timestamp(); !token.empty())
        if (const auto stamp = read_timestamp(token);
            stamp && judge_timestamp(*stamp, content, with).passed())
            not_before = stamp->at;
    return judge_checked({.check = signature.examine(content),
                          .signer = signature.signer(),
                          .certificates = signature.certificates(),
                          .claimed_at = signature.claimed_time(),
                          .digest = digest,
                          .timestamp_token = signature.timestamp_token(),
                          .timestamped = signature.signature(),
                          .not_before = not_before},
                         with);
}

}  // namespace

SignatureVerdict judge_signature(const CmsSignature& signature, std::span<const std::string_view> content,
                                 const ValidationInput& input)
{
    return judge_cms(signature, content, input, signature.digest());
}

SignatureVerdict judge_wrapped_signature(const CmsSignature& signature,
                                         std::span<const std::string_view> content,
                                         const ValidationInput& input)
{
    const DigestPtr context(EVP_MD_CTX_new());
    must(EVP_DigestInit_ex(context.get(), EVP_sha1(), nullptr) == 1);
    for (const std::string_view piece : content)
        must(EVP_DigestUpdate(context.get(), piece.data(), piece.size()) == 1);
    std::string digest(20, '\0');
    must(EVP_DigestFinal_ex(context.get(), reinterpret_cast<unsigned char*>(digest.data()), nullptr) == 1);
    const std::string_view inside = signature.content();
    const AlgorithmPolicy& policy = input.trust.policy();
    // SHA-1, whatever the signature over it was made with; unless that is not believed at all.
    SignatureVerdict verdict =
        judge_cms(signature, {&inside, 1}, input,
                  policy.digest_counts(signature.digest(), base::Time::min()) ? "SHA1" : signature.digest());
    if (digest == inside) return verdict;
    verdict.intact = false;
    verdict.cryptographically_valid = false;
    set(verdict, Indication::failed, SubIndication::hash_failure);
    return verdict;
}

SignatureVerdict judge_bare_signature(const Certificate& signer, std::string_view octets,
                                      std::span<const std::string_view> content, const ValidationInput& input)
{
    const unsigned char* from = bytes_of(octets);
    const OctetsPtr read(d2i_ASN1_OCTET_STRING(nullptr, &from, static_cast<long>(octets.size())));
    const std::string_view signature =
        read == nullptr ? std::string_view()
                        : std::string_view(reinterpret_cast<const char*>(ASN1_STRING_get0_data(read.get())),
                                           static_cast<std::size_t>(ASN1_STRING_length(read.get())));
    SignatureVerdict verdict;
    verdict.signer = signer;
    verdict.digest = "SHA1";
    const DigestPtr context(EVP_MD_CTX_new());
    EVP_PKEY* key = X509_get0_pubkey(signer.raw());
    bool fits = key != nullptr && EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA &&
                EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha1(), nullptr, key) == 1;
    for (const std::string_view piece : content)
        fits = fits && EVP_DigestVerifyUpdate(context.get(), piece.data(), piece.size()) == 1;
    fits = fits && EVP_DigestVerifyFinal(context.get(), bytes_of(signature), signature.size()) == 1;
    ERR_clear_error();
    verdict.intact = fits;
    verdict.cryptographically_valid = fits;
    if (fits)
        judge_signer(verdict, input.certificates, input, {}, {}, {});
    else
        set(verdict, Indication::failed, SubIndication::sig_crypto_failure);
    return verdict;
}

SignatureVerdict judge_timestamp(const Timestamp& timestamp, std::span<const std::string_view> content,
                                 const ValidationInput& input)
{
    SignatureVerdict verdict;
    verdict.signer = timestamp.cms.signer();
    verdict.claimed_at = timestamp.at;
    verdict.digest = timestamp.cms.digest();
    const std::string_view info = timestamp.cms.content();
    const CmsCheck check = timestamp.cms.examine({&info, 1});
    verdict.intact = timestamp.covers(content);
    verdict.cryptographically_valid = check.genuine;
    if (!verdict.intact) {
        set(verdict, Indication::failed, SubIndication::hash_failure);
        return verdict;
    }
    if (!right_in_itself(verdict, check.fault, true)) return verdict;
    verdict.level = Level::none;
    const base::Time at = std::min(input.now, input.seen_at.value_or(input.now));
    if (timestamp.at > at) {
        set(verdict, Indication::indeterminate, SubIndication::timestamp_order_failure);
        return verdict;
    }
    if (!verdict.signer->may_timestamp()) {
        set(verdict, Indication::indeterminate, SubIndication::chain_constraints_failure);
        return verdict;
    }
    if (!algorithms_count(verdict, verdict.digest, input, at) ||
        !algorithms_count(verdict, timestamp.digest, input, at))
        return verdict;
    // The authority's certificate must still be good at `at`; that it was not revoked must be known for the moment of the timestamp.
    // Whoever was revoked later made good timestamps until then (RFC 3161, 4).
    const auto since = std::chrono::duration_cast<std::chrono::seconds>(at - timestamp.at);
    judge_certificate(verdict, together(timestamp.cms.certificates(), input), input, at, false, {},
                      input.grace + since);
    if (verdict.passed()) verdict.proven_at = timestamp.at;
    return verdict;
}

bool tells_of(const Revocations& known, const std::vector<Certificate>& path)
{
    for (std::size_t i = 0; i + 1 < path.size(); ++i) {
        const auto by_crl = [&](const std::string& der) {
            return standing_by_crl(der, path[i], path[i + 1]).has_value();
        };
        const auto by_ocsp = [&](const std::string& der) {
            return standing_by_ocsp(der, path[i], path[i + 1]).has_value();
        };
        if (std::none_of(known.crls.begin(), known.crls.end(), by_crl) &&
            std::none_of(known.ocsps.begin(), known.ocsps.end(), by_ocsp))
            return false;
    }
    return !path.empty();
}

}  // namespace lt::crypto
