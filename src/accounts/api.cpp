// See api.h.
#include "accounts/api.h"

#include <algorithm>
#include <vector>

namespace lt::accounts {

const Me* find_me(const http::Request& request) { return dynamic_cast<const Me*>(request.user.get()); }

const Me& me(const http::Request& request)
{
    const Me* found = find_me(request);
    CHECK(found != nullptr);  // the route's access rule let only officials in
    return *found;
}

db::Scope scope_of(const http::Request& request)
{
    const Me& user = me(request);
    switch (user.role) {
    case directory::Role::specialist: return {user.agency, user.official, db::Reach::assigned, request.id};
    case directory::Role::platform_operator: return {0, user.official, db::Reach::platform, request.id};
    case directory::Role::registry_clerk:
    case directory::Role::leader:
    case directory::Role::desk_staff:
    case directory::Role::agency_administrator: break;
    }
    return {user.agency, user.official, db::Reach::agency, request.id};
}

http::Access any_official()
{
    return {"any official", [](const http::User* user) {
                return dynamic_cast<const Me*>(user) ? http::Verdict::allow : http::Verdict::log_in;
            }};
}

http::Access needs(std::initializer_list<directory::Role> roles)
{
    std::vector<directory::Role> allowed(roles);
    std::string name;
    for (const directory::Role role : allowed) {
        if (!name.empty()) name += ", ";
        name += directory::to_text(role);
    }
    return {name, [allowed = std::move(allowed)](const http::User* user) {
                const Me* me = dynamic_cast<const Me*>(user);
                if (!me) return http::Verdict::log_in;
                return std::ranges::find(allowed, me->role) != allowed.end() ? http::Verdict::allow
                                                                             : http::Verdict::forbid;
            }};
}

}  // namespace lt::accounts
