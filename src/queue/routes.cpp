#include "queue/routes.h"

#include "accounts/api.h"
#include "queue/pages/call.h"

namespace lt::queue {
namespace {

using directory::Role;
using Page = http::Response (*)(const pages::Call&);

// Whose desk the address must name.
enum class Whose : std::uint8_t { anybody, own };

http::Handler with_desk(std::shared_ptr<const PageServices> services, Whose whose, Page page)
{
    return [services, whose, page](http::Request& request) {
        pages::Call call{*services, request, services->pages.words(request), services->clock->now()};
        const auto desk = [&] {
            db::Transaction tx = services->pool.begin({});
            return store::find_desk(tx, request.param("desk"));
        }();
        if (desk) call.desk = *desk;
        // Another agency's desk is as little there as none.
        if (!desk || (whose == Whose::own && !call.is_staff()))
            return call.refuse(base::not_found(base::msg("Không có nơi tiếp dân này.")));
        return page(call);
    };
}

http::Handler without_desk(std::shared_ptr<const PageServices> services, Page page)
{
    return [services, page](http::Request& request) {
        return page({*services, request, services->pages.words(request), services->clock->now()});
    };
}

}  // namespace

void add_routes(http::Router& router, std::shared_ptr<const PageServices> services)
{
    const http::Access staff =
        accounts::needs({Role::desk_staff, Role::specialist, Role::registry_clerk, Role::leader});
    const http::Access figures = accounts::needs(
        {Role::desk_staff, Role::specialist, Role::registry_clerk, Role::leader, Role::agency_administrator});
    const http::Access administrators = accounts::needs({Role::agency_administrator});

    // The kiosk's pages look for its secret, or for an official of the desk.
    const auto open = [&](Page page) { return with_desk(services, Whose::anybody, page); };
    router.get("/quay/{desk}/lay-so", http::everybody(), open(pages::kiosk));
    router.post("/quay/{desk}/lay-so", http::everybody(), open(pages::take_number));
    router.get("/quay/{desk}/so/{uid}", http::everybody(), open(pages::ticket));
    router.get("/quay/{desk}/so/{uid}/phieu", http::everybody(), open(pages::ticket_file));
    router.get("/quay/{desk}/man-hinh", http::everybody(), open(pages::screen));
    router.get("/quay/{desk}/su-kien", http::everybody(), open(pages::events));

    const auto own = [&](Page page) { return with_desk(services, Whose::own, page); };
    router.get("/quay", figures, without_desk(services, pages::desks));
    router.get("/quay/{desk}", figures, own(pages::desk));
    router.get("/quay/{desk}/thong-ke", figures, own(pages::figures));
    router.get("/quay/{desk}/goi-so/{number}", staff, own(pages::counter));
    router.post("/quay/{desk}/goi-so/{number}/tiep", staff, own(pages::next));
    router.post("/quay/{desk}/goi-so/{number}/goi-lai", staff, own(pages::again));
    router.post("/quay/{desk}/goi-so/{number}/vang", staff, own(pages::absent));
    router.post("/quay/{desk}/goi-so/{number}/xong", staff, own(pages::done));
    router.post("/quay/{desk}/goi-so/{number}/chuyen", staff, own(pages::pass_on));
    router.post("/quay/{desk}/goi-so/{number}/da-den", staff, own(pages::come_back));

    router.get("/admin/queue", administrators, without_desk(services, pages::set_up_list));
    router.post("/admin/queue", administrators, without_desk(services, pages::set_up_desk));
    router.get("/admin/queue/{desk}", administrators, own(pages::set_up));
    router.post("/admin/queue/{desk}/groups", administrators, own(pages::set_up_group));
    router.post("/admin/queue/{desk}/groups/{letter}/closure", administrators,
                own(pages::set_up_group_closed));
    router.post("/admin/queue/{desk}/counters", administrators, own(pages::set_up_counter));
    router.post("/admin/queue/{desk}/kiosks", administrators, own(pages::set_up_kiosk));
    router.post("/admin/queue/{desk}/kiosks/{uid}/revocation", administrators,
                own(pages::set_up_kiosk_revoked));
}

}  // namespace lt::queue
