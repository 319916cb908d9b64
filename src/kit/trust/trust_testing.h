// A world of certificates and servers for tests, without any network.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "kit/crypto/authority.h"
#include "kit/crypto/trust.h"
#include "kit/fetch/fetch.h"

namespace lt::trust::testing {

using namespace std::chrono_literals;

inline const base::Time kNow = base::Time(base::Day(std::chrono::year(2026) / 11 / 20)) + 2h;
constexpr auto kYear = std::chrono::hours(365 * 24);

// Answers by address; counts the questions. What has no answer is dead.
class FakeFetcher : public fetch::Fetcher {
public:
    using Answer = std::function<base::Result<std::string>(const fetch::Request&)>;
    base::Result<std::string> fetch(const fetch::Request& request) override
    {
        ++asked[request.url];
        last = request;
        const auto found = answers.find(request.url);
        if (found == answers.end()) return base::Error{base::Fault::unavailable, {}, "tắt", {}};
        return found->second(request);
    }
    void give(const std::string& url, std::string bytes)
    {
        answers[url] = [bytes = std::move(bytes)](const fetch::Request&) { return bytes; };
    }
    int questions() const
    {
        int out = 0;
        for (const auto& [url, count] : asked) out += count;
        return out;
    }

    std::map<std::string, Answer> answers{};
    std::map<std::string, int> asked{};
    fetch::Request last{};
};

inline crypto::CertificateWish wish(const std::string& name, crypto::CertificateUse use,
                                    const std::string& server)
{
    return {.common_name = name,
            .use = use,
            .kind = crypto::KeyKind::elliptic_curve,
            .from = kNow - kYear,
            .until = kNow + 3 * kYear,
            .crl_url = server.empty() ? "" : "http://" + server + "/crl",
            .ocsp_url = server.empty() ? "" : "http://" + server + "/ocsp"};
}

inline crypto::TrustStore believing(const crypto::Identity& root)
{
    return {{{root.certificate, "demo", kNow - kYear, kNow + 5 * kYear, "test"}}, {}};
}

}  // namespace lt::trust::testing
