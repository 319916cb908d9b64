// What a request must look like before anything of it is believed: the strict rules after the head, before
// the body. Pure: tests and the fuzzer call it directly.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>

#include "kit/http/message.h"
#include "kit/http/parser.h"

namespace lt::http {

// Ends a request with this status; the message is shown to the user. Thrown by parsers of this folder.
struct Refused : std::runtime_error {
    Refused(int code, base::Message text)
        : std::runtime_error(text.str()), status(code), message(std::move(text))
    {
    }
    int status;
    base::Message message;
};

struct Framing {
    bool keep_alive = true;
    bool chunked = false;
    bool expect_continue = false;
    std::uint64_t length = 0;  // of the body, when not chunked
    bool has_body() const { return chunked || length > 0; }
};

// Fills method, path, target and headers of the request. Throws Refused: 400, 405, 417, 501, 505.
Framing check_head(Head&& head, Request& request);

// Decoded path of an origin-form target. Empty when it isn't an honest path: bad escapes, not UTF-8, NUL,
// control characters, a backslash, or "." and ".." parts.
std::optional<std::string> decode_path(std::string_view raw);

}  // namespace lt::http
