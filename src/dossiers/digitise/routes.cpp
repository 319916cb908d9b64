#include "dossiers/digitise/routes.h"

#include "accounts/api.h"
#include "dossiers/digitise/pages.h"

namespace lt::dossiers {

void add_digitise_routes(http::Router& router, std::shared_ptr<const PageServices> services)
{
    using directory::Role;
    using Page = http::Response (*)(const pages::Call&);
    const http::Access officials =
        accounts::needs({Role::desk_staff, Role::leader, Role::specialist, Role::registry_clerk});
    const auto handler = [services](Page page) {
        return [services, page](http::Request& request) {
            return page({*services, request, actor_of(request), services->pages.words(request),
                         services->dossiers.clock->now()});
        };
    };
    router.get("/dossiers/{uid}/digitise/{file}", officials, handler(pages::digitise_form));
    router.post("/dossiers/{uid}/digitise/{file}", officials, handler(pages::digitise_send));
    router.post("/dossiers/{uid}/digitise/{file}/reading", officials, handler(pages::digitise_read));
    router.get("/dossiers/{uid}/digitise/{file}/copy", officials, handler(pages::digitise_copy));
    router.get("/dossiers/{uid}/vault/{item}", officials, handler(pages::vault_file));
}

}  // namespace lt::dossiers
