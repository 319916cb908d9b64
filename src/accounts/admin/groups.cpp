// Administration of the groups of pickers, by the platform operator.
#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

#include "accounts/admin/form_page.h"
#include "directory/actions.h"
#include "kit/http/router.h"

namespace lt::accounts {
namespace {

using base::Error;
using directory::Group;
using http::Request;
using http::Response;

Response list(Web& web, const Request& request)
{
    const auto tr = web.pages.words(request);
    const auto snapshot = web.directory.snapshot();
    html::View view{{"title", tr("Nhóm nơi nhận")}, {"groups", html::View::array()}};
    for (const Group& group : snapshot->groups()) {
        const auto valid = snapshot->members(group.key, web.core.today());
        view["groups"].push_back({{"key", group.key}, {"name", group.name}, {"count", valid.size()}});
    }
    view["has_rows"] = !view["groups"].empty();
    view["columns"] = list_head({tr("Tên nhóm"), tr("Mã nhóm"), tr("Số cơ quan")});
    if (view["groups"].empty())
        view["empty"] = nothing_found(tr("Chưa có nhóm nào. Thêm nhóm để chọn nhiều nơi nhận một lúc."));
    view["back"] = {{"href", "/admin/agencies"}, {"label", tr("Cơ quan")}};
    add_flash(view, request, tr);
    return web.pages.show(request, "accounts/admin_groups", view);
}

Response new_form(Web& web, const Request& request, const Error* error)
{
    const auto tr = web.pages.words(request);
    FormPage page(web, request, tr("Thêm nhóm"), error);
    page.input("name", tr("Tên nhóm"));
    page.input("key", tr("Mã nhóm"), "",
               {{"hint", tr("Chữ thường không dấu, số và dấu gạch nối, ví dụ so-nganh")}, {"width", 20}});
    return page.show("/admin/groups", tr("Thêm nhóm"), "/admin/groups");
}

Response create(Web& web, const Request& request)
{
    db::Transaction tx = web.core.pool.begin(scope_of(request));
    const auto done = directory::create_group(tx, *web.directory.snapshot(), request.form.get("key"),
                                              request.form.get("name"), web.core.now());
    if (!done && in_form(done.error())) return new_form(web, request, &done.error());
    if (!done) return web.pages.refuse(request, done.error());
    tx.commit();
    web.directory.refresh();
    return http::redirect("/admin/groups/" + request.form.get("key") + "?done=group");
}

Response form(Web& web, const Request& request, const Group& group, const Error* error)
{
    const auto tr = web.pages.words(request);
    const auto snapshot = web.directory.snapshot();
    std::set<std::int64_t> members;
    for (const auto* member : group.members) members.insert(member->id);
    std::vector<page::Choice> choices;
    for (const auto* agency : snapshot->agencies()) {
        // Ended agencies keep their membership: the history of the group.
        if (agency->valid.to && !members.contains(agency->id)) continue;
        choices.push_back({agency->uid, agency->name, {}, members.contains(agency->id)});
    }
    FormPage page(web, request, tr("Nhóm {{name}}", {{"name", group.name}}), error);
    page.input("name", tr("Tên nhóm"), group.name);
    page.checkboxes("members", tr("Cơ quan trong nhóm"), choices);
    return page.show("/admin/groups/" + group.key, tr("Lưu nhóm"), "/admin/groups");
}

Response change(Web& web, const Request& request, const Group& group)
{
    db::Transaction tx = web.core.pool.begin(scope_of(request));
    const auto done = directory::change_group(tx, *web.directory.snapshot(), group, request.form.get("name"),
                                              request.form.all("members"), web.core.now());
    if (!done && in_form(done.error())) return form(web, request, group, &done.error());
    if (!done) return web.pages.refuse(request, done.error());
    tx.commit();
    web.directory.refresh();
    return http::redirect("/admin/groups?done=group");
}

template <class Page>
http::Handler with_group(Web& web, Page page)
{
    return [&web, page](Request& request) -> Response {
        const auto snapshot = web.directory.snapshot();
        const auto group = std::ranges::find(snapshot->groups(), request.param("key"), &Group::key);
        if (group == snapshot->groups().end()) {
            return web.pages.refuse(request, base::not_found(page::msg("Không có nhóm này.")));
        }
        return page(web, request, *group);
    };
}

}  // namespace

void add_group_routes(http::Router& router, Web& web)
{
    const auto platform = needs({directory::Role::platform_operator});
    router.get("/admin/groups", platform, [&web](Request& r) { return list(web, r); });
    router.get("/admin/groups/new", platform, [&web](Request& r) { return new_form(web, r, nullptr); });
    router.post("/admin/groups", platform, [&web](Request& r) { return create(web, r); });
    router.get("/admin/groups/{key}", platform,
               with_group(web, [](Web& w, Request& r, const Group& g) { return form(w, r, g, nullptr); }));
    router.post("/admin/groups/{key}", platform, with_group(web, change));
}

}  // namespace lt::accounts
