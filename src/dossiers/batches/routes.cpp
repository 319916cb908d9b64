#include "dossiers/batches/routes.h"

#include "accounts/api.h"
#include "dossiers/batches/elsewhere.h"
#include "dossiers/batches/pages.h"

namespace lt::dossiers {

using directory::Role;

void add_batch_routes(http::Router& router, std::shared_ptr<const PageServices> services)
{
    const auto handler = [&services](pages::Page page) { return pages::handler(services, page); };
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
    signing::add_act_routes(router,
                            {.signing = services->dossiers.signing,
                             .plugin = services->plugin,
                             .pages = services->pages,
                             .signers = officials,
                             .path = pages::kBatchActs,
                             .vgca = "/vgca/batches",
                             .subject =
                                 [services](const accounts::Me& me, const std::string& request) {
                                     return batches::batch_acts(services->dossiers, actor_of(me, request));
                                 },
                             .about =
                                 [services](const page::Words& tr, const signing::Act& act) {
                                     return pages::about_batch_act(tr, act, services->dossiers.clock->now());
                                 }});
}

}  // namespace lt::dossiers
