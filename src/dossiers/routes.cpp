#include "dossiers/routes.h"

#include "accounts/api.h"
#include "dossiers/batches/routes.h"
#include "dossiers/desks/routes.h"
#include "dossiers/digitise/routes.h"
#include "dossiers/figures/routes.h"
#include "dossiers/linked/page_parts.h"
#include "dossiers/pages/call.h"
#include "dossiers/pages/looks.h"
#include "dossiers/pages/printed_form.h"
#include "dossiers/results/routes.h"
#include "dossiers/satisfaction/routes.h"
#include "dossiers/scans/scan_list.h"
#include "dossiers/together/pages.h"

namespace lt::dossiers {

using directory::Role;

namespace {

constexpr std::uint64_t kFormLimit = 620ULL << 20;  // three of the largest files and the fields

http::Access desk() { return accounts::needs({Role::desk_staff}); }
http::Access officials()
{
    return accounts::needs({Role::desk_staff, Role::leader, Role::specialist, Role::registry_clerk});
}

}  // namespace

void add_routes(http::Router& router, std::shared_ptr<const PageServices> services)
{
    add_figure_routes(router, services);
    add_result_routes(router, services);
    add_digitise_routes(router, services);
    add_batch_routes(router, services);
    add_satisfaction_routes(router, services);
    add_desk_routes(router, services);
    const auto handler = [&services](pages::Page page) { return pages::handler(services, page); };
    // Without a script files come with their form.
    const http::Body upload = http::Body::upload(kFormLimit);
    router.get("/dossiers", officials(), handler(pages::list));
    router.get("/dossiers/new", desk(), handler(pages::reception));
    router.post("/dossiers/new", desk(), handler(pages::reception_send), upload);
    router.get("/dossiers/scans", desk(), handler(pages::scan));
    router.get("/dossiers/looks", accounts::needs({Role::leader}), handler(pages::agency_looks));
    const auto keeps_register = [] { return accounts::needs({Role::desk_staff, Role::leader}); };
    router.get("/dossiers/register", keeps_register(), handler(pages::register_form));
    router.get("/dossiers/register/file", keeps_register(), handler(pages::register_file));
    router.get("/dossiers/register/{register}/file", keeps_register(), handler(pages::register_kept));
    router.post(pages::kTogether, accounts::needs({Role::leader, Role::specialist}),
                handler(pages::together_send));
    router.get("/dossiers/{uid}", officials(), handler(pages::show));
    router.get("/dossiers/{uid}/form.pdf", officials(), handler(pages::form_file));
    router.get("/dossiers/{uid}/acts/{act}", officials(), handler(pages::act_form));
    router.post("/dossiers/{uid}/acts/{act}", officials(), handler(pages::act_send), upload);
    router.get("/dossiers/{uid}/payment", desk(), handler(pages::payment_form));
    router.post("/dossiers/{uid}/payment", desk(), handler(pages::payment_send));
    const http::Access takers = accounts::needs({Role::desk_staff, Role::leader});
    router.get("/dossiers/{uid}/payment/undo", takers, handler(pages::payment_undo));
    router.post("/dossiers/{uid}/payment/undo", takers, handler(pages::payment_undo_send));
    router.get("/dossiers/{uid}/results/{no}/undo", officials(), handler(pages::outcome_undo));
    router.post("/dossiers/{uid}/results/{no}/undo", officials(), handler(pages::outcome_undo_send));
    router.get("/dossiers/{uid}/files/{file}/undo", officials(), handler(pages::file_undo));
    router.post("/dossiers/{uid}/files/{file}/undo", officials(), handler(pages::file_undo_send));
    router.get("/dossiers/{uid}/looks", accounts::needs({Role::leader}), handler(pages::dossier_looks));
    router.get("/dossiers/{uid}/results/new", officials(), handler(pages::outcome_form));
    router.post("/dossiers/{uid}/results", officials(), handler(pages::outcome_send), upload);
    router.get("/dossiers/{uid}/files/new", officials(), handler(pages::files_form));
    router.post("/dossiers/{uid}/files", officials(), handler(pages::files_send), upload);
    router.get("/dossiers/{uid}/files/{file}", officials(), handler(pages::file));
    router.post("/dossiers/{uid}/components",
                accounts::needs({Role::desk_staff, Role::leader, Role::specialist}),
                handler(linked::try_again));
    router.get("/dossiers/{uid}/slips/{slip}", officials(), handler(pages::slip));
    router.get("/dossiers/{uid}/control-slip", officials(), handler(pages::control_slip_file));
    router.get("/tra-cuu", http::everybody(), handler(pages::follow));
    router.get("/tra-cuu/{code}", http::everybody(), handler(pages::follow_code));
}

std::vector<std::pair<std::string, std::string>> menu_items(Role role, const page::Words& tr)
{
    std::vector<std::pair<std::string, std::string>> out;
    if (role == Role::desk_staff) out.emplace_back("/dossiers/new", tr("Tiếp nhận hồ sơ"));
    if (role == Role::desk_staff || role == Role::leader || role == Role::specialist)
        out.emplace_back("/dossiers", tr("Hồ sơ một cửa"));
    for (auto& item : result_menu_items(role, tr)) out.push_back(std::move(item));
    if (role == Role::desk_staff || role == Role::specialist || role == Role::registry_clerk)
        out.emplace_back("/dossiers/batches", tr("Bàn giao"));
    if (role == Role::desk_staff || role == Role::leader)
        out.emplace_back("/dossiers/register", tr("Sổ theo dõi hồ sơ"));
    return out;
}

std::vector<std::pair<std::string, std::string>> outlook_items(Role role, const page::Words& tr)
{
    std::vector<std::pair<std::string, std::string>> out = satisfaction_menu_items(role, tr);
    if (role == Role::desk_staff || role == Role::leader)
        out.emplace_back("/vault", tr("Kho dữ liệu điện tử"));
    for (auto& item : figure_menu_items(role, tr)) out.push_back(std::move(item));
    return out;
}

std::string_view menu_place(std::string_view path)
{
    constexpr std::string_view kScreenPages = "/dossiers/rating-screens";
    return path.starts_with(kScreenPages) ? "/dossiers/petitions" : path;
}

}  // namespace lt::dossiers
