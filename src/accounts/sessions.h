// From a cookie to a user, and sessions from step to step. Each step gets a token of its own, so that a token seen
// before a log-in is worth nothing after it.
#pragma once

#include <memory>
#include <string>

#include "accounts/api.h"
#include "accounts/core.h"
#include "accounts/policy.h"
#include "accounts/store.h"

namespace lt::accounts {

// Has given the password, but is not in yet. To every other feature this is a visitor.
struct Pending final : http::User {
    std::int64_t account = 0;
    std::int64_t official = 0;
    std::int64_t agency = 0;  // home of the official
    std::string login{};
    std::string official_name{};
    std::string csrf{};
    std::string session{};  // raw hash of the token
    bool code_given = false;

    std::string_view csrf_token() const override { return csrf; }
    std::string log_name() const override { return "pending/" + std::to_string(official); }
};

// Me, Pending or nothing.
std::shared_ptr<const http::User> find_user(Core& core, const std::string& token);
// The same by the hash of the token.
std::shared_ptr<const http::User> find_user_of(Core& core, const std::string& hash);

// Where a log-in stands now.
LogInState state_of(const store::Account& account, const std::vector<store::PostChoice>& posts,
                    bool code_given);

// The session's next stage: a new token replaces `old_hash` ("" for none). When nothing is missing any more, the session
// is complete, in `post` or in the only post; failures are forgotten once both factors were right.
struct Advanced {
    Token token{};
    Step step{};
};
Advanced advance(db::Transaction& tx, const store::Account& account, const std::string& old_hash,
                 bool code_given, std::int64_t post, base::Time now);

}  // namespace lt::accounts
