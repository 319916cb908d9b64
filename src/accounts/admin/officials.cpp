// Administration of officials and their posts. Form → act → view or redirect; must not know SQL.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "accounts/admin/acts.h"
#include "accounts/admin/form_page.h"
#include "kit/http/ascii.h"
#include "kit/http/router.h"

namespace lt::accounts {
namespace {

using base::Error;
using directory::Agency;
using directory::store::Official;
using http::Request;
using http::Response;

constexpr int kPageRows = 30;

db::Transaction begin(Web& web, const Request& request)
{
    return web.core.pool.begin(platform_scope(me(request).official, request.id));
}

std::string path_of(const std::string& uid) { return "/admin/officials/" + uid; }

directory::store::Cursor cursor_of(const Request& request)
{
    return {request.query.get("from"), request.query.integer("after").value_or(0)};
}

Response list(Web& web, const Request& request)
{
    const auto tr = web.pages.words(request);
    const auto snapshot = web.directory.snapshot();
    const Agency* agency = agency_at_hand(request, *snapshot);
    const bool everywhere = me(request).role == directory::Role::platform_operator;
    const std::string typed = request.query.get("q");
    std::vector<directory::store::OfficialRow> rows;
    {
        db::Transaction tx = begin(web, request);
        rows = directory::store::list_officials(tx, agency ? agency->id : 0, typed, cursor_of(request),
                                                web.core.today(), kPageRows + 1);
    }
    const bool more = rows.size() > kPageRows;
    if (more) rows.pop_back();
    html::View view{
        {"title", tr("Cán bộ, tài khoản")}, {"has_rows", !rows.empty()}, {"officials", html::View::array()}};
    for (const auto& row : rows) {
        view["officials"].push_back(
            {{"href", with_agency(request, path_of(row.official.uid))},
             {"name", row.official.name},
             {"agency", agency ? "" : snapshot->short_name(row.official.agency)},
             {"posts", row.posts},
             {"email", row.official.email},
             {"phone", row.official.phone},
             {"has_contact", !row.official.email.empty() || !row.official.phone.empty()}});
    }
    const std::string path = with_agency(request, "/admin/officials?q=" + http::percent_encode(typed));
    view["first_href"] = request.query.has("after") ? html::View(path) : html::View(false);
    view["next_href"] = false;
    if (more) {
        view["next_href"] = path + "&from=" + http::percent_encode(rows.back().sort_name) +
                            "&after=" + std::to_string(rows.back().official.id);
    }
    view["filters"] = {{"action", "/admin/officials"},
                       {"active", false},
                       {"keep", html::View::array()},
                       {"selects", html::View::array()},
                       {"dates", html::View::array()}};
    view["filters"]["clear_href"] =
        typed.empty() ? html::View(false) : html::View(with_agency(request, "/admin/officials"));
    view["filters"]["find"] = {{"id", "q-list"},
                               {"name", "q"},
                               {"label", tr("Tìm theo họ tên, có dấu hoặc không dấu")},
                               {"value", typed}};
    if (everywhere) {
        html::View options = html::View::array();
        for (const auto& choice : agency_choices(*snapshot, agency ? agency->uid : "", tr("Mọi cơ quan"))) {
            options.push_back(
                {{"value", choice.value}, {"label", choice.label}, {"selected", choice.selected}});
        }
        view["filters"]["selects"].push_back({{"id", "agency"},
                                              {"name", "agency"},
                                              {"label", tr("Cơ quan")},
                                              {"options", std::move(options)}});
    }
    view["new_href"] = agency ? html::View(with_agency(request, "/admin/officials/new")) : html::View(false);
    view["units_href"] = agency ? html::View(with_agency(request, "/admin/units")) : html::View(false);
    view["agency_name"] = agency ? agency->name : "";
    view["columns"] =
        list_head({tr("Họ và tên"), tr("Chức vụ hôm nay"), tr("Liên hệ")}, {"lt-w-30", "", "lt-w-30"});
    if (rows.empty()) view["empty"] = nothing_found(tr("Không có cán bộ nào khớp với nội dung tìm."));
    add_flash(view, request, tr);
    return web.pages.show(request, "accounts/admin_officials", view);
}

void post_fields(FormPage& page, const Web& web, const Request& request, const Agency& agency)
{
    const auto tr = web.pages.words(request);
    const auto snapshot = web.directory.snapshot();
    std::vector<page::Choice> roles{{"", tr("Chọn vai"), {}, true}};
    for (const auto role : directory::roles_to_give(giver_of(me(request)))) {
        roles.push_back({std::string(directory::to_text(role)), tr(directory::label(role)), {}, false});
    }
    page.input("post_title", tr("Chức vụ"), "", {{"hint", tr("Ví dụ: Phó Trưởng phòng")}});
    page.select("role", tr("Vai trong hệ thống"), roles);
    page.select("unit", tr("Đơn vị"),
                unit_choices(*snapshot, agency.id, web.core.today(),
                             tr("Không thuộc đơn vị nào (lãnh đạo cơ quan)")));
    page.input(
        "position", tr("Thứ tự trong danh sách"), "",
        {{"width", 4}, {"inputmode", "numeric"}, {"optional", true}, {"hint", tr("Số nhỏ đứng trước")}});
    page.date("valid_from", tr("Từ ngày"), base::format_day(web.core.today()));
}

directory::PostForm typed_post(const Request& request)
{
    return {request.form.get("post_title"), request.form.get("role"), request.form.get("unit"),
            request.form.get("position"), request.form.get("valid_from")};
}

directory::OfficialForm typed_official(const Request& request)
{
    return {request.form.get("name"), request.form.get("email"), request.form.get("phone")};
}

void person_fields(FormPage& page, const page::Words& tr, const Official& official)
{
    page.input("name", tr("Họ và tên"), official.name);
    page.input("email", tr("Thư điện tử"), official.email, {{"type", "email"}, {"optional", true}});
    page.input("phone", tr("Điện thoại"), official.phone,
               {{"type", "tel"}, {"optional", true}, {"width", 20}});
}

// ---- New official ----------------------------------------------------------------------------------------------

Response new_form(Web& web, const Request& request, const Agency& agency, const Error* error)
{
    const auto tr = web.pages.words(request);
    FormPage page(web, request, tr("Thêm cán bộ"), error);
    page.intro(agency.name);
    person_fields(page, tr, {});
    page.input("login", tr("Tên đăng nhập"), "",
               {{"hint", tr("Ví dụ: kinhbac.vanthu")}, {"nospell", true}, {"width", 20}});
    post_fields(page, web, request, agency);
    const std::string path = with_agency(request, "/admin/officials");
    return page.show(path, tr("Thêm cán bộ và tạo tài khoản"), path);
}

Response create(Web& web, const Request& request, const Agency& agency)
{
    const NewColleague form{typed_official(request), typed_post(request), request.form.get("login")};
    const auto hired = hire(web.core, me(request), *web.directory.snapshot(), agency.id, form, request.id);
    if (!hired && in_form(hired.error())) return new_form(web, request, agency, &hired.error());
    if (!hired) return web.pages.refuse(request, hired.error());
    return show_one_time_password(web, request, form.login, hired->password, path_of(hired->uid));
}

// ---- One official ----------------------------------------------------------------------------------------------

Response show(Web& web, const Request& request)
{
    const auto tr = web.pages.words(request);
    const auto snapshot = web.directory.snapshot();
    db::Transaction tx = begin(web, request);
    const auto official = official_in_care(tx, me(request), request.param("uid"));
    if (!official) return web.pages.refuse(request, official.error());
    const auto posts = directory::store::posts_of(tx, official->id);
    const auto account = store::find_by_official(tx, official->id);
    const bool everywhere = me(request).role == directory::Role::platform_operator;

    html::View view{{"title", official->name},      {"base", path_of(official->uid)},
                    {"has_posts", !posts.empty()},  {"posts", html::View::array()},
                    {"facts", html::View::array()}, {"account", false}};
    const auto fact = [&](const std::string& key, const std::string& value) {
        if (!value.empty())
            view["facts"].push_back({{"key", key}, {"value", value}, {"href", false}, {"note", false}});
    };
    fact(tr("Cơ quan"), snapshot->name(official->agency));
    fact(tr("Thư điện tử"), official->email);
    fact(tr("Điện thoại"), official->phone);
    for (const auto& post : posts) {
        const std::string& unit = snapshot->unit_name(post.unit);
        const bool may_end = !post.valid.to && (everywhere || post.agency == me(request).agency);
        view["posts"].push_back(
            {{"title", post.title},
             {"place", (unit.empty() ? "" : unit + ", ") + snapshot->name(post.agency)},
             {"role", tr(directory::label(post.role))},
             {"from", base::format_day(post.valid.from)},
             {"to", post.valid.to ? base::format_day(*post.valid.to) : ""},
             {"end_href", may_end ? html::View(path_of(official->uid) + "/posts/" + post.post_uid + "/end")
                                  : html::View(false)}});
    }
    view["columns"] = list_head({tr("Chức vụ"), tr("Vai"), tr("Từ ngày"), tr("Đến ngày")});
    if (account) {
        const bool locked = is_locked(account->failures, web.core.now());
        view["account"] = {
            {"login", account->login},
            {"disabled", account->disabled},
            {"locked_until", locked ? base::format_vietnam(*account->failures.locked_until) : ""},
            {"second_factor", account->totp_confirmed},
            {"last_log_in", account->last_log_in ? base::format_vietnam(*account->last_log_in) : ""}};
    }
    view["back"] = {{"href", with_agency(request, "/admin/officials")}, {"label", tr("Cán bộ, tài khoản")}};
    add_flash(view, request, tr);
    return web.pages.show(request, "accounts/admin_official", view);
}

// Runs `page(tx, official)` for the official of the path, in a transaction that the page may commit.
template <class Page>
http::Handler on_official(Web& web, Page page)
{
    return [&web, page](Request& request) -> Response {
        db::Transaction tx = begin(web, request);
        const auto official = official_in_care(tx, me(request), request.param("uid"));
        if (!official) return web.pages.refuse(request, official.error());
        return page(web, request, tx, *official);
    };
}

// After an act: back to the official with a notice, the form with what is wrong, or a page for the refusal.
template <class Again>
Response finish(Web& web, const Request& request, db::Transaction& tx, const Official& official,
                const base::Result<base::Done>& done, const char* notice, Again&& again)
{
    if (!done && in_form(done.error())) return again(done.error());
    if (!done) return web.pages.refuse(request, done.error());
    tx.commit();
    return http::redirect(path_of(official.uid) + "?done=" + notice);
}

Response details_form(const Web& web, const Request& request, const Official& official, const Error* error)
{
    const auto tr = web.pages.words(request);
    FormPage page(web, request, tr("Sửa thông tin cán bộ"), error);
    person_fields(page, tr, official);
    return page.show(path_of(official.uid) + "/details", tr("Lưu thông tin cán bộ"), path_of(official.uid));
}

Response change(Web& web, const Request& request, db::Transaction& tx, const Official& official)
{
    const auto done = directory::change_official(tx, official, typed_official(request), web.core.now());
    return finish(web, request, tx, official, done, "official",
                  [&](const Error& error) { return details_form(web, request, official, &error); });
}

// ---- Posts -----------------------------------------------------------------------------------------------------

// Where the new post is: the administrator's own agency; for the operator the chosen one, or the official's home.
const Agency& agency_of_post(const Request& request, const directory::Snapshot& snapshot,
                             const Official& official)
{
    const Agency* agency = agency_at_hand(request, snapshot);
    if (!agency) agency = snapshot.find(official.agency);
    CHECK(agency != nullptr);
    return *agency;
}

Response post_form(Web& web, const Request& request, const Official& official, const Error* error)
{
    const auto tr = web.pages.words(request);
    const auto snapshot = web.directory.snapshot();
    const Agency& agency = agency_of_post(request, *snapshot, official);
    FormPage page(web, request, tr("Giao chức vụ cho {{name}}", {{"name", official.name}}), error);
    page.intro(agency.name);
    post_fields(page, web, request, agency);
    return page.show(with_agency(request, path_of(official.uid) + "/posts"), tr("Giao chức vụ"),
                     path_of(official.uid));
}

Response add_post(Web& web, const Request& request, db::Transaction& tx, const Official& official)
{
    const auto snapshot = web.directory.snapshot();
    const Agency& agency = agency_of_post(request, *snapshot, official);
    const auto done = directory::add_post(tx, *snapshot, official, agency.id, typed_post(request),
                                          giver_of(me(request)), web.core.now());
    const bool cancelled =
        done && agency.id != official.agency && cancel_one_time_password(web.core, tx, official);
    return finish(web, request, tx, official, done, cancelled ? "post-password" : "post",
                  [&](const Error& error) { return post_form(web, request, official, &error); });
}

Response end_form(Web& web, const Request& request, db::Transaction& tx, const Official& official,
                  const Error* error)
{
    const auto tr = web.pages.words(request);
    const auto posts = directory::store::posts_of(tx, official.id);
    const auto post = std::ranges::find(posts, request.param("post"), &directory::Person::post_uid);
    if (post == posts.end()) return web.pages.refuse(request, base::not_found(tr("Không có chức vụ này.")));
    FormPage page(
        web, request,
        tr("{{name}} thôi giữ chức vụ {{title}}?", {{"name", official.name}, {"title", post->title}}), error);
    page.intro(tr(
        "Sau ngày này, người giữ chức vụ không làm việc được với chức vụ đó. Việc đang giữ cần phân công lại."));
    page.date("last_day", tr("Ngày cuối cùng giữ chức vụ"), base::format_day(web.core.today()));
    page.warning();
    return page.show(path_of(official.uid) + "/posts/" + post->post_uid + "/end", tr("Thôi giữ chức vụ"),
                     path_of(official.uid));
}

Response end_post(Web& web, const Request& request, db::Transaction& tx, const Official& official)
{
    const auto posts = directory::store::posts_of(tx, official.id);
    const auto post = std::ranges::find(posts, request.param("post"), &directory::Person::post_uid);
    const bool everywhere = me(request).role == directory::Role::platform_operator;
    // An administrator ends posts of the own agency; the operator those of any.
    const std::int64_t agency = everywhere && post != posts.end() ? post->agency : me(request).agency;
    const auto done =
        directory::end_post(tx, official, agency, request.param("post"), request.form.get("last_day"),
                            giver_of(me(request)), web.core.now());
    return finish(web, request, tx, official, done, "post-ended",
                  [&](const Error& error) { return end_form(web, request, tx, official, &error); });
}

}  // namespace

void add_official_routes(http::Router& router, Web& web)
{
    const auto administrators =
        needs({directory::Role::agency_administrator, directory::Role::platform_operator});
    router.get("/admin/officials", administrators, [&web](Request& r) { return list(web, r); });
    router.post("/admin/officials", administrators, in_agency(web, page::msg("Thêm cán bộ"), create));
    router.get("/admin/officials/new", administrators,
               in_agency(web, page::msg("Thêm cán bộ"), [](Web& w, Request& r, const Agency& agency) {
                   return new_form(w, r, agency, nullptr);
               }));
    router.get("/admin/officials/{uid}", administrators, [&web](Request& r) { return show(web, r); });
    router.get("/admin/officials/{uid}/details", administrators,
               on_official(web, [](Web& w, Request& r, db::Transaction&, const Official& official) {
                   return details_form(w, r, official, nullptr);
               }));
    router.post("/admin/officials/{uid}/details", administrators, on_official(web, change));
    router.get("/admin/officials/{uid}/posts/new", administrators,
               on_official(web, [](Web& w, Request& r, db::Transaction&, const Official& official) {
                   return post_form(w, r, official, nullptr);
               }));
    router.post("/admin/officials/{uid}/posts", administrators, on_official(web, add_post));
    router.get("/admin/officials/{uid}/posts/{post}/end", administrators,
               on_official(web, [](Web& w, Request& r, db::Transaction& tx, const Official& official) {
                   return end_form(w, r, tx, official, nullptr);
               }));
    router.post("/admin/officials/{uid}/posts/{post}/end", administrators, on_official(web, end_post));
}

}  // namespace lt::accounts
