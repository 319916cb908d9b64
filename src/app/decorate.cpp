#include "app/decorate.h"

#include <nlohmann/json.hpp>

#include "accounts/api.h"
#include "app/folding.h"
#include "app/province.h"
#include "documents/routes.h"
#include "dossiers/routes.h"
#include "dossiers/work.h"
#include "kit/http/csrf.h"

namespace lt::app {
namespace {

using directory::Role;
using html::View;

void add_item(View& group, const std::string& href, const std::string& label, std::string_view target)
{
    const std::string_view path = target.substr(0, target.find('?'));
    group["items"].push_back({{"href", href},
                              {"label", label},
                              {"count", ""},
                              {"live", false},
                              {"current", path == href || path.starts_with(href + "/")}});
}

// The pages of administration; nullopt-like empty items for those who have none.
View administration(const accounts::Me& me, std::string_view target, const page::Words& tr)
{
    View group{{"heading", tr("Quản trị")}, {"items", View::array()}};
    if (me.role == Role::agency_administrator) {
        add_item(group, "/admin/units", tr("Đơn vị"), target);
        add_item(group, "/admin/officials", tr("Cán bộ, tài khoản"), target);
        add_item(group, "/admin/calendar", tr("Lịch làm việc"), target);
        add_item(group, "/admin/queue", tr("Lấy số, gọi số"), target);
        add_item(group, "/admin/desk", tr("Bộ phận một cửa"), target);
    }
    if (me.role == Role::agency_administrator || me.role == Role::leader) {
        add_item(group, "/admin/processes", tr("Quy trình"), target);
        add_item(group, "/admin/process-instances", tr("Hồ sơ theo quy trình"), target);
        add_item(group, "/admin/decisions", tr("Mô hình quyết định"), target);
    }
    if (me.role == Role::agency_administrator || me.role == Role::registry_clerk)
        add_item(group, "/admin/seal", tr("Khoá và con dấu"), target);
    if (me.role == Role::platform_operator) {
        add_item(group, "/admin/agencies", tr("Cơ quan"), target);
        add_item(group, "/admin/officials", tr("Cán bộ, tài khoản"), target);
        add_item(group, "/admin/calendar", tr("Lịch làm việc"), target);
        add_item(group, "/admin/processes", tr("Quy trình"), target);
        add_item(group, "/admin/decisions", tr("Mô hình quyết định"), target);
        add_item(group, "/admin/procedures", tr("Thủ tục chờ duyệt"), target);
        add_item(group, "/admin/desk", tr("Mẫu mã hồ sơ"), target);
        add_item(group, "/admin/process-troubles", tr("Sự cố quy trình"), target);
        add_item(group, "/admin/systems", tr("Hệ thống kết nối"), target);
        add_item(group, "/admin/exchange", tr("Trao đổi văn bản"), target);
        add_item(group, "/admin/portal", tr("Cổng Dịch vụ công quốc gia"), target);
        add_item(group, "/admin/jobs", tr("Việc nền"), target);
    }
    return group;
}

// What is done with dossiers, and what shows how it goes; `counts`: dossiers::menu_counts().
std::vector<View> one_stop_desk(const accounts::Me& me, std::string_view target, const View& counts,
                                const page::Words& tr)
{
    const std::string_view place = dossiers::menu_place(target.substr(0, target.find('?')));
    View work{{"heading", tr("Một cửa")}, {"items", View::array()}};
    View outlook{{"heading", tr("Phản ánh, số liệu")}, {"items", View::array()}};
    for (const auto& [href, label] : dossiers::menu_items(me.role, tr)) {
        add_item(work, href, label, place);
        work["items"].back()["count"] = counts.value(href, "");
    }
    if (me.role == Role::desk_staff) add_item(work, "/quay", tr("Gọi số"), place);
    if (me.role != Role::platform_operator) add_item(work, "/tasks", tr("Việc theo quy trình"), place);
    for (const auto& [href, label] : dossiers::outlook_items(me.role, tr))
        add_item(outlook, href, label, place);
    // Of "/dossiers" and "/dossiers/new" only the longer one is where the reader is.
    View* here = nullptr;
    for (View* group : {&work, &outlook}) {
        for (View& item : (*group)["items"]) {
            if (!item["current"]) continue;
            const bool longer = here == nullptr || item["href"].get_ref<const std::string&>().size() >
                                                       (*here)["href"].get_ref<const std::string&>().size();
            View* other = longer ? here : &item;
            if (other != nullptr) (*other)["current"] = false;
            if (longer) here = &item;
        }
    }
    std::vector<View> out;
    for (View* group : {&work, &outlook})
        if (!(*group)["items"].empty()) out.push_back(std::move(*group));
    return out;
}

bool reads_documents(Role role)
{
    switch (role) {
    case Role::registry_clerk:
    case Role::leader:
    case Role::specialist:
    case Role::desk_staff: return true;
    case Role::agency_administrator:
    case Role::platform_operator: return false;
    }
    return false;
}

}  // namespace

page::Decorate make_decorate(documents::Services& services, dossiers::Services& dossiers,
                             const html::Templates& templates, bool development)
{
    return [&services, &dossiers, &templates, development](const http::Request& request, View& view) {
        view["province"] = province_of(services.directory);
        view["now"] = base::format_vietnam(services.clock->now());
        view["dev"] = development;
        if (request.user) view["csrf"] = http::csrf_mask(request.user->csrf_token());
        const accounts::Me* me = accounts::find_me(request);
        if (me == nullptr) return;

        const page::Words tr(templates, view.value("lang", "vi"));
        view["user"] = {{"name", me->official_name},
                        {"agency_name", me->agency_short_name},
                        {"post_name", me->post_title},
                        {"can_switch", me->several_posts},
                        {"live", me->role == Role::registry_clerk || me->role == Role::leader}};
        // A page that shows the menu's numbers itself brings the menu along: they are counted once.
        View menu = std::move(view["_menu"]);
        if (menu.is_null()) {
            const documents::Actor actor = documents::actor_of(request);
            const documents::Counts counts =
                reads_documents(me->role) ? documents::counts(services, actor) : documents::Counts{};
            menu = documents::menu_of(actor, counts, request.target, tr);
        }
        View group = administration(*me, request.target, tr);
        View waiting = std::move(view[dossiers::kMenuCounts]);
        if (waiting.is_null())
            waiting = dossiers::menu_counts(
                dossiers::work_for(dossiers, dossiers::actor_of(request), dossiers::lists::Numbers::of_menu),
                me->role);
        // What the desk does comes first at the desk.
        std::size_t at = me->role == Role::desk_staff ? 1 : menu.size();
        std::vector<View> groups = one_stop_desk(*me, request.target, waiting, tr);
        for (View& desk : groups)
            menu.insert(menu.begin() + static_cast<std::ptrdiff_t>(at++), std::move(desk));
        if (!group["items"].empty()) menu.push_back(std::move(group));
        fold_menu(menu);
        view["menu"] = std::move(menu);
        view["can_search"] = reads_documents(me->role);
        view["notifications_count"] = false;
    };
}

}  // namespace lt::app
