// The demo authority's services over HTTP on loopback: OCSP (RFC 6960, A.1), CRL, certificates, timestamps (RFC 3161, 3.4).
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include "kit/pki/authority.h"

namespace lt::pki {

// Answers from its construction to its destruction, on 127.0.0.1 and nowhere else. Port 0 is the folder's own, or a free one for a
// new folder. An own port that is taken by others throws std::runtime_error.
class DemoAuthority {
public:
    DemoAuthority(const std::filesystem::path& folder, std::shared_ptr<const base::Clock> clock,
                  std::uint16_t port = 0);
    ~DemoAuthority();

    Authority& authority();
    const std::string& url() const;  // "http://127.0.0.1:1234"
    std::string timestamp_url() const;
    crypto::Identity issue(const Holder& holder) { return authority().issue(holder); }
    void revoke(const crypto::Certificate& certificate, base::Time at)
    {
        authority().revoke(certificate, at);
    }

private:
    std::unique_ptr<struct DemoAuthorityState> state_;
};

}  // namespace lt::pki
