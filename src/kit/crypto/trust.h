// Whom this installation believes, and how a certificate is judged at a moment (RFC 5280; EN 319 102-1, clauses 5.2.6 and 5.5).
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kit/base/clock.h"
#include "kit/base/result.h"
#include "kit/crypto/certificate.h"

namespace lt::crypto {

// Words of EN 319 102-1, as far as this program says them.
enum class SubIndication : std::uint8_t {
    none,
    format_failure,
    hash_failure,
    sig_crypto_failure,
    no_signing_certificate_found,
    no_certificate_chain_found,
    certificate_chain_general_failure,
    chain_constraints_failure,
    sig_constraints_failure,
    crypto_constraints_failure,         // never believed, or unknown
    crypto_constraints_failure_no_poe,  // believed once, and nothing proves that it was made then
    revoked,
    revoked_no_poe,
    revoked_ca_no_poe,
    expired,
    out_of_bounds_no_poe,
    not_yet_valid,
    try_later,
    timestamp_order_failure,
    signed_data_not_found,
};
const char* name_of(SubIndication sub);  // "HASH_FAILURE"; "" for none

// A root that is believed, for what and how long: the law says so, not the certificate alone.
struct Anchor {
    Certificate certificate;
    std::string scope{};  // "government", "public"
    base::Time from{};
    base::Time until{};
    std::string basis{};  // the legal act
};

// Revocation lists and answers, DER.
struct Revocations {
    std::vector<std::string> crls{};
    std::vector<std::string> ocsps{};
    bool empty() const { return crls.empty() && ocsps.empty(); }
};

// Which digests and keys count until when.
class AlgorithmPolicy {
public:
    struct Rule {
        std::string digest{};           // "SHA1"; or
        KeyKind kind = KeyKind::other;  // keys of this kind
        int below_bits = 0;             // with fewer bits than this
        base::Time until{};             // are not believed from then on
    };
    AlgorithmPolicy() = default;
    explicit AlgorithmPolicy(std::vector<Rule> rules) : rules_(std::move(rules)) {}
    bool digest_counts(const std::string& digest, base::Time at) const;  // one it does not know never counts
    bool key_counts(const Certificate& certificate, base::Time at) const;
    // What to say of them when they do not count: whether they ever did.
    SubIndication fault_of(const std::string& digest, const Certificate& certificate) const;
    const std::vector<Rule>& rules() const { return rules_; }

private:
    std::vector<Rule> rules_{};
};

struct Judgement {
    SubIndication sub = SubIndication::none;  // none: the certificate was good at that moment
    std::vector<Certificate> path{};  // the certificate first, its anchor last; empty when none was found
    std::string scope{};              // of the anchor
    std::optional<base::Time> revoked_at{};
};

// For many threads at a time.
class TrustStore {
public:
    // `intermediates` and `known` are there for every judgement: certificates and revocation lists that the operator keeps.
    TrustStore(std::vector<Anchor> anchors, AlgorithmPolicy policy,
               std::vector<Certificate> intermediates = {}, Revocations known = {});
    ~TrustStore();
    TrustStore(TrustStore&&) noexcept;

    // The certificate at a moment that somebody vouches for (a timestamp, or now). Revocation of each certificate below the anchor
    // must be known from `known`: TRY_LATER otherwise. Data older than `at` counts until its nextUpdate and `grace` more; an OCSP
    // answer without nextUpdate, which is good for its own moment only, counts for `grace`.
    Judgement judge(const Certificate& certificate, const std::vector<Certificate>& others,
                    const Revocations& known, base::Time at, std::chrono::seconds grace = {}) const;
    const AlgorithmPolicy& policy() const;
    const std::vector<Anchor>& anchors() const;
    const std::vector<Certificate>& intermediates() const;
    const Revocations& known() const;

private:
    std::unique_ptr<struct TrustStoreState> state_;
};

}  // namespace lt::crypto
