#include "dossiers/digitise/routes.h"

#include "accounts/api.h"
#include "dossiers/consent/pages.h"
#include "dossiers/digitise/elsewhere.h"
#include "dossiers/digitise/pages.h"
#include "dossiers/sources/pages.h"

namespace lt::dossiers {

void add_digitise_routes(http::Router& router, std::shared_ptr<const PageServices> services)
{
    using directory::Role;
    const http::Access officials =
        accounts::needs({Role::desk_staff, Role::leader, Role::specialist, Role::registry_clerk});
    const auto handler = [&services](pages::Page page) { return pages::handler(services, page); };
    router.get("/dossiers/{uid}/digitise/{file}", officials, handler(pages::digitise_form));
    router.post("/dossiers/{uid}/digitise/{file}", officials, handler(pages::digitise_send));
    router.post("/dossiers/{uid}/digitise/{file}/reading", officials, handler(pages::digitise_read));
    router.get("/dossiers/{uid}/digitise/{file}/copy", officials, handler(pages::digitise_copy));
    signing::add_act_routes(router, {.signing = services->dossiers.signing,
                                     .plugin = services->plugin,
                                     .pages = services->pages,
                                     .signers = officials,
                                     .path = pages::kCopyActs,
                                     .vgca = "/vgca/copies",
                                     .subject =
                                         [services](const accounts::Me& me, const std::string& request) {
                                             return copy_acts(services->dossiers, actor_of(me, request));
                                         },
                                     .about = pages::about_copy_act});
    router.get("/dossiers/{uid}/vault/{item}", officials, handler(pages::vault_file));
    router.get("/dossiers/{uid}/held/{paper}", officials, handler(pages::held_file));
    const http::Access desk = accounts::needs({Role::desk_staff});
    router.get("/dossiers/vault-consents/{ask}/slip", desk, handler(pages::consent_slip));
    router.get("/dossiers/{uid}/vault-consent", officials, handler(pages::consent_show));
    router.post("/dossiers/{uid}/vault-consent/scan", desk, handler(pages::consent_scan_send));
    router.post("/dossiers/{uid}/vault-consent/withdrawal", desk, handler(pages::consent_withdraw));
}

}  // namespace lt::dossiers
