// Administration of other people's accounts: create, one-time password, unlock, stop, lost telephone.
#include <nlohmann/json.hpp>

#include "accounts/admin/acts.h"
#include "accounts/admin/form_page.h"
#include "kit/http/router.h"

namespace lt::accounts {
namespace {

using base::Error;
using http::Request;
using http::Response;

std::string path_of(const Request& request) { return "/admin/officials/" + request.param("uid"); }

Response new_form(Web& web, const Request& request, const Error* error)
{
    const auto tr = web.pages.words(request);
    db::Transaction tx = web.core.pool.begin(platform_scope(me(request).official, request.id));
    const auto official = official_in_care(tx, me(request), request.param("uid"));
    if (!official) return web.pages.refuse(request, official.error());
    FormPage page(web, request, tr("Tạo tài khoản cho {{name}}", {{"name", official->name}}), error);
    page.input("login", tr("Tên đăng nhập"), "",
               {{"hint", tr("Ví dụ: kinhbac.vanthu")}, {"nospell", true}, {"width", 20}});
    return page.show(path_of(request) + "/account", tr("Tạo tài khoản"), path_of(request));
}

Response create(Web& web, const Request& request)
{
    const std::string login = request.form.get("login");
    const auto password = create_account(web.core, me(request), request.param("uid"), login, request.id);
    if (!password && in_form(password.error())) return new_form(web, request, &password.error());
    if (!password) return web.pages.refuse(request, password.error());
    return show_one_time_password(web, request, login, *password, path_of(request));
}

Response reset(Web& web, const Request& request)
{
    const auto password = reset_password(web.core, me(request), request.param("uid"), request.id);
    if (!password) return web.pages.refuse(request, password.error());
    db::Transaction tx = web.core.pool.begin(platform_scope(me(request).official, request.id));
    const auto official = official_in_care(tx, me(request), request.param("uid"));
    CHECK(bool(official));
    const auto account = store::find_by_official(tx, official->id);
    return show_one_time_password(web, request, account ? account->login : "", *password, path_of(request));
}

http::Handler acting(Web& web, Act act, const char* notice)
{
    return [&web, act, notice](Request& request) -> Response {
        const auto done = act_on_account(web.core, me(request), request.param("uid"), act, request.id);
        if (!done) return web.pages.refuse(request, done.error());
        return http::redirect(path_of(request) + "?done=" + notice);
    };
}

}  // namespace

Response show_one_time_password(const Web& web, const Request& request, const std::string& login,
                                const std::string& password, const std::string& back)
{
    const auto tr = web.pages.words(request);
    return web.pages.show(request, "accounts/admin_password",
                          {{"title", tr("Mật khẩu dùng một lần")},
                           {"login", parse_login(login).value_or(login)},
                           {"password", password},
                           {"continue_href", back}});
}

void add_account_admin_routes(http::Router& router, Web& web)
{
    const auto administrators =
        needs({directory::Role::agency_administrator, directory::Role::platform_operator});
    const std::string account = "/admin/officials/{uid}/account";
    router.get(account + "/new", administrators, [&web](Request& r) { return new_form(web, r, nullptr); });
    router.post(account, administrators, [&web](Request& r) { return create(web, r); });
    router.post(account + "/password", administrators, [&web](Request& r) { return reset(web, r); });
    router.post(account + "/unlocking", administrators, acting(web, Act::unlock, "unlocked"));
    router.post(account + "/closure", administrators, acting(web, Act::disable, "disabled"));
    router.post(account + "/opening", administrators, acting(web, Act::enable, "enabled"));
    router.post(account + "/second-factor/removal", administrators,
                acting(web, Act::remove_second_factor, "second-factor-removed"));
}

}  // namespace lt::accounts
