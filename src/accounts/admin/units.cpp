// Administration of an agency's units, by its administrator or the platform operator.
#include <nlohmann/json.hpp>

#include "accounts/admin/form_page.h"
#include "directory/actions.h"
#include "kit/http/router.h"

namespace lt::accounts {
namespace {

using base::Error;
using directory::Agency;
using directory::Unit;
using http::Request;
using http::Response;

Response list(Web& web, const Request& request, const Agency& agency)
{
    const auto tr = web.pages.words(request);
    const auto snapshot = web.directory.snapshot();
    html::View view{{"title", tr("Đơn vị")},
                    {"agency_name", agency.name},
                    {"units", html::View::array()},
                    {"new_href", with_agency(request, "/admin/units/new")}};
    for (const Unit* unit : snapshot->all_units(agency.id)) {
        const std::string path = "/admin/units/" + unit->uid;
        view["units"].push_back({{"code", unit->code},
                                 {"name", unit->name},
                                 {"short_name", unit->short_name},
                                 {"href", with_agency(request, path)},
                                 {"closure_href", with_agency(request, path + "/closure")},
                                 {"ended", unit->valid.to ? base::format_day(*unit->valid.to) : ""}});
    }
    view["has_rows"] = !view["units"].empty();
    view["columns"] = list_head({tr("Mã"), tr("Tên đơn vị"), tr("Tên gọi tắt"), tr("Tình trạng")},
                                {"lt-w-14", "", "lt-w-21", "lt-w-21"});
    if (view["units"].empty())
        view["empty"] = nothing_found(tr("Cơ quan này chưa có đơn vị. Thêm phòng, ban để phân công."));
    view["back"] = {{"href", with_agency(request, "/admin/officials")}, {"label", tr("Cán bộ, tài khoản")}};
    add_flash(view, request, tr);
    return web.pages.show(request, "accounts/admin_units", view);
}

Response form(Web& web, const Request& request, const Unit* unit, const Error* error)
{
    const auto tr = web.pages.words(request);
    FormPage page(web, request, unit ? tr("Sửa đơn vị") : tr("Thêm đơn vị"), error);
    page.input("name", tr("Tên đơn vị"), unit ? unit->name : "");
    page.input("short_name", tr("Tên gọi tắt"), unit ? unit->short_name : "",
               {{"hint", tr("Dùng trong danh sách. Để trống nếu như tên.")}});
    page.input(
        "code", tr("Mã"), unit ? unit->code : "",
        {{"hint", tr("Chữ in hoa không dấu và số; dùng trong ký hiệu văn bản, ví dụ VX")}, {"width", 10}});
    page.date("valid_from", tr("Hoạt động từ ngày"),
              base::format_day(unit ? unit->valid.from : web.core.today()));
    const std::string list_path = with_agency(request, "/admin/units");
    if (!unit) return page.show(list_path, tr("Thêm đơn vị"), list_path);
    return page.show(with_agency(request, "/admin/units/" + unit->uid), tr("Lưu đơn vị"), list_path);
}

Response closure_form(Web& web, const Request& request, const Unit& unit, const Error* error)
{
    const auto tr = web.pages.words(request);
    FormPage page(web, request, tr("Kết thúc hoạt động của {{name}}?", {{"name", unit.name}}), error);
    page.intro(tr("Sau ngày này không phân công cho đơn vị được nữa. Việc đã giao vẫn còn nguyên."));
    page.date("last_day", tr("Ngày hoạt động cuối cùng"), base::format_day(web.core.today()));
    page.warning();
    return page.show(with_agency(request, "/admin/units/" + unit.uid + "/closure"), tr("Kết thúc hoạt động"),
                     with_agency(request, "/admin/units"));
}

directory::UnitForm typed_unit(const Request& request)
{
    return {request.form.get("code"), request.form.get("name"), request.form.get("short_name"),
            request.form.get("valid_from")};
}

// Runs an act, then shows the list with a notice, or the form with what is wrong.
template <class Work, class Again>
Response act(Web& web, const Request& request, const char* notice, Work&& work, Again&& again)
{
    db::Transaction tx = web.core.pool.begin(scope_of(request));
    const base::Result<base::Done> done = work(tx);
    if (!done && in_form(done.error())) return again(done.error());
    if (!done) return web.pages.refuse(request, done.error());
    tx.commit();
    web.directory.refresh();
    return http::redirect(with_agency(request, std::string("/admin/units?done=") + notice));
}

// Runs `page(unit)` for a unit of the agency at hand; a unit of another agency is as unknown as none.
template <class Page>
http::Handler on_unit(Web& web, Page page)
{
    return in_agency(
        web, page::msg("Đơn vị"), [page](Web& w, Request& request, const Agency& agency) -> Response {
            const auto snapshot = w.directory.snapshot();
            const Unit* unit = snapshot->find_unit_uid(request.param("uid"));
            if (unit && unit->agency == agency.id) return page(w, request, *unit);
            return w.pages.refuse(request, base::not_found(page::msg("Không có đơn vị này trong cơ quan.")));
        });
}

Response create(Web& web, const Request& request, const Agency& agency)
{
    return act(
        web, request, "unit",
        [&](auto& tx) {
            return directory::create_unit(tx, *web.directory.snapshot(), agency.id, typed_unit(request),
                                          web.core.now());
        },
        [&](const Error& error) { return form(web, request, nullptr, &error); });
}

Response change(Web& web, const Request& request, const Unit& unit)
{
    return act(
        web, request, "unit",
        [&](auto& tx) { return directory::change_unit(tx, unit, typed_unit(request), web.core.now()); },
        [&](const Error& error) { return form(web, request, &unit, &error); });
}

Response close(Web& web, const Request& request, const Unit& unit)
{
    return act(
        web, request, "unit-closed",
        [&](auto& tx) {
            return directory::close_unit(tx, unit, request.form.get("last_day"), web.core.now());
        },
        [&](const Error& error) { return closure_form(web, request, unit, &error); });
}

}  // namespace

void add_unit_routes(http::Router& router, Web& web)
{
    const auto administrators =
        needs({directory::Role::agency_administrator, directory::Role::platform_operator});
    router.get("/admin/units", administrators, in_agency(web, page::msg("Đơn vị"), list));
    router.post("/admin/units", administrators, in_agency(web, page::msg("Đơn vị"), create));
    router.get("/admin/units/new", administrators,
               in_agency(web, page::msg("Đơn vị"),
                         [](Web& w, Request& r, const Agency&) { return form(w, r, nullptr, nullptr); }));
    router.get("/admin/units/{uid}", administrators,
               on_unit(web, [](Web& w, Request& r, const Unit& unit) { return form(w, r, &unit, nullptr); }));
    router.post("/admin/units/{uid}", administrators, on_unit(web, change));
    router.get(
        "/admin/units/{uid}/closure", administrators,
        on_unit(web, [](Web& w, Request& r, const Unit& unit) { return closure_form(w, r, unit, nullptr); }));
    router.post("/admin/units/{uid}/closure", administrators, on_unit(web, close));
}

}  // namespace lt::accounts
