// See page.h.
#include "dossiers/desks/page.h"

#include <array>

#include <nlohmann/json.hpp>

#include "dossiers/desks/desks.h"
#include "kit/page/notice.h"

namespace lt::dossiers::pages {
namespace {

constexpr std::array kDeskNotices{
    page::Notice{"place", msg("Đã lưu địa chỉ nơi tiếp nhận.")},
    page::Notice{"template", msg("Đã đổi mẫu mã hồ sơ, dùng từ mã tiếp theo.")}};

bool is_operator(const Call& call) { return call.actor.role == directory::Role::platform_operator; }

db::Transaction begin(const Call& call)
{
    db::Scope scope = scope_of(call.actor);
    if (is_operator(call)) scope.reach = db::Reach::platform;
    return call.dossiers().pool.begin(scope);
}

http::Response show(const Call& call, const std::vector<std::string>& next, const base::Error* error)
{
    db::Transaction tx = begin(call);
    const auto place = desks::find(tx, call.actor.agency).value_or(desks::Desk{});
    const auto codes = desks::code_template(tx, is_operator(call) ? 0 : call.actor.agency, call.today());
    const http::Form& typed = call.request.form;
    View view{{"title", is_operator(call) ? call.tr("Mẫu mã hồ sơ của tỉnh") : call.tr("Bộ phận một cửa")},
              {"has_desk", !is_operator(call)},
              {"current", codes.text},
              {"is_own", codes.is_own},
              {"address_text", typed.find("address").value_or(place.address)},
              {"phone_text", typed.find("phone").value_or(place.phone)},
              {"template_text", typed.find("template").value_or(codes.text)},
              {"basis_text", typed.get("basis")},
              {"has_next", !next.empty()},
              {"next", View::array()}};
    for (const std::string& code : next) view["next"].push_back({{"code", code}});
    page::FormView form(view, typed, error, call.tr);
    form.field("address", call.tr("Địa chỉ"), place.address, {{"autocomplete", "off"}});
    form.field("phone", call.tr("Điện thoại"), place.phone,
               {{"width", "20"}, {"inputmode", "tel"}, {"optional", true}});
    form.field(
        "template", call.tr("Mẫu mới"), codes.text,
        {{"autocomplete", "off"},
         {"nospell", true},
         {"hint",
          call.tr("Các phần: {agency} mã cơ quan, {alias} mã 13 ký tự, {yymmdd}, {yyyymmdd}, {yy}, "
                  "{yyyy}, {seq:4} số thứ tự. Có ngày thì số đếm lại mỗi ngày, chỉ có năm thì mỗi năm.")}});
    form.field("basis", call.tr("Căn cứ"), "",
               {{"optional", true}, {"hint", call.tr("Ví dụ: Thông tư 03/2025/TT-VPCP")}});
    page::add_notice(view, call.request, kDeskNotices, call.tr);
    return call.show("dossiers/desk", std::move(view), error);
}

}  // namespace

http::Response desk_show(const Call& call) { return show(call, {}, nullptr); }

http::Response desk_send(const Call& call)
{
    const http::Form& form = call.request.form;
    const std::string action = form.get("action");
    const std::string text = form.get("template");
    {
        db::Transaction tx = begin(call);
        if (action == "preview") {
            const auto next = desks::next_codes(call.dossiers(), tx, call.actor, text, call.now);
            return next ? show(call, *next, nullptr) : show(call, {}, &next.error());
        }
        const bool place = action == "place" && !is_operator(call);
        if (!place && action != "template") return show(call, {}, nullptr);
        const auto done =
            place
                ? desks::save(tx, call.actor, {form.get("address"), form.get("phone")}, call.now)
                : desks::change_template(call.dossiers(), tx, call.actor, text, form.get("basis"), call.now);
        if (done) {
            tx.commit();
            return http::redirect(place ? "/admin/desk?done=place" : "/admin/desk?done=template");
        }
        if (done.error().fault != base::Fault::invalid) return call.refuse(done.error());
        return show(call, {}, &done.error());
    }
}

}  // namespace lt::dossiers::pages
