// Keys at a remote signing service: a transaction is created with digests, the user confirms it with a one-time code or in an app
// of his own, the signatures are fetched. The wire form is in docs/integrator/remote-signing.md.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kit/base/clock.h"
#include "kit/base/result.h"
#include "kit/base/secret.h"
#include "kit/crypto/certificate.h"

namespace lt::crypto {

enum class RemoteConfirmation : std::uint8_t { app, one_time_code };

struct RemoteCredential {
    std::string id{};  // at the service
    Certificate certificate;
    std::vector<Certificate> chain{};
    RemoteConfirmation confirmation = RemoteConfirmation::app;
};

// What is to be signed: the SHA-256 (32 raw bytes) of CmsDraft::to_sign(), and what the user is shown of it.
struct RemoteDigest {
    std::string sha256{};
    std::string name{};
};

// Everything that is needed to go on after a restart, of this program or of the service.
struct RemoteTransaction {
    std::string provider{};
    std::string id{};  // at the service
    base::Time expires_at{};
    RemoteConfirmation confirmation = RemoteConfirmation::app;
};

enum class RemoteState : std::uint8_t { waiting, done, refused, expired };

struct RemoteAnswer {
    RemoteState state = RemoteState::waiting;
    // Of `done`: in the order of the digests, in the form that Signer::sign gives, each checked against the certificate.
    std::vector<std::string> signatures{};
};

// The port. For many threads at a time. A service that does not answer, or not in the agreed form, is `unavailable`: nothing is lost,
// ask again.
class RemoteSigningService {
public:
    virtual ~RemoteSigningService() = default;

    // Credentials of this user that may sign documents at `now`.
    virtual base::Result<std::vector<RemoteCredential>> credentials(const std::string& user,
                                                                    base::Time now) = 0;

    // One transaction, one confirmation, for all digests. `request` is a number that the caller chose and keeps (a UUID): asked again
    // with the same one, the service gives the transaction that it already has, so that an answer that was lost costs nothing.
    virtual base::Result<RemoteTransaction> create(const RemoteCredential& credential,
                                                   const std::vector<RemoteDigest>& digests,
                                                   const std::string& description, const std::string& request,
                                                   base::Time now) = 0;

    // The user's one-time code, wiped before this returns. A wrong one is `invalid` at the field "otp", with the tries left. After the
    // expiry, or after too many wrong codes: `conflict`.
    virtual base::Result<base::Done> confirm(const RemoteTransaction& transaction, base::Secret code,
                                             base::Time now) = 0;

    // `certificate` and `digests` as they were given to `create`. `conflict` when a signature does not fit to the certificate.
    virtual base::Result<RemoteAnswer> poll(const RemoteTransaction& transaction,
                                            const Certificate& certificate,
                                            const std::vector<RemoteDigest>& digests, base::Time now) = 0;
};

// What carries a request to the service; kit/crypto itself knows no HTTP. Certificates of servers are checked, redirections not
// followed.
struct RemoteRequest {
    std::string method{};  // "GET", "POST"
    std::string url{};
    std::string authorization{};  // the header's value; not for the log
    std::string
        body{};  // JSON (application/json); "" for GET. May hold a one-time code: not for the log either
};
struct RemoteReply {
    int status = 0;
    std::string body{};
};
class RemoteTransport {
public:
    virtual ~RemoteTransport() = default;
    // Nothing when there was no answer. Answers beyond 1 MB may be cut or count as none.
    virtual std::optional<RemoteReply> send(const RemoteRequest& request) = 0;
};

struct RemoteSettings {
    std::string provider{};              // how this installation calls it
    std::string url{};                   // "https://…", without a slash at the end
    base::Secret key{};                  // of this installation at the service
    std::chrono::seconds lifetime{180};  // of a transaction, where the service names none or a longer one
};

std::unique_ptr<RemoteSigningService> http_remote_signing(RemoteSettings settings,
                                                          std::shared_ptr<RemoteTransport> transport);

}  // namespace lt::crypto
