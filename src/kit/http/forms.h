// Query strings, urlencoded forms and cookies. Throw Refused (400) for what isn't well formed.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "kit/http/message.h"

namespace lt::http {

constexpr std::size_t kMaximumFields = 1000;

// "a=1&b=x%20y": values are checked to be UTF-8 and normalised.
Form parse_urlencoded(std::string_view text);

// A name or value from outside as it is kept: UTF-8 or Refused, NFC, no control characters.
std::string clean_text(std::string_view text);

// "a=1; b=2": the first of equal names counts; what isn't a cookie is left out.
std::map<std::string, std::string, std::less<>> parse_cookies(std::string_view header);

}  // namespace lt::http
