// For tests: keys at a reference service that really signs, connected as an installation's.
#pragma once

#include <string>

#include <gtest/gtest.h>

#include "kit/crypto/remote_signing_testing.h"
#include "signing/actions.h"
#include "signing/transport.h"

namespace lt::signing {

class RemoteKeys {
public:
    static constexpr const char* kService = "SmartCA";
    static constexpr const char* kByCode = R"({"confirmation": "otp", "totp": "JBSWY3DPEHPK3PXP"})";
    static constexpr const char* kByApp = R"({"confirmation": "app", "secret": "may-cua-duc"})";

    explicit RemoteKeys(base::Time now) : service(now) {}

    // Once all keys are added to `service`.
    void connect(Services& services)
    {
        service.start();
        crypto::RemoteSettings settings;
        settings.provider = kService;
        settings.url = service.url();
        settings.key = base::Secret(std::string(crypto::SigningServiceProcess::kKey));
        services.remote[kService] =
            crypto::http_remote_signing(std::move(settings), transport_over(fetcher_));
    }
    std::string register_key(Services& services, const Actor& actor, Whose whose, const std::string& user,
                             const std::string& id)
    {
        const auto uid =
            add_remote(services, actor, whose, {kService, user}, std::string(kService) + "/" + id);
        EXPECT_TRUE(uid) << (uid ? "" : uid.error().message.str());
        return uid ? *uid : "";
    }
    // What the signer does in his app: "accept" or "refuse".
    void decide(const std::string& transaction, const std::string& decision)
    {
        const auto answer =
            fetcher_.ask({.url = service.url() + "/app/transactions/" + transaction,
                          .content_type = "application/json",
                          .body = R"({"secret": "may-cua-duc", "decision": ")" + decision + "\"}"});
        EXPECT_TRUE(answer && answer->status == 200) << transaction;
    }

    crypto::SigningServiceProcess service;

private:
    fetch::HttpFetcher fetcher_{{.allow_private = true}};
};

}  // namespace lt::signing
