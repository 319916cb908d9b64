// See services.h.
#include "dossiers/services.h"

#include "kit/db/db.h"

namespace lt::dossiers {

using base::msg;

VersionPtr version_of(Services& services, db::Transaction& tx, const std::string& uid)
{
    const auto known = services.versions->with([&](auto& all) {
        const auto it = all.find(uid);
        return it == all.end() ? VersionPtr() : it->second;
    });
    if (known) return known;
    auto version = procedures::find_version(tx, uid);
    if (!version || version->state != procedures::State::approved) return nullptr;
    auto read = std::make_shared<const procedures::Version>(*std::move(version));
    services.versions->with([&](auto& all) { all.emplace(uid, read); });
    return read;
}

Actor actor_of(const http::Request& request) { return actor_of(accounts::me(request), request.id); }

Actor actor_of(const accounts::Me& me, const std::string& request_id)
{
    return {.agency = me.agency,
            .official = me.official,
            .role = me.role,
            .name = me.official_name,
            .title = me.post_title,
            .request_id = request_id};
}

db::Scope scope_of(const Actor& actor)
{
    const bool all = actor.official == 0 || actor.role == directory::Role::desk_staff ||
                     actor.role == directory::Role::leader;
    return {.agency = actor.agency,
            .official = actor.official,
            .reach = all ? db::Reach::agency : db::Reach::assigned,
            .request_id = actor.request_id};
}

Part part_of(const Actor& actor, const Dossier& dossier)
{
    return {.receives = dossier.agency == actor.agency, .decides = dossier.decides == actor.agency};
}

base::Error no_dossier()
{
    return base::not_found(msg("Không có hồ sơ này, hoặc bạn không có nhiệm vụ xem."));
}

}  // namespace lt::dossiers
