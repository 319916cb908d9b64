#include "dossiers/batches/routes.h"

#include "accounts/api.h"
#include "dossiers/batches/elsewhere.h"
#include "dossiers/batches/pages.h"

namespace lt::dossiers {

using directory::Role;

void add_batch_routes(http::Router& router, std::shared_ptr<const PageServices> services)
{
    using Page = http::Response (*)(const pages::Call&);
    const auto handler = [services](Page page) {
        return [services, page](http::Request& request) {
            return page({*services, request, actor_of(request), services->pages.words(request),
                         services->dossiers.clock->now()});
        };
    };
    const http::Access officials =
        accounts::needs({Role::desk_staff, Role::leader, Role::specialist, Role::registry_clerk});
    router.get("/dossiers/batches", officials, handler(pages::batch_list));
    router.post(pages::kBatchChosen, officials, handler(pages::batch_chosen));
    router.get("/dossiers/batches/new", officials, handler(pages::batch_form));
    router.post("/dossiers/batches/new", officials, handler(pages::batch_send));
    router.get("/dossiers/batches/{batch}", officials, handler(pages::batch));
    router.post("/dossiers/batches/{batch}/receipt", officials, handler(pages::batch_receive));
    router.get("/dossiers/batches/{batch}/withdrawal", officials, handler(pages::batch_withdrawal));
    router.post("/dossiers/batches/{batch}/withdrawal", officials, handler(pages::batch_withdraw));
    router.get("/dossiers/batches/{batch}/slip", officials, handler(pages::batch_slip));
    router.get("/dossiers/batches/{batch}/record", officials, handler(pages::batch_record));
    router.get("/dossiers/handing/{uid}", officials, handler(pages::batch_act_show));
    router.post("/dossiers/handing/{uid}/code", officials, handler(pages::batch_act_code));
    router.post("/dossiers/handing/{uid}/closure", officials, handler(pages::batch_act_cancel));
    router.post("/dossiers/handing/{uid}/order", officials, handler(pages::batch_act_order));
    signing::add_plugin_routes(router, {.signing = services->dossiers.signing,
                                        .plugin = services->plugin,
                                        .vgca = pages::kBatchPlugin,
                                        .subject =
                                            [services](const accounts::Me& me, const std::string& request) {
                                                return batches::batch_acts(services->dossiers,
                                                                           actor_of(me, request));
                                            },
                                        .path = pages::batch_act_path});
}

}  // namespace lt::dossiers
