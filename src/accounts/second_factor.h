// One-time codes: TOTP (RFC 6238) as every authenticator on a telephone makes them, recovery codes, the QR code of the
// enrolment. Pure but for the random bytes; liboath and libqrencode stay in the .cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kit/base/clock.h"

namespace lt::accounts {

constexpr std::size_t kTotpSecretBytes = 20;  // as long as SHA-1 uses (RFC 4226 section 4)

// The six digits at a 30-second step.
std::string totp_at_step(std::string_view secret, std::int64_t step);
std::int64_t totp_step(base::Time time);

// The step whose code was typed: now, one before or one after, and later than the last one that was accepted, so that
// no code counts twice. Spaces in the typed code don't matter.
std::optional<std::int64_t> match_totp(std::string_view secret, std::string_view typed, base::Time now,
                                       std::int64_t last_step);

// "JBSW Y3DP …": what a person types into the telephone when the camera doesn't work.
std::string base32(std::string_view bytes);
std::string grouped(std::string_view text);  // in fours

// otpauth://totp/… as authenticators read it.
std::string otpauth_uri(std::string_view secret, std::string_view login, std::string_view issuer);

// Dark modules of a QR code as an SVG path; the drawing is `size` units wide and high, quiet zone included.
struct QrCode {
    int size = 0;
    std::string path{};
};
QrCode qr_code(const std::string& text);

// "7F3K-20M9": 40 random bits each.
std::vector<std::string> new_recovery_codes();
// The code as it is hashed, from what was typed; nothing for what can't be one. O, I, L are read as 0, 1, 1.
std::optional<std::string> parse_recovery_code(std::string_view typed);

}  // namespace lt::accounts
