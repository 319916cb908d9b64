// Which part of a Content is asked for (RFC 9110, 13 and 14). Several ranges at once are answered with the
// whole.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "kit/http/message.h"

namespace lt::http {

struct Range {
    enum class Kind : std::uint8_t { whole, part, unsatisfiable } kind = Kind::whole;
    std::uint64_t first = 0;
    std::uint64_t length = 0;
};

// `bytes=0-99`, `bytes=100-`, `bytes=-50`. What can't be read counts as no range.
Range parse_range(std::string_view header, std::uint64_t size);

// If-None-Match against an ETag; weak comparison.
bool etag_matches(std::string_view header, std::string_view etag);

// Range and If-Range of a request for a content with this ETag ("" when it has none).
Range requested_range(const Request& request, std::string_view etag, std::uint64_t size);

}  // namespace lt::http
