#include "dossiers/results/routes.h"

#include "accounts/api.h"
#include "dossiers/results/elsewhere.h"
#include "dossiers/results/pages.h"

namespace lt::dossiers {

using directory::Role;

namespace {

constexpr std::uint64_t kDraftLimit = 210ULL << 20;  // one of the largest files and the fields

}  // namespace

void add_result_routes(http::Router& router, const std::shared_ptr<const PageServices>& services)
{
    const auto handler = [&services](pages::Page page) { return pages::handler(services, page); };
    const http::Access officials =
        accounts::needs({Role::desk_staff, Role::leader, Role::specialist, Role::registry_clerk});
    const http::Access drafters = accounts::needs({Role::specialist});
    const http::Access leaders = accounts::needs({Role::leader});
    const http::Access registry = accounts::needs({Role::registry_clerk});
    const http::Access writers = accounts::needs({Role::specialist, Role::leader});
    const http::Access desk = accounts::needs({Role::desk_staff});
    // Without a script the file comes with its form.
    const http::Body upload = http::Body::upload(kDraftLimit);
    router.get("/dossiers/signing", leaders, handler(pages::to_sign));
    router.post("/dossiers/signing", leaders, handler(pages::to_sign_send));
    router.get("/dossiers/sealing", registry, handler(pages::to_seal));
    router.post("/dossiers/sealing", registry, handler(pages::to_seal_send));
    signing::add_act_routes(router, {.signing = services->dossiers.signing,
                                     .plugin = services->plugin,
                                     .pages = services->pages,
                                     .signers = accounts::needs({Role::leader, Role::registry_clerk}),
                                     .path = pages::kToSign,
                                     .vgca = "/vgca/results",
                                     .subject =
                                         [services](const accounts::Me& me, const std::string& request) {
                                             return result_acts(services->dossiers, actor_of(me, request));
                                         },
                                     .about = pages::about_result_act});
    router.get("/dossiers/{uid}/drafts/new", drafters, handler(pages::draft_new));
    router.post("/dossiers/{uid}/drafts", drafters, handler(pages::draft_create), upload);
    router.get("/dossiers/{uid}/drafts/{draft}", officials, handler(pages::draft_show));
    router.get("/dossiers/{uid}/drafts/{draft}/file", officials, handler(pages::draft_file));
    router.get("/dossiers/{uid}/drafts/{draft}/edit", drafters, handler(pages::draft_edit));
    router.post("/dossiers/{uid}/drafts/{draft}/edit", drafters, handler(pages::draft_save), upload);
    router.post("/dossiers/{uid}/drafts/{draft}/submission", drafters, handler(pages::draft_submit));
    router.post("/dossiers/{uid}/drafts/{draft}/recall", drafters, handler(pages::draft_recall));
    router.post("/dossiers/{uid}/drafts/{draft}/removal", drafters, handler(pages::draft_drop));
    router.get("/dossiers/{uid}/drafts/{draft}/return", leaders, handler(pages::draft_return));
    router.post("/dossiers/{uid}/drafts/{draft}/return", leaders, handler(pages::draft_return_send));
    router.post("/dossiers/{uid}/left/{item}", writers, handler(pages::left_discard));
    router.get("/dossiers/{uid}/results/none", writers, handler(pages::waive_form));
    router.post("/dossiers/{uid}/results/none", writers, handler(pages::waive_send));
    router.get("/dossiers/{uid}/document", writers, handler(pages::document_new));
    router.post("/dossiers/{uid}/document", writers, handler(pages::document_create));
    router.get("/dossiers/{uid}/delivery", desk, handler(pages::delivery));
    router.post("/dossiers/{uid}/delivery", desk, handler(pages::delivery_send));
    router.post("/tra-cuu/{code}/receipt", http::everybody(), handler(pages::receipt_send));
    router.get("/tra-cuu/{code}/results", http::everybody(), handler(pages::collect_form));
    router.post("/tra-cuu/{code}/results", http::everybody(), handler(pages::collect_show));
    router.post("/tra-cuu/{code}/results/{no}", http::everybody(), handler(pages::collect_file));
}

std::vector<std::pair<std::string, std::string>> result_menu_items(Role role, const page::Words& tr)
{
    if (role == Role::leader) return {{pages::kToSign, tr("Kết quả chờ ký")}};
    if (role == Role::registry_clerk) return {{pages::kToSeal, tr("Kết quả chờ đóng dấu")}};
    return {};
}

}  // namespace lt::dossiers
