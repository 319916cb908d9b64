// The acts of logging in. Each is one transaction that also writes the journal; hashing happens outside of them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "accounts/core.h"
#include "accounts/policy.h"
#include "accounts/sessions.h"
#include "kit/base/result.h"

namespace lt::accounts {

enum class Refusal : std::uint8_t {
    wrong,     // login, password or code; never says which
    locked,    // until `locked_until`
    too_many,  // from this address
};

struct Outcome {
    std::optional<Refusal> refusal{};
    int attempts_left = 0;  // for a wrong code
    std::optional<base::Time> locked_until{};
    Token token{};  // for the cookie, when there is no refusal
    Step step{};
    std::string language{};
};

struct Attempt {
    std::string login{};
    std::string password{};
    std::string address{};
    std::string old_token{};  // what the browser sent; ends with this log-in
    std::string request_id{};
};

// An unknown login is answered like a wrong password: with the same words, after the same time, and it locks as well.
Outcome log_in(Core& core, const Attempt& attempt);

// A code of the telephone or a recovery code.
Outcome give_code(Core& core, const Pending& who, const std::string& typed, const std::string& request_id);

// A new password in place of one that somebody else knows; also ends all other sessions.
base::Result<Outcome> replace_password(Core& core, const Pending& who, const std::string& password,
                                       const std::string& again, const std::string& request_id);

// The post in which to act, by its uid: not_found for one that the official doesn't hold today.
base::Result<Outcome> choose_post(Core& core, const Pending& who, const std::string& post_uid,
                                  const std::string& request_id);

// What the pending official has to do, and the posts to choose from.
struct Standing {
    Step step{};
    std::vector<store::PostChoice> posts{};
};
Standing standing(Core& core, const Pending& who);

// For officials who are in: act in another post, or leave. The token changes with the rights.
base::Result<Token> switch_post(Core& core, const Me& me, const std::string& post_uid,
                                const std::string& request_id);
void log_out(Core& core, const Me& me, const std::string& request_id);
void abandon(Core& core, const Pending& who, const std::string& request_id);

}  // namespace lt::accounts
