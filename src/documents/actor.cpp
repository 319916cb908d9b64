// Who acts: from the request to what the actions need.
#include "documents/actions.h"
#include "kit/db/db.h"

namespace lt::documents {

Actor actor_of(const http::Request& request) { return actor_of(accounts::me(request), request.id); }

Actor actor_of(const accounts::Me& me, const std::string& request_id)
{
    return {.agency = me.agency,
            .official = me.official,
            .unit = me.unit,
            .role = me.role,
            .name = me.official_name,
            .post_title = me.post_title,
            .request_id = request_id};
}

db::Scope scope_of(const Actor& actor)
{
    const bool limited =
        actor.role == directory::Role::specialist || actor.role == directory::Role::desk_staff;
    return {.agency = actor.agency,
            .official = actor.official,
            .reach = limited ? db::Reach::assigned : db::Reach::agency,
            .request_id = actor.request_id};
}

}  // namespace lt::documents
