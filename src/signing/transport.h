// How requests reach a remote signing service.
#pragma once

#include <memory>

#include "kit/crypto/remote_signing.h"
#include "kit/fetch/fetch.h"

namespace lt::signing {

// Over HTTP, within the bounds of `fetcher`, which lives as long as the transport. What is secret is wiped behind each request.
std::unique_ptr<crypto::RemoteTransport> transport_over(fetch::HttpFetcher& fetcher);

}  // namespace lt::signing
