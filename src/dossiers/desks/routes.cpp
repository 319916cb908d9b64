#include "dossiers/desks/routes.h"

#include "accounts/api.h"
#include "dossiers/desks/page.h"

namespace lt::dossiers {

void add_desk_routes(http::Router& router, const std::shared_ptr<const PageServices>& services)
{
    const http::Access administrators =
        accounts::needs({directory::Role::agency_administrator, directory::Role::platform_operator});
    router.get("/admin/desk", administrators, pages::handler(services, pages::desk_show));
    router.post("/admin/desk", administrators, pages::handler(services, pages::desk_send));
}

}  // namespace lt::dossiers
