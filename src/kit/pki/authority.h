// A certification authority in a folder, for the demo and the tests: root, issuing authority, OCSP responder, timestamp authority, and a
// register of what was issued and revoked. It believes whoever asks. The folder outlives the program; several programs may use it.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kit/base/clock.h"
#include "kit/base/result.h"
#include "kit/crypto/authority.h"

namespace lt::pki {

// Who gets a certificate. A seal is an agency's: its name as `common_name`.
struct Holder {
    std::string common_name{};
    std::string organisation{};
    crypto::CertificateUse use = crypto::CertificateUse::documents;
    crypto::KeyKind kind = crypto::KeyKind::rsa;
    int bits = 2048;
    std::optional<base::Time> from{};   // now
    std::optional<base::Time> until{};  // three years from now
};

// For many threads at a time.
class Authority {
public:
    // Opens the folder, or makes everything in it; keys have mode 0600. `url` is where its services will answer; certificates carry
    // it. A folder that was made for another address throws std::runtime_error.
    Authority(std::filesystem::path folder, const std::string& url, const base::Clock& clock);
    ~Authority();
    Authority(Authority&&) noexcept;
    // The address that the folder was made for.
    static std::optional<std::string> address_of(const std::filesystem::path& folder);

    const std::string& url() const;
    std::string timestamp_url() const;
    const crypto::Identity& root() const;
    const crypto::Identity& issuing() const;
    std::filesystem::path trust_folder() const;  // with root and issuer, as kit/trust reads it

    // The key is in what is returned and nowhere else.
    crypto::Identity issue(const Holder& holder);
    // For a key that is elsewhere, on a token or in a service: a SubjectPublicKeyInfo, DER.
    base::Result<crypto::Certificate> issue_for_key(const Holder& holder, std::string_view public_key);
    void revoke(const std::string& serial,
                base::Time at);  // as Certificate::serial(); not_found is a std::runtime_error
    void revoke(const crypto::Certificate& certificate, base::Time at) { revoke(certificate.serial(), at); }

    // What the services answer; good for `kGood` from now.
    static constexpr std::chrono::hours kGood{24};
    std::string root_crl() const;
    std::string issuing_crl() const;
    std::string ocsp(std::string_view request) const;
    std::string timestamp(std::string_view query) const;

private:
    std::unique_ptr<struct AuthorityState> state_;
};

}  // namespace lt::pki
