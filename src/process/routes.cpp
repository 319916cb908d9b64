#include "process/routes.h"

#include "process/pages/call.h"

namespace lt::process {

void add_routes(http::Router& router, std::shared_ptr<const PageServices> services)
{
    using Page = http::Response (*)(const pages::Call&);
    using directory::Role;
    const http::Access drawers = accounts::needs({Role::platform_operator, Role::agency_administrator});
    const http::Access watchers =
        accounts::needs({Role::platform_operator, Role::agency_administrator, Role::leader});
    const http::Access owners = accounts::needs({Role::agency_administrator, Role::leader});
    const http::Access administrators = accounts::needs({Role::agency_administrator});
    const http::Access operators = accounts::needs({Role::platform_operator});
    const http::Access staff = accounts::needs(
        {Role::registry_clerk, Role::leader, Role::specialist, Role::desk_staff, Role::agency_administrator});
    const auto handler = [services](Page page) {
        return [services, page](http::Request& request) {
            return page({*services, request, services->pages.words(request), services->process.clock->now()});
        };
    };
    const auto get = [&](const char* path, const http::Access& access, Page page) {
        router.get(path, access, handler(page));
    };
    const auto post = [&](const char* path, const http::Access& access, Page page) {
        router.post(path, access, handler(page));
    };
    const http::Body drawing = http::Body::upload(16 << 20, 8 << 20);  // drawings come as a text field

    get("/admin/processes", watchers, pages::definitions);
    router.post("/admin/processes", drawers, handler(pages::definition_create), drawing);
    get("/admin/processes/new", drawers, pages::definition_new);
    get("/admin/processes/{uid}", watchers, pages::definition_show);
    get("/admin/processes/{uid}/drawing.bpmn", watchers, pages::definition_source);
    get("/admin/processes/{uid}/drawing.svg", watchers, pages::definition_svg);
    post("/admin/processes/{uid}/retirement", drawers, pages::definition_retire);

    get("/admin/processes/{uid}/migration", administrators, pages::migration_ask);
    post("/admin/processes/{uid}/migration", administrators, pages::migration_do);
    get("/admin/process-migrations/{uid}", owners, pages::migration_show);

    get("/admin/process-instances", owners, pages::instances);
    post("/admin/process-instances", administrators, pages::instance_start);
    get("/admin/process-instances/{uid}", owners, pages::instance_show);
    get("/admin/process-instances/{uid}/drawing.svg", owners, pages::instance_svg);
    get("/admin/process-instances/{uid}/cancellation", administrators, pages::act_ask);
    post("/admin/process-instances/{uid}/cancellation", administrators, pages::act_do);
    get("/admin/process-instances/{uid}/waits/{wait}/{act}", administrators, pages::act_ask);
    post("/admin/process-instances/{uid}/waits/{wait}/{act}", administrators, pages::act_do);

    get("/admin/process-facts", owners, pages::facts_show);
    post("/admin/process-facts", administrators, pages::facts_set);

    // An agency's instances are the agency's; the operator sees what got stuck.
    get("/admin/process-troubles", operators, pages::troubles);
    get("/admin/process-troubles/{uid}/{wait}/{act}", operators, pages::trouble_ask);
    post("/admin/process-troubles/{uid}/{wait}/{act}", operators, pages::trouble_do);

    get("/tasks", staff, pages::tasks);
    get("/tasks/{uid}/{wait}", staff, pages::task_show);
    post("/tasks/{uid}/{wait}", staff, pages::task_complete);
    post("/tasks/{uid}/{wait}/activities", staff, pages::task_choose);
    post("/tasks/{uid}/{wait}/assignee", staff, pages::task_take);
    post("/tasks/{uid}/{wait}/release", staff, pages::task_give_back);
}

}  // namespace lt::process
