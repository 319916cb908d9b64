// Identifiers that outsiders see, and random bytes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "kit/base/clock.h"

namespace lt::base {

// A new UUID version 7 (RFC 9562): 48 bits of `now` in milliseconds, then random bits; sorts by time.
std::string new_uid(Time now);

// 8-4-4-4-12 hexadecimal digits. Anything else from outside is answered with "not found".
bool is_uid(std::string_view text);

// Random bytes of the operating system as lower-case hex (2 characters a byte).
std::string random_hex(std::size_t bytes);

// Eight characters that can be read out over the telephone: "7F3K-20M9". No I, L, O, U (Crockford's base 32).
std::string new_incident_code();

std::string to_hex(std::string_view bytes);

}  // namespace lt::base
