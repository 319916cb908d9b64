#include "kit/crypto/trust.h"

#include <algorithm>
#include <array>

#include "kit/crypto/openssl.h"
#include "kit/crypto/revocation.h"

namespace lt::crypto {
namespace {

SubIndication path_fault(int error)
{
    switch (error) {
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN: return SubIndication::no_certificate_chain_found;
    case X509_V_ERR_INVALID_CA:
    case X509_V_ERR_PATH_LENGTH_EXCEEDED:
    case X509_V_ERR_PERMITTED_VIOLATION:
    case X509_V_ERR_EXCLUDED_VIOLATION:
    case X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION:
    case X509_V_ERR_KEYUSAGE_NO_CERTSIGN: return SubIndication::chain_constraints_failure;
    default: return SubIndication::certificate_chain_general_failure;
    }
}

// The newest word about a certificate that still counts at `at`. What was said after `at` is best: it knows of all before.
std::optional<Standing> newest_standing(const Certificate& certificate, const Certificate& issuer,
                                        const Revocations& known, const Revocations& kept,
                                        const AlgorithmPolicy& policy, base::Time at,
                                        std::chrono::seconds grace)
{
    std::optional<Standing> best;
    // A responder may answer as long as nobody says that its certificate was revoked. Where its authority names lists, one must have
    // said so; an answer signed by itself would say nothing (RFC 6960, 4.2.2.2.1).
    const auto may_answer = [&](const Certificate& responder) {
        bool heard = false;
        for (const Revocations* data : {&known, &kept})
            for (const std::string& crl : data->crls) {
                const auto one = standing_by_crl(crl, responder, issuer);
                if (one && one->revoked_at) return false;
                heard = heard || one;
            }
        return heard || responder.crl_urls().empty();
    };
    const auto take = [&](std::optional<Standing> one) {
        if (!one || !policy.digest_counts(one->digest, std::max(at, one->this_update)) ||
            (one->responder && !may_answer(*one->responder)))
            return;
        // What was revoked stays so, however old the word.
        const bool counts = one->revoked_at || one->this_update >= at ||
                            one->next_update.value_or(one->this_update) + grace >= at;
        if (counts && (!best || one->this_update > best->this_update)) best = one;
    };
    for (const Revocations* data : {&known, &kept}) {
        for (const std::string& ocsp : data->ocsps) take(standing_by_ocsp(ocsp, certificate, issuer));
        for (const std::string& crl : data->crls) take(standing_by_crl(crl, certificate, issuer));
    }
    return best;
}

}  // namespace

const char* name_of(SubIndication sub)
{
    static constexpr std::array<const char*, 20> kNames{"",
                                                        "FORMAT_FAILURE",
                                                        "HASH_FAILURE",
                                                        "SIG_CRYPTO_FAILURE",
                                                        "NO_SIGNING_CERTIFICATE_FOUND",
                                                        "NO_CERTIFICATE_CHAIN_FOUND",
                                                        "CERTIFICATE_CHAIN_GENERAL_FAILURE",
                                                        "CHAIN_CONSTRAINTS_FAILURE",
                                                        "SIG_CONSTRAINTS_FAILURE",
                                                        "CRYPTO_CONSTRAINTS_FAILURE",
                                                        "CRYPTO_CONSTRAINTS_FAILURE_NO_POE",
                                                        "REVOKED",
                                                        "REVOKED_NO_POE",
                                                        "REVOKED_CA_NO_POE",
                                                        "EXPIRED",
                                                        "OUT_OF_BOUNDS_NO_POE",
                                                        "NOT_YET_VALID",
                                                        "TRY_LATER",
                                                        "TIMESTAMP_ORDER_FAILURE",
                                                        "SIGNED_DATA_NOT_FOUND"};
    return kNames.at(static_cast<std::size_t>(sub));
}

bool AlgorithmPolicy::digest_counts(const std::string& digest, base::Time at) const
{
    static constexpr std::array<std::string_view, 8> kKnown{"SHA1",   "SHA224",   "SHA256",   "SHA384",
                                                            "SHA512", "SHA3-256", "SHA3-384", "SHA3-512"};
    if (std::find(kKnown.begin(), kKnown.end(), digest) == kKnown.end()) return false;
    return std::none_of(rules_.begin(), rules_.end(),
                        [&](const Rule& rule) { return rule.digest == digest && at >= rule.until; });
}

bool AlgorithmPolicy::key_counts(const Certificate& certificate, base::Time at) const
{
    const KeyKind kind = certificate.key_kind();
    if (kind == KeyKind::other) return false;
    return std::none_of(rules_.begin(), rules_.end(), [&](const Rule& rule) {
        return rule.digest.empty() && rule.kind == kind && certificate.key_bits() < rule.below_bits &&
               at >= rule.until;
    });
}

SubIndication AlgorithmPolicy::fault_of(const std::string& digest, const Certificate& certificate) const
{
    return digest_counts(digest, base::Time::min()) && key_counts(certificate, base::Time::min())
               ? SubIndication::crypto_constraints_failure_no_poe
               : SubIndication::crypto_constraints_failure;
}

struct TrustStoreState {
    std::vector<Anchor> anchors;
    AlgorithmPolicy policy;
    std::vector<Certificate> intermediates;
    Revocations known;
    StorePtr store{X509_STORE_new()};
};

TrustStore::TrustStore(std::vector<Anchor> anchors, AlgorithmPolicy policy,
                       std::vector<Certificate> intermediates, Revocations known)
    : state_(new TrustStoreState{std::move(anchors), std::move(policy), std::move(intermediates),
                                 std::move(known)})
{
    for (const Anchor& anchor : state_->anchors)
        must(X509_STORE_add_cert(state_->store.get(), anchor.certificate.raw()) == 1);
    // Time and revocation are judged below, where it is known which moment counts.
    X509_STORE_set_flags(state_->store.get(),
                         X509_V_FLAG_NO_CHECK_TIME | X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_TRUSTED_FIRST);
}

TrustStore::~TrustStore() = default;
TrustStore::TrustStore(TrustStore&&) noexcept = default;

const AlgorithmPolicy& TrustStore::policy() const { return state_->policy; }
const std::vector<Anchor>& TrustStore::anchors() const { return state_->anchors; }
const std::vector<Certificate>& TrustStore::intermediates() const { return state_->intermediates; }
const Revocations& TrustStore::known() const { return state_->known; }

Judgement TrustStore::judge(const Certificate& certificate, const std::vector<Certificate>& others,
                            const Revocations& known, base::Time at, std::chrono::seconds grace) const
{
    Judgement out;
    const StoreContextPtr context(X509_STORE_CTX_new());
    X509StackPtr candidates(sk_X509_new_null());
    for (const Certificate& one : others)
        must(X509_add_cert(candidates.get(), one.raw(), X509_ADD_FLAG_UP_REF) == 1);
    for (const Certificate& one : state_->intermediates)
        must(X509_add_cert(candidates.get(), one.raw(), X509_ADD_FLAG_UP_REF) == 1);
    must(X509_STORE_CTX_init(context.get(), state_->store.get(), certificate.raw(), candidates.get()) == 1);
    const bool found = X509_verify_cert(context.get()) == 1;
    ERR_clear_error();
    if (!found) {
        out.sub = path_fault(X509_STORE_CTX_get_error(context.get()));
        return out;
    }
    const stack_st_X509* path = X509_STORE_CTX_get0_chain(context.get());
    for (int i = 0; i < sk_X509_num(path); ++i) {
        X509* one = sk_X509_value(path, i);
        X509_up_ref(one);
        out.path.emplace_back(std::shared_ptr<x509_st>(X509Ptr(one)));
    }
    const auto anchor = std::find_if(state_->anchors.begin(), state_->anchors.end(), [&](const Anchor& one) {
        return one.certificate == out.path.back() && one.from <= at && at <= one.until;
    });
    if (anchor == state_->anchors.end()) {
        out.sub = SubIndication::no_certificate_chain_found;
        return out;
    }
    out.scope = anchor->scope;
    for (std::size_t i = 0; i + 1 < out.path.size(); ++i) {
        const Certificate& one = out.path[i];
        if (!state_->policy.key_counts(one, at) ||
            !state_->policy.digest_counts(one.signature_digest(), at)) {
            out.sub = state_->policy.fault_of(one.signature_digest(), one);
            return out;
        }
        if (at < one.not_before()) {
            out.sub = SubIndication::not_yet_valid;
            return out;
        }
        if (at > one.not_after()) {
            out.sub = SubIndication::out_of_bounds_no_poe;
            return out;
        }
    }
    // From the anchor down: whoever was revoked says nothing about those below.
    for (std::size_t i = out.path.size() - 1; i-- > 0;) {
        const auto standing =
            newest_standing(out.path[i], out.path[i + 1], known, state_->known, state_->policy, at, grace);
        if (standing && standing->revoked_at && *standing->revoked_at <= at) {
            out.sub = i == 0 ? SubIndication::revoked_no_poe : SubIndication::revoked_ca_no_poe;
            out.revoked_at = standing->revoked_at;
            return out;
        }
        if (!standing) {
            out.sub = SubIndication::try_later;
            return out;
        }
    }
    return out;
}

}  // namespace lt::crypto
