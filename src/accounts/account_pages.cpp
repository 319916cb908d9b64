// The account page, switching the post, the language: form → act → view or redirect. Must not know SQL.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "accounts/own_account.h"
#include "accounts/policy.h"
#include "accounts/web.h"
#include "kit/http/router.h"

namespace lt::accounts {
namespace {

using base::Error;
using http::Request;
using http::Response;

const html::View kPresentPassword{{"type", "password"}, {"autocomplete", "current-password"}};

// Who has pages of signing keys.
bool signs(directory::Role role)
{
    using directory::Role;
    return role == Role::leader || role == Role::registry_clerk || role == Role::specialist ||
           role == Role::desk_staff;
}

Response show_account(Web& web, const Request& request)
{
    const auto tr = web.pages.words(request);
    const Me& user = me(request);
    const OwnAccount own = own_account(web.core, user);
    html::View view{{"title", tr("Tài khoản")},
                    {"several_posts", own.posts.size() > 1},
                    {"second_factor", own.account.totp_confirmed},
                    {"codes_left", own.recovery_codes_left},
                    {"password_changed_at", base::format_vietnam(own.account.password_changed_at)},
                    {"signs", signs(user.role)},
                    {"posts", html::View::array()}};
    view["facts"] = {
        {{"key", tr("Họ và tên")}, {"value", user.official_name}, {"href", false}, {"note", false}},
        {{"key", tr("Tên đăng nhập")}, {"value", user.login}, {"href", false}, {"note", false}}};
    for (const auto& post : own.posts) {
        view["posts"].push_back({{"title", post.title},
                                 {"unit", post.unit_name},
                                 {"agency", post.agency_name},
                                 {"role", tr(directory::label(post.role))},
                                 {"current", post.id == user.post}});
    }
    const http::Form nothing;
    page::FormView form(view, nothing);
    const std::string language = web.pages.language(request);
    form.choices("language", tr("Ngôn ngữ"),
                 {{"vi", "Tiếng Việt", {}, language == "vi"}, {"en", "English", {}, language == "en"}},
                 {{"label_hidden", true}});
    add_flash(view, request, tr);
    return web.pages.show(request, "accounts/account", view);
}

// ---- Password --------------------------------------------------------------------------------------------------

Response show_password(const Web& web, const Request& request, const Error* error)
{
    const auto tr = web.pages.words(request);
    html::View view{{"title", tr("Đổi mật khẩu")}};
    const http::Form nothing;
    page::FormView form(view, nothing, error, tr);
    form.field("present", tr("Mật khẩu đang dùng"), "", kPresentPassword);
    form.field("password", tr("Mật khẩu mới"), "",
               {{"type", "password"},
                {"autocomplete", "new-password"},
                {"hint", tr("Ít nhất 10 ký tự. Dễ nhớ và khó đoán: bốn từ không liên quan đến nhau.")}});
    form.field("again", tr("Nhập lại mật khẩu mới"), "",
               {{"type", "password"}, {"autocomplete", "new-password"}});
    return web.pages.show(request, "accounts/account_password", view, error ? 422 : 200);
}

Response post_password(Web& web, const Request& request)
{
    const auto token = change_password(web.core, me(request), request.form.get("present"),
                                       request.form.get("password"), request.form.get("again"), request.id);
    if (!token) return show_password(web, request, &token.error());
    Response response = http::redirect("/account?done=password");
    web.set_token(response, *token);
    return response;
}

// ---- Second factor ---------------------------------------------------------------------------------------------

Response show_second_factor(Web& web, const Request& request, const Error* error)
{
    const auto tr = web.pages.words(request);
    const Me& user = me(request);
    const OwnAccount own = own_account(web.core, user);
    const bool enrolled = own.account.totp_confirmed;
    html::View view{{"title", tr("Xác thực hai bước")},
                    {"enrolled", enrolled},
                    {"codes_left", own.recovery_codes_left},
                    {"duty", std::ranges::any_of(own.posts, [](const auto& post) {
                         return needs_second_factor(post.role);
                     })}};
    const http::Form typed = without(request.form, {"present", "_csrf"});
    page::FormView form(view, typed, error, tr);
    if (enrolled) {
        form.field("present", tr("Mật khẩu đang dùng"), "", kPresentPassword);
        return web.pages.show(request, "accounts/second_factor", view, error ? 422 : 200);
    }
    const auto secret = begin_enrolment(web.core, user.official);
    if (!secret) return web.pages.refuse(request, secret.error());
    add_enrolment(view, *secret, user.login);
    form.field(
        "code", tr("Mã đang hiện trên điện thoại"), "",
        {{"inputmode", "numeric"}, {"class", "lt-otp"}, {"autocomplete", "one-time-code"}, {"maxlength", 7}});
    return web.pages.show(request, "accounts/second_factor", view, error ? 422 : 200);
}

Response show_codes(const Web& web, const Request& request, const std::vector<std::string>& codes)
{
    const auto tr = web.pages.words(request);
    return web.pages.show(request, "accounts/recovery_codes",
                          {{"title", tr("Mã dự phòng")}, {"codes", codes}, {"continue_href", "/account"}});
}

Response refuse_second_factor(Web& web, const Request& request, const Error& error)
{
    if (error.fault == base::Fault::invalid) return show_second_factor(web, request, &error);
    return web.pages.refuse(request, error);
}

Response post_second_factor(Web& web, const Request& request)
{
    const auto enrolled = confirm_enrolment(web.core, me(request), request.form.get("code"), request.id);
    if (!enrolled) return refuse_second_factor(web, request, enrolled.error());
    Response response = show_codes(web, request, enrolled->codes);
    web.set_token(response, enrolled->token);
    return response;
}

Response post_removal(Web& web, const Request& request)
{
    const auto done = remove_second_factor(web.core, me(request), request.form.get("present"), request.id);
    if (!done) return refuse_second_factor(web, request, done.error());
    return http::redirect("/account?done=second-factor-off");
}

Response post_recovery_codes(Web& web, const Request& request)
{
    const auto codes = renew_recovery_codes(web.core, me(request), request.form.get("present"), request.id);
    if (!codes) return refuse_second_factor(web, request, codes.error());
    return show_codes(web, request, *codes);
}

Response post_closure(Web& web, const Request& request)
{
    end_other_sessions(web.core, me(request), request.id);
    return http::redirect("/account?done=sessions");
}

// ---- Post and language -----------------------------------------------------------------------------------------

Response show_switch(Web& web, const Request& request, const Error* error)
{
    const auto tr = web.pages.words(request);
    html::View view{{"title", tr("Làm việc với chức vụ nào?")}};
    page::FormView form(view, request.form, error, tr);
    form.choices("post", tr("Chức vụ"),
                 post_choices(own_account(web.core, me(request)).posts, me(request).post_uid),
                 {{"label_hidden", true}});
    return web.pages.show(request, "accounts/switch_post", view, error ? 422 : 200);
}

Response post_switch(Web& web, const Request& request)
{
    const auto token = switch_post(web.core, me(request), request.form.get("post"), request.id);
    if (!token && token.error().fault == base::Fault::invalid)
        return show_switch(web, request, &token.error());
    if (!token) return web.pages.refuse(request, token.error());
    Response response = http::redirect("/");
    web.set_token(response, *token);
    return response;
}

Response set_language(Web& web, const Request& request, const std::string& language, const std::string& back)
{
    if (language != "vi" && language != "en") return web.pages.refuse(request, base::not_found({}));
    if (const Me* user = find_me(request)) choose_language(web.core, *user, language);
    Response response = http::redirect(safe_return(back));
    http::set_cookie(response, {.name = "language", .value = language, .session = false, .expire = false},
                     web.secure_cookies);
    return response;
}

}  // namespace

void add_account_routes(http::Router& router, Web& web)
{
    const auto official = any_official();
    router.get("/account", official, [&web](Request& r) { return show_account(web, r); });
    router.get("/account/password", official, [&web](Request& r) { return show_password(web, r, nullptr); });
    router.post("/account/password", official, [&web](Request& r) { return post_password(web, r); });
    router.get("/account/second-factor", official,
               [&web](Request& r) { return show_second_factor(web, r, nullptr); });
    router.post("/account/second-factor", official,
                [&web](Request& r) { return post_second_factor(web, r); });
    router.post("/account/second-factor/removal", official,
                [&web](Request& r) { return post_removal(web, r); });
    router.post("/account/recovery-codes", official,
                [&web](Request& r) { return post_recovery_codes(web, r); });
    router.post("/account/sessions/closure", official, [&web](Request& r) { return post_closure(web, r); });
    router.get("/post", official, [&web](Request& r) { return show_switch(web, r, nullptr); });
    router.post("/post", official, [&web](Request& r) { return post_switch(web, r); });
    // A link in the bar of every page, also for visitors: it changes nothing but the reader's own words.
    router.get("/language/{code}", http::everybody(),
               [&web](Request& r) { return set_language(web, r, r.param("code"), r.query.get("back")); });
    router.post("/language", http::everybody(), [&web](Request& r) {
        return set_language(web, r, r.form.get("language"), r.form.get("back"));
    });
}

}  // namespace lt::accounts
