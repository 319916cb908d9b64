// Turns a Response into the bytes of a connection: standard and security headers, compression, conditions,
// ranges.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "kit/http/message.h"

namespace lt::http {

// What the connection sends: the head, then either `body` or `remaining` bytes of `content` from `offset`.
struct Outgoing {
    int status = 200;
    std::string head{};
    std::string body{};
    std::shared_ptr<Content> content{};
    std::uint64_t offset = 0;
    std::uint64_t remaining = 0;
    std::string topic{};  // an event stream follows
    bool close = false;   // after this answer
};

// `close`: say so and do it. `secure`: add Strict-Transport-Security.
Outgoing render(const Request& request, Response response, bool close, bool secure);

std::string_view reason(int status);  // "Not Found"
std::string_view name_of(Method method);
std::string gzip(std::string_view bytes, int level);

}  // namespace lt::http
