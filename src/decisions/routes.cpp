#include "decisions/routes.h"

#include "decisions/deploy.h"
#include "decisions/pages/call.h"

namespace lt::decisions {

void add_routes(http::Router& router, std::shared_ptr<const PageServices> services)
{
    using Page = http::Response (*)(const pages::Call&);
    using directory::Role;
    const http::Access deployers = accounts::needs({Role::platform_operator, Role::agency_administrator});
    const http::Access readers =
        accounts::needs({Role::platform_operator, Role::agency_administrator, Role::leader});
    const auto handler = [services](Page page) {
        return [services, page](http::Request& request) {
            return page({*services, request, services->pages.words(request), services->clock->now()});
        };
    };
    router.get("/admin/decisions", readers, handler(pages::models));
    // Browsers send each end of line as two bytes: what is a little too large still gets its message at the field.
    const http::Body model = http::Body::upload(16 << 20, 2 * kLargestModel);
    router.post("/admin/decisions", deployers, handler(pages::model_deploy), model);
    router.get("/admin/decisions/new", deployers, handler(pages::model_new));
    router.get("/admin/decisions/{uid}", readers, handler(pages::model_show));
    router.get("/admin/decisions/{uid}/model.dmn", readers, handler(pages::model_source));
    router.get("/admin/decisions/{uid}/withdrawal", deployers, handler(pages::withdrawal_ask));
    router.post("/admin/decisions/{uid}/withdrawal", deployers, handler(pages::withdrawal_do));
}

}  // namespace lt::decisions
