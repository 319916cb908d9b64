// Taking a message: bytes into the blob store while they arrive, then what they say is checked, then it stands in the queue.
#pragma once

#include <memory>

#include "exchange/hub/caller.h"
#include "kit/http/router.h"

namespace lt::exchange::hub {

// Where the body of /sendEdoc goes. Throws http::Answer with a refusal before a byte is read when the message is too large.
std::unique_ptr<http::BodySink> take_message(Services& services, Caller caller, const http::Request& request);

}  // namespace lt::exchange::hub
