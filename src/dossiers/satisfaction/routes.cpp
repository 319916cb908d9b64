#include "dossiers/satisfaction/routes.h"

#include "accounts/api.h"
#include "dossiers/satisfaction/pages.h"

namespace lt::dossiers {

using directory::Role;

void add_satisfaction_routes(http::Router& router, const std::shared_ptr<const PageServices>& services)
{
    const auto rules = std::make_shared<const IndexRuleBook>(shipped_index_rules());
    using Page = http::Response (*)(const pages::VoiceCall&);
    const auto handler = [services, rules](Page page) {
        return [services, rules, page](http::Request& request) {
            const Actor actor = accounts::find_me(request) != nullptr ? actor_of(request) : Actor{};
            const pages::Call call{*services, request, actor, services->pages.words(request),
                                   services->dossiers.clock->now()};
            return page({call, *rules});
        };
    };
    const http::Access everybody = http::everybody();
    router.get("/tra-cuu/{code}/rating", everybody, handler(pages::rating_form));
    router.post("/tra-cuu/{code}/rating", everybody, handler(pages::rating_send));
    router.get("/tra-cuu/{code}/petitions/new", everybody, handler(pages::petition_form));
    router.post("/tra-cuu/{code}/petitions", everybody, handler(pages::petition_send));
    router.get("/tra-cuu/{code}/petitions/answers", everybody, handler(pages::answers_form));
    router.post("/tra-cuu/{code}/petitions/answers", everybody, handler(pages::answers_show));
    router.post("/tra-cuu/{code}/petitions/{petition}/mark", everybody, handler(pages::answer_mark));
    router.get("/tra-cuu/{code}/vault-consent", everybody, handler(pages::vault_form));
    router.post("/tra-cuu/{code}/vault-consent", everybody, handler(pages::vault_withdraw));
    router.get(pages::kTablet, everybody, handler(pages::tablet));
    router.post(pages::kTablet, everybody, handler(pages::tablet_send));
    router.post("/danh-gia/reasons", everybody, handler(pages::tablet_reasons));
    router.post("/danh-gia/consent", everybody, handler(pages::tablet_consent));

    const http::Access readers = accounts::needs({Role::leader, Role::desk_staff});
    const http::Access leaders = accounts::needs({Role::leader});
    const http::Access desk = accounts::needs({Role::desk_staff});
    router.get(pages::kPetitions, readers, handler(pages::petition_list));
    router.get("/dossiers/petitions/{petition}", readers, handler(pages::petition_show));
    router.post("/dossiers/petitions/{petition}/answer", leaders, handler(pages::petition_answer));
    router.post("/dossiers/petitions/{petition}/refusal", leaders, handler(pages::petition_refuse));
    router.post("/dossiers/petitions/{petition}/forwarding", leaders, handler(pages::petition_forward));
    router.post("/dossiers/petitions/{petition}/taking", leaders, handler(pages::petition_take));
    router.get("/dossiers/{uid}/petitions/new", desk, handler(pages::petition_note));
    router.post("/dossiers/{uid}/petitions", desk, handler(pages::petition_note_send));
    router.get(pages::kScreens, desk, handler(pages::screen_list));
    router.post(pages::kScreens, desk, handler(pages::screen_open));
    router.post("/dossiers/rating-screens/{screen}/revocation", desk, handler(pages::screen_revoke));
}

std::vector<std::pair<std::string, std::string>> satisfaction_menu_items(Role role, const page::Words& tr)
{
    if (role != Role::leader && role != Role::desk_staff) return {};
    return {{pages::kPetitions, tr("Phản ánh, kiến nghị")}};
}

}  // namespace lt::dossiers
