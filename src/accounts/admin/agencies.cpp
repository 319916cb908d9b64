// Administration of agencies, by the platform operator. Form → act → view or redirect; must not know SQL.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "accounts/admin/form_page.h"
#include "directory/actions.h"
#include "kit/http/ascii.h"
#include "kit/http/router.h"

namespace lt::accounts {
namespace {

using base::Error;
using directory::Agency;
using directory::AgencyForm;
using directory::Snapshot;
using http::Request;
using http::Response;

constexpr std::size_t kPageRows = 30;

std::string indent(int depth)
{
    std::string dashes;
    for (int i = 0; i < depth; ++i) dashes += "– ";
    return dashes;
}

// Agencies that hold all typed words, in the order of the tree; ended ones only where asked for.
std::vector<const Agency*> matching(const Snapshot& snapshot, const std::string& typed, bool ended,
                                    base::Day today)
{
    std::vector<const Agency*> hits = snapshot.search(typed, today);
    if (!ended) return hits;
    hits.clear();
    for (const Agency* agency : snapshot.agencies()) {
        if (agency->valid.to && *agency->valid.to < today) hits.push_back(agency);
    }
    std::erase_if(hits, [&](const Agency* agency) {
        const auto found = snapshot.search(typed, *agency->valid.to);
        return std::ranges::find(found, agency) == found.end();
    });
    return hits;
}

Response list(Web& web, const Request& request)
{
    const auto tr = web.pages.words(request);
    const auto snapshot = web.directory.snapshot();
    const std::string typed = request.query.get("q");
    const bool ended = request.query.get("state") == "ended";
    const auto hits = matching(*snapshot, typed, ended, web.core.today());
    auto row = hits.begin();
    if (const Agency* last = snapshot->find_uid(request.query.get("after"))) {
        const auto found = std::ranges::find(hits, last);
        if (found != hits.end()) row = found + 1;
    }
    html::View view{
        {"title", tr("Cơ quan")}, {"agencies", html::View::array()}, {"has_rows", row != hits.end()}};
    const Agency* last = nullptr;
    for (std::size_t i = 0; i < kPageRows && row != hits.end(); ++i, ++row) {
        last = *row;
        view["agencies"].push_back({{"uid", last->uid},
                                    {"code", last->code},
                                    {"name", last->name},
                                    {"indent", typed.empty() ? indent(snapshot->depth(*last)) : ""},
                                    {"level", tr(directory::label(last->level))},
                                    {"kind", tr(directory::label(last->kind))},
                                    {"ended", last->valid.to ? base::format_day(*last->valid.to) : ""}});
    }
    const std::string filter = "?q=" + http::percent_encode(typed) + (ended ? "&state=ended" : "");
    view["first_href"] =
        request.query.has("after") ? html::View("/admin/agencies" + filter) : html::View(false);
    view["next_href"] = row != hits.end() && last
                            ? html::View("/admin/agencies" + filter + "&after=" + last->uid)
                            : html::View(false);
    view["filters"] = {
        {"action", "/admin/agencies"},
        {"active", false},
        {"clear_href", typed.empty() && !ended ? html::View(false) : html::View("/admin/agencies")},
        {"keep", html::View::array()},
        {"find",
         {{"id", "q-list"},
          {"name", "q"},
          {"label", tr("Tìm theo tên, mã; có dấu hoặc không dấu")},
          {"value", typed}}},
        {"selects",
         {{{"id", "state"},
           {"name", "state"},
           {"label", tr("Tình trạng")},
           {"options",
            {{{"value", ""}, {"label", tr("Đang hoạt động")}, {"selected", !ended}},
             {{"value", "ended"}, {"label", tr("Đã kết thúc")}, {"selected", ended}}}}}}},
        {"dates", html::View::array()}};
    view["columns"] =
        list_head({tr("Mã định danh"), tr("Tên cơ quan"), tr("Cấp"), tr("Loại"), tr("Tình trạng")},
                  {"lt-w-14", "", "lt-w-14", "lt-w-14", "lt-w-20"});
    if (hits.empty()) view["empty"] = nothing_found(tr("Không có cơ quan nào khớp với nội dung tìm."));
    add_flash(view, request, tr);
    return web.pages.show(request, "accounts/admin_agencies", view);
}

Response show(Web& web, const Request& request)
{
    const auto tr = web.pages.words(request);
    const auto snapshot = web.directory.snapshot();
    const Agency* agency = snapshot->find_uid(request.param("uid"));
    if (!agency) return web.pages.refuse(request, base::not_found(tr("Không có cơ quan này.")));
    html::View view{{"title", agency->name}, {"uid", agency->uid}, {"facts", html::View::array()}};
    const auto fact = [&](const std::string& key, const std::string& value) {
        if (!value.empty())
            view["facts"].push_back({{"key", key}, {"value", value}, {"href", false}, {"note", false}});
    };
    fact(tr("Tên gọi tắt"), agency->short_name);
    fact(tr("Chữ viết tắt"), agency->abbreviation);
    fact(tr("Mã định danh"), agency->code);
    fact(tr("Mã 13 ký tự"), agency->alias);
    fact(tr("Cấp"), tr(directory::label(agency->level)));
    fact(tr("Loại"), tr(directory::label(agency->kind)));
    fact(tr("Cơ quan cấp trên"), snapshot->name(agency->parent));
    fact(tr("Địa danh"), agency->place);
    fact(tr("Hoạt động từ"), base::format_day(agency->valid.from));
    fact(tr("Kết thúc"), agency->valid.to ? base::format_day(*agency->valid.to) : "");
    for (const auto id : agency->successors) fact(tr("Cơ quan kế thừa"), snapshot->name(id));
    for (const auto id : agency->predecessors) fact(tr("Cơ quan tiền thân"), snapshot->name(id));
    view["ended"] = agency->valid.to.has_value();
    view["back"] = {{"href", "/admin/agencies"}, {"label", tr("Cơ quan")}};
    add_flash(view, request, tr);
    return web.pages.show(request, "accounts/admin_agency", view);
}

template <class E>
std::vector<page::Choice> enum_choices(const std::vector<E>& all, E selected, const page::Words& tr)
{
    std::vector<page::Choice> choices;
    for (const E value : all) {
        choices.push_back({std::string(to_text(value)), tr(label(value)), {}, value == selected});
    }
    return choices;
}

Response form(Web& web, const Request& request, const Agency* agency, const Error* error)
{
    const auto tr = web.pages.words(request);
    const auto snapshot = web.directory.snapshot();
    Agency fresh;
    fresh.level = directory::Level::province;
    fresh.valid.from = web.core.today();
    const Agency& old = agency ? *agency : fresh;
    FormPage page(web, request, agency ? tr("Sửa thông tin cơ quan") : tr("Thêm cơ quan"), error);
    page.input("name", tr("Tên cơ quan"), old.name);
    page.input("short_name", tr("Tên gọi tắt"), old.short_name,
               {{"hint", tr("Dùng trong danh sách. Để trống nếu như tên.")}});
    page.input("abbreviation", tr("Chữ viết tắt"), old.abbreviation,
               {{"hint", tr("Dùng trong ký hiệu văn bản, ví dụ UBND")}, {"width", 10}});
    page.input("code", tr("Mã định danh"), old.code, {{"hint", tr("Ví dụ: H05.01.02")}, {"width", 20}});
    page.input("alias", tr("Mã 13 ký tự"), old.alias,
               {{"hint", tr("Ví dụ: 000.00.01.H05")}, {"width", 20}, {"optional", true}});
    page.select("level", tr("Cấp"), enum_choices(directory::all_levels(), old.level, tr));
    page.select("kind", tr("Loại"), enum_choices(directory::all_kinds(), old.kind, tr));
    const Agency* parent = snapshot->find(old.parent);
    page.select("parent", tr("Cơ quan cấp trên"),
                agency_choices(*snapshot, parent ? parent->uid : "", tr("Không có")));
    page.input("place", tr("Địa danh ghi trên văn bản"), old.place, {{"width", 20}});
    page.date("valid_from", tr("Hoạt động từ ngày"), base::format_day(old.valid.from));
    if (!agency) return page.show("/admin/agencies", tr("Thêm cơ quan"), "/admin/agencies");
    const std::string path = "/admin/agencies/" + agency->uid;
    return page.show(path + "/details", tr("Lưu thông tin cơ quan"), path);
}

AgencyForm typed_agency(const Request& request)
{
    const auto get = [&](const char* name) { return request.form.get(name); };
    return {get("code"),  get("alias"), get("name"),   get("short_name"), get("abbreviation"),
            get("level"), get("kind"),  get("parent"), get("place"),      get("valid_from")};
}

Response create(Web& web, const Request& request)
{
    db::Transaction tx = web.core.pool.begin(scope_of(request));
    const auto uid =
        directory::create_agency(tx, *web.directory.snapshot(), typed_agency(request), web.core.now());
    if (!uid && in_form(uid.error())) return form(web, request, nullptr, &uid.error());
    if (!uid) return web.pages.refuse(request, uid.error());
    tx.commit();
    web.directory.refresh();
    return http::redirect("/admin/agencies/" + *uid + "?done=agency");
}

Response change(Web& web, const Request& request, const Agency& agency)
{
    db::Transaction tx = web.core.pool.begin(scope_of(request));
    const auto done = directory::change_agency(tx, *web.directory.snapshot(), agency, typed_agency(request),
                                               web.core.now());
    if (!done && in_form(done.error())) return form(web, request, &agency, &done.error());
    if (!done) return web.pages.refuse(request, done.error());
    tx.commit();
    web.directory.refresh();
    return http::redirect("/admin/agencies/" + agency.uid + "?done=agency");
}

Response closure_form(Web& web, const Request& request, const Agency& agency, const Error* error)
{
    const auto tr = web.pages.words(request);
    const auto snapshot = web.directory.snapshot();
    FormPage page(web, request, tr("Kết thúc hoạt động của {{name}}?", {{"name", agency.name}}), error);
    page.intro(tr(
        "Từ ngày sau ngày này, cơ quan không nhận, không gửi văn bản được nữa; mọi chức vụ ở đó hết hiệu lực."));
    page.date("last_day", tr("Ngày hoạt động cuối cùng"), base::format_day(web.core.today()));
    auto choices = agency_choices(*snapshot, {}, {});
    choices.erase(choices.begin());
    std::erase_if(choices, [&](const page::Choice& choice) { return choice.value == agency.uid; });
    page.checkboxes("successors", tr("Cơ quan tiếp nhận nhiệm vụ"), choices);
    page.warning();
    const std::string path = "/admin/agencies/" + agency.uid;
    return page.show(path + "/closure", tr("Kết thúc hoạt động"), path);
}

Response close(Web& web, const Request& request, const Agency& agency)
{
    db::Transaction tx = web.core.pool.begin(scope_of(request));
    const auto done =
        directory::close_agency(tx, *web.directory.snapshot(), agency, request.form.get("last_day"),
                                request.form.all("successors"), web.core.now());
    if (!done && in_form(done.error())) return closure_form(web, request, agency, &done.error());
    if (!done) return web.pages.refuse(request, done.error());
    tx.commit();
    web.directory.refresh();
    return http::redirect("/admin/agencies/" + agency.uid + "?done=agency-closed");
}

// Runs `page(agency)` for the agency of the path. The snapshot is held meanwhile.
template <class Page>
http::Handler with_agency_of_path(Web& web, Page page)
{
    return [&web, page](Request& request) -> Response {
        const auto snapshot = web.directory.snapshot();
        const Agency* agency = snapshot->find_uid(request.param("uid"));
        if (!agency) {
            return web.pages.refuse(request,
                                    base::not_found(web.pages.translate(request, "Không có cơ quan này.")));
        }
        return page(web, request, *agency);
    };
}

}  // namespace

void add_agency_routes(http::Router& router, Web& web)
{
    const auto platform = needs({directory::Role::platform_operator});
    router.get("/admin/agencies", platform, [&web](Request& r) { return list(web, r); });
    router.get("/admin/agencies/new", platform,
               [&web](Request& r) { return form(web, r, nullptr, nullptr); });
    router.post("/admin/agencies", platform, [&web](Request& r) { return create(web, r); });
    router.get("/admin/agencies/{uid}", platform, [&web](Request& r) { return show(web, r); });
    router.get("/admin/agencies/{uid}/details", platform,
               with_agency_of_path(
                   web, [](Web& w, Request& r, const Agency& a) { return form(w, r, &a, nullptr); }));
    router.post("/admin/agencies/{uid}/details", platform, with_agency_of_path(web, change));
    router.get("/admin/agencies/{uid}/closure", platform,
               with_agency_of_path(
                   web, [](Web& w, Request& r, const Agency& a) { return closure_form(w, r, a, nullptr); }));
    router.post("/admin/agencies/{uid}/closure", platform, with_agency_of_path(web, close));
}

}  // namespace lt::accounts
