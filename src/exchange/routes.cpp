#include "exchange/routes.h"

#include "exchange/pages/call.h"

namespace lt::exchange {

void add_routes(http::Router& router, std::shared_ptr<const PageServices> services)
{
    using Page = http::Response (*)(const pages::Call&);
    const http::Access operators = accounts::needs({directory::Role::platform_operator});
    const auto handler = [services](Page page) {
        return [services, page](http::Request& request) {
            return page(
                {*services, request, services->pages.words(request), services->exchange.clock->now()});
        };
    };
    const auto get = [&](const char* path, Page page) { router.get(path, operators, handler(page)); };
    const auto post = [&](const char* path, Page page) { router.post(path, operators, handler(page)); };
    // A certificate has some kilobytes.
    const http::Body upload = http::Body::upload(1 << 20);
    get("/admin/systems", pages::systems_list);
    post("/admin/systems", pages::system_create);
    get("/admin/systems/new", pages::system_new);
    get("/admin/systems/{uid}", pages::system_show);
    get("/admin/systems/{uid}/details", pages::system_edit);
    post("/admin/systems/{uid}/details", pages::system_save);
    get("/admin/systems/{uid}/agencies", pages::system_agencies);
    post("/admin/systems/{uid}/agencies", pages::system_agencies_save);
    get("/admin/systems/{uid}/secret", pages::secret_ask);
    post("/admin/systems/{uid}/secret", pages::secret_renew);
    post("/admin/systems/{uid}/suspension", pages::system_suspend);
    post("/admin/systems/{uid}/resumption", pages::system_resume);
    post("/admin/systems/{uid}/listing", pages::listing_ask);
    get("/admin/systems/{uid}/certificates", pages::certificates);
    router.post("/admin/systems/{uid}/certificates", operators, handler(pages::certificate_add), upload);
    post("/admin/systems/{uid}/certificates/{fingerprint}/removal", pages::certificate_remove);
    get("/admin/exchange", pages::queue);
    get("/admin/exchange/{uid}/message.edxml", pages::message_file);
    post("/admin/exchange/{uid}/{to}/replay", pages::message_replay);
    get("/admin/exchange/{uid}/{to}/closure", pages::give_up_ask);
    post("/admin/exchange/{uid}/{to}/closure", pages::give_up_do);
}

}  // namespace lt::exchange
