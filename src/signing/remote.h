// Keys at remote signing services: which there are of a user, and the transactions that ask for signatures.
#pragma once

#include <string>
#include <vector>

#include "signing/api.h"

namespace lt::signing {

// Who signs asks the service by its name and by the number under which it knows him.
struct RemoteUser {
    std::string service{};
    std::string user{};
};
struct OfferedCredential {
    std::string place{};  // "SERVICE/CREDENTIAL"
    crypto::RemoteCredential credential;
};
// Faults: invalid at "service", "user"; unavailable.
base::Result<std::vector<OfferedCredential>> credentials_of(Services&, const RemoteUser& user);

// The service that holds the key; "" when none does, or when this installation is no longer connected with it.
std::string service_of(const Services&, const Key& key);

// As of crypto::RemoteSigningService, at the service of the key; `conflict` when there is none any more. `request` is a UUID that stands
// for these digests: asked again with it, the service gives the same transaction.
base::Result<crypto::RemoteTransaction> ask_remote(Services&, const Key& key,
                                                   const std::vector<crypto::RemoteDigest>& digests,
                                                   const std::string& description,
                                                   const std::string& request);
base::Result<base::Done> confirm_remote(Services&, const Key& key, const crypto::RemoteTransaction&,
                                        base::Secret code);
base::Result<crypto::RemoteAnswer> poll_remote(Services&, const Key& key, const crypto::RemoteTransaction&,
                                               const std::vector<crypto::RemoteDigest>& digests);

}  // namespace lt::signing
