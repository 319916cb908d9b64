// Proof that a form was shown by us. The token of a session is secret; what a page shows is masked with a
// fresh pad each time, so that compressing the page can't leak it (BREACH).
#pragma once

#include <string>
#include <string_view>

#include "kit/http/message.h"

namespace lt::http {

// The value for the hidden field `_csrf` and for X-CSRF-Token.
std::string csrf_mask(std::string_view token);

// Constant time in the token. Takes the masked form, and the bare token for programs that were given it.
bool csrf_check(std::string_view token, std::string_view sent);

// True when the headers say that the request comes from a page of another site. `public_url` may be empty.
bool is_cross_site(const Request& request, std::string_view public_url);

}  // namespace lt::http
