#include "calendar/calendars/routes.h"

#include "calendar/calendars/pages/call.h"

namespace lt::calendars {

void add_routes(http::Router& router, std::shared_ptr<const PageServices> services)
{
    using Page = http::Response (*)(const pages::Call&);
    const http::Access administrators =
        accounts::needs({directory::Role::agency_administrator, directory::Role::platform_operator});
    const auto handler = [services](Page page) {
        return [services, page](http::Request& request) -> http::Response {
            const auto call = pages::make_call(*services, request);
            return call ? page(*call) : services->pages.refuse(request, call.error());
        };
    };
    const auto get = [&](const char* path, Page page) { router.get(path, administrators, handler(page)); };
    const auto post = [&](const char* path, Page page) { router.post(path, administrators, handler(page)); };
    get("/admin/calendar", pages::year);
    get("/admin/calendar/days/new", pages::days_new);
    post("/admin/calendar/days", pages::days_enter);
    get("/admin/calendar/days/{uid}", pages::days_edit);
    post("/admin/calendar/days/{uid}", pages::days_correct);
    get("/admin/calendar/days/{uid}/removal", pages::days_ask);
    post("/admin/calendar/days/{uid}/removal", pages::days_remove);
    get("/admin/calendar/weeks/new", pages::week_new);
    post("/admin/calendar/weeks", pages::week_enter);
    get("/admin/calendar/weeks/{uid}/removal", pages::week_ask);
    post("/admin/calendar/weeks/{uid}/removal", pages::week_remove);
}

}  // namespace lt::calendars
