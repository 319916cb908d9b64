#include "dossiers/figures/routes.h"

#include "accounts/api.h"
#include "dossiers/figures/call.h"

namespace lt::dossiers {

using directory::Role;

void add_figure_routes(http::Router& router, std::shared_ptr<const PageServices> services)
{
    const auto rules = std::make_shared<const IndexRuleBook>(shipped_index_rules());
    using Page = http::Response (*)(const pages::FigureCall&);
    const auto handler = [services, rules](Page page) {
        return [services, rules, page](http::Request& request) {
            const pages::Call call{*services, request, actor_of(request), services->pages.words(request),
                                   services->dossiers.clock->now()};
            return page({call, *rules});
        };
    };
    const http::Access overseers = accounts::needs({Role::leader, Role::platform_operator});
    const http::Access reporters = accounts::needs({Role::leader, Role::desk_staff, Role::platform_operator});
    const http::Access own = accounts::needs({Role::leader, Role::desk_staff});
    const http::Access leaders = accounts::needs({Role::leader});
    const http::Access operators = accounts::needs({Role::platform_operator});
    const auto get = [&](const char* path, const http::Access& access, Page page) {
        router.get(path, access, handler(page));
    };
    get("/dossiers/statistics", reporters, pages::report);
    get("/dossiers/statistics/file", reporters, pages::report_file);
    get("/dossiers/statistics/dossiers", own, pages::report_behind);
    get("/dossiers/statistics/procedures", reporters, pages::catalogue);
    get("/dossiers/statistics/procedures/file", reporters, pages::catalogue_file);
    get("/dossiers/statistics/procedures/list", reporters, pages::catalogue_behind);
    get("/dossiers/indices", overseers, pages::index);
    get("/dossiers/indices/file", overseers, pages::index_file);
    get("/dossiers/indices/dossiers", leaders, pages::index_behind);
    get("/dossiers/indices/procedures", overseers, pages::index_procedures);
    get("/dossiers/indices/petitions", leaders, pages::index_petitions);
    get("/dossiers/indices/ranking", overseers, pages::ranking);
    get("/dossiers/indices/ranking/file", overseers, pages::ranking_file);
    get(pages::kPublications, operators, pages::publications);
    get("/dossiers/indices/publications/new", operators, pages::publication_new);
    get("/dossiers/indices/publications/decision", operators, pages::publications);
    router.post(pages::kPublications, operators, handler(pages::publication_send));
    router.post("/dossiers/indices/publications/decision", operators, handler(pages::publication_listed));
    get(pages::kOnlinePayments, operators, pages::online_payments);
    get("/dossiers/indices/online-payments/file", operators, pages::online_payments_file);
    get("/dossiers/indices/online-payments/agency", operators, pages::online_payments_of);
    get("/dossiers/indices/online-payments/new", operators, pages::online_payments_new);
    router.post("/dossiers/indices/online-payments/agency", operators, handler(pages::online_payments_end));
    router.post("/dossiers/indices/online-payments/new", operators, handler(pages::online_payments_send));
    router.post("/dossiers/indices/counting", overseers, handler(pages::count_now));
    get("/dossiers/board", overseers, pages::board);
    get("/dossiers/board/dossiers", leaders, pages::board_behind);
}

std::vector<std::pair<std::string, std::string>> figure_menu_items(Role role, const page::Words& tr)
{
    switch (role) {
    case Role::leader:
    case Role::platform_operator:
        return {{"/dossiers/board", tr("Điều hành hồ sơ")},
                {"/dossiers/statistics", tr("Báo cáo một cửa")},
                {"/dossiers/indices", tr("Chỉ số phục vụ")}};
    case Role::desk_staff: return {{"/dossiers/statistics", tr("Báo cáo một cửa")}};
    case Role::specialist:
    case Role::registry_clerk:
    case Role::agency_administrator: break;
    }
    return {};
}

}  // namespace lt::dossiers
