#include "vault/routes.h"

#include "accounts/api.h"
#include "vault/pages/call.h"

namespace lt::vault {

void add_routes(http::Router& router, std::shared_ptr<const PageServices> services)
{
    using directory::Role;
    using Page = http::Response (*)(const pages::Call&);
    const http::Access readers = accounts::needs({Role::desk_staff, Role::leader});
    const auto handler = [services](Page page) {
        return [services, page](http::Request& request) {
            return page({*services, request, services->pages.words(request), services->clock->now()});
        };
    };
    router.get("/vault", readers, handler(pages::list));
    router.get("/vault/figures", readers, handler(pages::figures));
    router.get("/vault/items/{uid}", readers, handler(pages::item));
    router.post("/vault/items/{uid}/end", accounts::needs({Role::leader}), handler(pages::revoke));
}

}  // namespace lt::vault
