// Who is asking: what other features may know of accounts, and the rules of access that their routes name.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "directory/types.h"
#include "kit/db/db.h"
#include "kit/http/message.h"
#include "kit/http/router.h"

namespace lt::accounts {

// An official who is logged in, both factors done, acting in one post.
struct Me final : http::User {
    std::int64_t account = 0;
    std::int64_t official = 0;
    std::int64_t home = 0;  // the agency that looks after this person; the post may be in another
    std::int64_t post = 0;
    std::int64_t agency = 0;
    std::int64_t unit = 0;  // 0: the post belongs to the agency as a whole
    directory::Role role{};
    std::string official_uid{};
    std::string post_uid{};
    std::string agency_uid{};
    std::string unit_uid{};
    std::string login{};
    std::string official_name{};
    std::string agency_name{};        // whole
    std::string agency_short_name{};  // for the bar
    std::string post_title{};
    std::string unit_name{};
    std::string language{};  // "vi" or "en"
    std::string csrf{};
    std::string session{};       // raw hash of the token: names the session, opens nothing
    bool several_posts = false;  // may switch

    std::string_view csrf_token() const override { return csrf; }
    std::string log_name() const override { return "official/" + std::to_string(official); }
};

// The official of a request whose route needs one (any_official, needs). Anything else is a base::Bug.
const Me& me(const http::Request& request);
const Me* find_me(const http::Request& request);  // nullptr for a visitor

// Whose rows the request's transactions may see: a specialist the assigned ones, the platform operator no
// agency's, all others their agency's.
db::Scope scope_of(const http::Request& request);

// Rules of access. A visitor is sent to the log-in page, an official with another role is refused.
http::Access any_official();
http::Access needs(std::initializer_list<directory::Role> roles);

}  // namespace lt::accounts
