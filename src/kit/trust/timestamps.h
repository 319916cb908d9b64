// Timestamps over HTTP (RFC 3161, 3.4) of the authorities that the operator named.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "kit/base/clock.h"
#include "kit/base/result.h"
#include "kit/crypto/trust.h"
#include "kit/fetch/fetch.h"
#include "kit/trust/back_off.h"

namespace lt::trust {

struct TimestampOptions {
    std::vector<std::string> urls{};  // asked in this order until one answers
    unsigned tries = 2;               // of each
    std::chrono::seconds back_off =
        std::chrono::minutes(1);  // one that did not answer is asked last for so long
    std::chrono::milliseconds connect{3000};
    std::chrono::milliseconds timeout{10000};
    std::chrono::seconds tolerance = std::chrono::minutes(5);  // between the authority's clock and ours
};

// For many threads at a time. All but the options must outlive it.
class TimestampAuthorities {
public:
    TimestampAuthorities(const crypto::TrustStore& trust, fetch::Fetcher& fetcher, const base::Clock& clock,
                         TimestampOptions options);
    // A token over the 32 raw bytes of a SHA-256: checked, by an authority below a believed root, with our nonce and about our time.
    // Otherwise `unavailable`, saying which authority failed and how.
    base::Result<std::string> token(std::string_view sha256);

private:
    base::Result<std::string> ask(const std::string& url, std::string_view sha256);

    const crypto::TrustStore& trust_;
    fetch::Fetcher& fetcher_;
    const base::Clock& clock_;
    TimestampOptions options_;
    BackOff back_off_;
};

}  // namespace lt::trust
