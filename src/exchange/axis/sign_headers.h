// The signed headers of one call to an axis, as the reference clients send them (VNPT SDKVXP 2.0): parameters travel as headers
// XroadVnpt-<name>, and one JSON object of them all is signed with HMAC-SHA256. Both sides of it; pure: no HTTP, clock or database.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kit/base/clock.h"
#include "kit/base/result.h"

namespace lt::axis {

// In the order in which they are sent.
using Headers = std::vector<std::pair<std::string, std::string>>;

inline constexpr std::string_view kUserAgent = "JAVASDKAgent/1.0.0 XRoad/VPCP";
inline constexpr std::string_view kProtocolVersion = "3.0.201608";
inline constexpr std::size_t kMostSignedText = 8192;  // bytes of the sign-header text

// "20112026T094207+0123": day, month, year, T, time in Vietnam, + and four digits of milliseconds (no zone: the SDK's Java pattern
// ddMMyyyy'T'HHmmss+SSSS).
std::string format_timestamp(base::Time time);
// Nothing for any other form. One to four digits after the plus sign.
std::optional<base::Time> parse_timestamp(std::string_view text);

struct Call {
    Headers
        parameters{};  // names without the prefix: {"servicetype", "eDoc"}; neither timestamp, systemid nor Content-Type
    std::string system_id{};  // who calls
    std::string content_type{"application/json"};
};

// All headers of the call: XroadVnpt-<name> of each parameter, timestamp, systemid and Content-Type in this order, Content-Type
// itself, sign-header-key, sign-header, hash-header, User-Agent and version. No name or value may have control characters or bytes that are
// no UTF-8: whoever takes them from outside checks is_header_text first (CHECK).
Headers sign(const Call& call, std::string_view secret, base::Time now);

// Whether a text may stand in a header: UTF-8 without control characters.
bool is_header_text(std::string_view text);

// What a caller claims, before its hash is checked with his secret. Nothing but what the signed text says.
struct Claim {
    std::string system_id{};
    base::Time at{};
    // Without the prefix, in lower case, so that docId and docid are one: {"servicetype", "eDoc"}. Without timestamp and systemid.
    std::map<std::string, std::string> parameters{};
    std::string
        text{};  // the sign-header, as signed; with `system_id` it identifies the call for refusing replays
    std::string hash{};  // as given

    // "" when it is missing. The name in lower case.
    const std::string& parameter(const std::string& name) const;
};

// The value of a header, "" when it is missing. Asked with names in lower case; HTTP compares names without case.
using HeaderLookup = std::function<std::string(std::string_view lower_case_name)>;

// Reads sign-header and hash-header. Refuses (`forbidden`; the axis says code 15) what is missing or over kMostSignedText, what is no flat
// JSON object of texts, a name given twice in any spelling, a value that differs from its own header where there is one, a missing
// systemid and a missing or odd timestamp. Whether the time is near now, and whether the call was seen before, is for the caller to judge.
base::Result<Claim> read_headers(const HeaderLookup& header);

// Whether the hash is HMAC-SHA256(secret, text), in hexadecimal digits of either case. In a time that does not depend on how much
// of it is right. Do it for an unknown system too, with any secret, so that the time does not tell which systems exist.
bool hash_fits(const Claim& claim, std::string_view secret);

}  // namespace lt::axis
