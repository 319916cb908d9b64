// See rights_page.h.
#include "dossiers/portal/rights_page.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "accounts/api.h"
#include "directory/api.h"
#include "dossiers/rest/callers.h"
#include "exchange/systems.h"

namespace lt::dossiers::portal {

using html::View;
using page::msg;
using rest::Grant;
using rest::Right;

namespace {

struct RightField {
    Right right;
    const char* field;
    const char* label;
    const char* hint;
};
constexpr std::array kRights{
    RightField{Right::lodge, "lodge", msg("Nộp hồ sơ trực tuyến vào"),
               msg("Hồ sơ chờ bộ phận một cửa tiếp nhận. Hệ thống thấy hồ sơ do nó nộp.")},
    RightField{Right::receive, "receive", msg("Tiếp nhận thay bộ phận một cửa của"),
               msg("Hồ sơ được tiếp nhận ngay, có giấy tiếp nhận và ngày hẹn trả.")},
    RightField{Right::read, "read", msg("Xem mọi hồ sơ của"),
               msg("Kể cả hồ sơ do người khác nộp. Chỉ cấp cho hệ thống của cơ quan nhà nước.")},
    RightField{
        Right::handle, "handle", msg("Giải quyết, cho ý kiến thay chuyên viên của"),
        msg("Báo xong bước của chuyên viên và văn thư, ghi kết quả. Chỉ với hồ sơ mà cơ quan giải quyết hoặc được lấy ý kiến.")},
    RightField{Right::decide, "decide", msg("Báo quyết định thay lãnh đạo của"),
               msg("Báo xong bước của lãnh đạo: chỉ cấp khi lãnh đạo duyệt, ký trên hệ thống đó.")},
};

http::Response rights_form(const PageServices& services, const http::Request& request,
                           const exchange::System& system, const std::vector<Grant>& grants,
                           const page::Words& tr)
{
    const auto directory = services.portal.dossiers.directory.snapshot();
    const base::Day today = base::vietnam_day(services.portal.dossiers.clock->now());
    View view{{"title", tr("Quyền với hồ sơ của “{{name}}”", {{"name", system.name}})},
              {"intro", false},
              {"rows", View::array()}};
    page::FormView form(view, request.form, nullptr, tr);
    for (const RightField& one : kRights) {
        std::vector<page::Choice> choices;
        for (const directory::Agency* agency : directory->agencies()) {
            if (!agency->valid.holds(today) || agency->system != 0) continue;
            const bool given = std::ranges::find(grants, Grant{one.right, agency->id}) != grants.end();
            choices.push_back({agency->uid, agency->name + " (" + agency->code + ")", {}, given});
        }
        std::ranges::stable_partition(choices, [](const page::Choice& choice) { return choice.selected; });
        form.choices(one.field, tr(one.label), choices, {{"hint", tr(one.hint)}});
        view["rows"].push_back({{"checkboxes", view["fields"][one.field]}});
        view["fields"].erase(one.field);
    }
    const bool is_portal = std::ranges::find(grants, Grant{Right::portal, 0}) != grants.end();
    form.field("portal", tr("Gọi thay Cổng Dịch vụ công quốc gia"), "1", {{"checked", is_portal}});
    view["rows"].push_back({{"checkbox", view["fields"]["portal"]}});
    view["fields"].erase("portal");
    view["action"] = "/admin/systems/" + system.uid + "/rights";
    view["button"] = tr("Lưu quyền");
    view["cancel_href"] = "/admin/systems/" + system.uid;
    view["warning"] = false;
    view["multipart"] = false;
    return services.pages.show(request, "dossiers/portal-form", std::move(view));
}

std::vector<Grant> typed_grants(const PageServices& services, const http::Form& form)
{
    std::vector<Grant> out;
    const auto directory = services.portal.dossiers.directory.snapshot();
    for (const RightField& one : kRights)
        for (const std::string& uid : form.all(one.field))
            if (const directory::Agency* agency = directory->find_uid(uid))
                out.push_back({one.right, agency->id});
    if (form.has("portal")) out.push_back({Right::portal, 0});
    return out;
}

http::Response answer(const PageServices& services, http::Request& request)
{
    const page::Words tr = services.pages.words(request);
    db::Transaction tx = services.exchange.pool.begin(accounts::scope_of(request));
    const auto system = exchange::find_system(tx, request.param("uid"));
    if (!system || system->kind != exchange::SystemKind::client)
        return services.pages.refuse(request, base::not_found(msg("Không có hệ thống này.")));
    if (request.method != http::Method::post)
        return rights_form(services, request, *system, rest::grants_of(tx, system->id), tr);
    rest::set_grants(tx, *system, typed_grants(services, request.form),
                     services.portal.dossiers.clock->now());
    tx.commit();
    return http::redirect("/admin/systems/" + system->uid + "?done=saved");
}

}  // namespace

void add_rights_routes(http::Router& router, std::shared_ptr<const PageServices> services)
{
    const http::Access operators = accounts::needs({directory::Role::platform_operator});
    const auto handler = [services](http::Request& request) { return answer(*services, request); };
    router.get("/admin/systems/{uid}/rights", operators, handler);
    router.post("/admin/systems/{uid}/rights", operators, handler);
}

}  // namespace lt::dossiers::portal
