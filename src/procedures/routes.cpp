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
    router.get("/admin/procedures/in-force", operators, handler(pages::in_force));
    // {key} is the code of a procedure, or the uid of a draft.
    router.get("/admin/procedures/{key}", operators, handler(pages::draft));
    router.post("/admin/procedures/{key}/approval", operators, handler(pages::approve_draft));
    router.post("/admin/procedures/{key}/removal", operators, handler(pages::drop_draft));
    router.post("/admin/procedures/{key}/draft", operators, handler(pages::make_draft));
    router.get("/admin/procedures/{key}/offers", operators, handler(pages::offers));
    router.post("/admin/procedures/{key}/offers", operators, handler(pages::change_offers));
    router.get("/admin/procedures/{key}/edit/{part}", operators, handler(pages::edit));
    router.post("/admin/procedures/{key}/edit/{part}", operators, handler(pages::save),
                http::Body::form(1 << 20));
}

}  // namespace lt::procedures
