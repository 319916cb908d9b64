// The remote signing services of the configuration, connected.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "kit/base/config.h"
#include "kit/crypto/remote_signing.h"
#include "kit/fetch/fetch.h"

namespace lt::app {

// By name. `fetcher` lives as long as they do. Throws std::runtime_error with words for the operator: a key that can't be read, an
// address that is not https (http is good for this machine only).
std::map<std::string, std::shared_ptr<crypto::RemoteSigningService>> remote_signing(
    const base::Config& config, fetch::HttpFetcher& fetcher);

}  // namespace lt::app
