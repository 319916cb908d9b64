// Who calls the hub, by either skin: the signed headers of the national axis, or the plain ones of provincial façades.
#pragma once

#include <map>
#include <string>
#include <variant>

#include "exchange/axis/answer.h"
#include "exchange/systems.h"
#include "kit/http/message.h"
#include "kit/http/rate_limit.h"

namespace lt::exchange::hub {

// What the axis answers instead: one of its codes, and words that say what is wrong where.
struct Refusal {
    axis::Code code{};
    base::Message words{};
    int status = 200;  // of HTTP: clients read the body first
};
http::Response answer_of(const Refusal& refusal);

// How often each system may call, and how often somebody may call in its name without its secret: counted for each address, and for
// each name from there, because many systems come through one gateway. Systems of one rate share a limiter.
class Rates {
public:
    bool allow(const System& system, base::Time now);
    bool may_try(const http::Request& request, std::string_view name, base::Time now) const;
    void failed(const http::Request& request, std::string_view name, base::Time now);

private:
    http::RateLimiter& limiter(int rate);
    base::Locked<std::map<int, std::unique_ptr<http::RateLimiter>>> limiters_{};
    http::RateLimiter failures_{60, std::chrono::seconds(1)};
};

struct Caller {
    System system{};
    std::map<std::string, std::string>
        parameters{};         // names in lower case; of a signed call only what was signed
    std::string signature{};  // SHA-256 of the signed text, raw; "" for a call that has none
    base::Time signed_at{};

    const std::string& parameter(const std::string& name) const;  // "" when missing
};
using Called = std::variant<Caller, Refusal>;

// XroadVnpt-* headers, HMAC-SHA256, timestamp within kWindow.
Called signed_caller(Services& services, Rates& rates, const http::Request& request);
// X-SystemId and X-SecretKey; parameters from the query and from a JSON object in the body.
Called plain_caller(Services& services, Rates& rates, const http::Request& request);

// A call that changes something is good once. Gives what the first one was answered, when this signature has been used before; nothing,
// when it is new: then `answer` is kept for it.
std::optional<std::string> used_before(db::Transaction& tx, const Caller& caller, const std::string& answer);

}  // namespace lt::exchange::hub
