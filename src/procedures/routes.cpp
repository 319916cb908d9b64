#include "procedures/routes.h"

#include "accounts/api.h"
#include "procedures/pages/call.h"

namespace lt::procedures {

void add_routes(http::Router& router, std::shared_ptr<const PageServices> services)
{
    using Page = http::Response (*)(const pages::Call&);
    const http::Access operators = accounts::needs({directory::Role::platform_operator});
    const auto handler = [services](Page page) {
        return [services, page](http::Request& request) {
            return page({*services, request, services->pages.words(request), services->clock->now()});
        };
    };
    router.get("/thu-tuc", http::everybody(), handler(pages::catalogue));
    router.get("/thu-tuc/{code}", http::everybody(), handler(pages::procedure));
    router.get("/admin/procedures", operators, handler(pages::drafts));
    router.get("/admin/procedures/{uid}", operators, handler(pages::draft));
    router.post("/admin/procedures/{uid}/approval", operators, handler(pages::approve_draft));
}

}  // namespace lt::procedures
