#include "dossiers/digitise/routes.h"

#include "accounts/api.h"
#include "dossiers/consent/pages.h"
#include "dossiers/digitise/elsewhere.h"
#include "dossiers/digitise/pages.h"

namespace lt::dossiers {

void add_digitise_routes(http::Router& router, std::shared_ptr<const PageServices> services)
{
    using directory::Role;
    using Page = http::Response (*)(const pages::Call&);
    const http::Access officials =
        accounts::needs({Role::desk_staff, Role::leader, Role::specialist, Role::registry_clerk});
    const auto handler = [services](Page page) {
        return [services, page](http::Request& request) {
            return page({*services, request, actor_of(request), services->pages.words(request),
                         services->dossiers.clock->now()});
        };
    };
    router.get("/dossiers/{uid}/digitise/{file}", officials, handler(pages::digitise_form));
    router.post("/dossiers/{uid}/digitise/{file}", officials, handler(pages::digitise_send));
    router.post("/dossiers/{uid}/digitise/{file}/reading", officials, handler(pages::digitise_read));
    router.get("/dossiers/{uid}/digitise/{file}/copy", officials, handler(pages::digitise_copy));
    router.get("/dossiers/digitising/{uid}", officials, handler(pages::copy_act_show));
    router.post("/dossiers/digitising/{uid}/code", officials, handler(pages::copy_act_code));
    router.post("/dossiers/digitising/{uid}/closure", officials, handler(pages::copy_act_cancel));
    router.post("/dossiers/digitising/{uid}/order", officials, handler(pages::copy_act_order));
    signing::add_plugin_routes(router, {.signing = services->dossiers.signing,
                                        .plugin = services->plugin,
                                        .vgca = pages::kCopyPlugin,
                                        .subject =
                                            [services](const accounts::Me& me, const std::string& request) {
                                                return copy_acts(services->dossiers, actor_of(me, request));
                                            },
                                        .path = pages::copy_act_path});
    router.get("/dossiers/{uid}/vault/{item}", officials, handler(pages::vault_file));
    const http::Access desk = accounts::needs({Role::desk_staff});
    router.get("/dossiers/vault-consents/{ask}/slip", desk, handler(pages::consent_slip));
    router.get("/dossiers/{uid}/vault-consent", officials, handler(pages::consent_show));
    router.post("/dossiers/{uid}/vault-consent/scan", desk, handler(pages::consent_scan_send));
    router.post("/dossiers/{uid}/vault-consent/withdrawal", desk, handler(pages::consent_withdraw));
}

}  // namespace lt::dossiers
