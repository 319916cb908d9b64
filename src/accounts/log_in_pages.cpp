// The log-in pages: form → act → next step. Knows HTTP; must not know SQL.
#include <nlohmann/json.hpp>

#include "accounts/own_account.h"
#include "accounts/second_factor.h"
#include "accounts/web.h"
#include "kit/http/ascii.h"
#include "kit/http/router.h"

namespace lt::accounts {
namespace {

using base::Error;
using http::Request;
using http::Response;

const html::View kNewPassword{{"type", "password"}, {"autocomplete", "new-password"}};

std::string locked_words(const page::Words& tr, const std::optional<base::Time>& until)
{
    return tr(
        "Tài khoản bị khoá đến {{until}} vì nhập sai 5 lần. Quản trị của cơ quan mở khoá được trước giờ đó.",
        {{"until", until ? base::format_vietnam(*until) : ""}});
}

Response show_log_in(const Web& web, const Request& request, const Error* error)
{
    const auto tr = web.pages.words(request);
    html::View view{{"title", tr("Đăng nhập")}, {"next", next_of(request)}};
    const http::Form typed = without(request.form, {"password"});
    page::FormView form(view, typed, error, tr);
    form.field("login", tr("Tên đăng nhập"), "",
               {{"hint", tr("Ví dụ: kinhbac.vanthu")}, {"autocomplete", "username"}, {"nospell", true}});
    form.field("password", tr("Mật khẩu"), "", {{"type", "password"}, {"autocomplete", "current-password"}});
    if (error) view["error_title"] = tr("Chưa đăng nhập được");
    return web.pages.show(request, "accounts/log_in", view, error ? 422 : 200);
}

Response get_log_in(const Web& web, const Request& request)
{
    if (find_me(request)) return http::redirect(next_of(request));
    return show_log_in(web, request, nullptr);
}

// Goes to the next step with the new token; the language of the account holds where the browser has chosen none.
Response proceed(const Web& web, const Request& request, const Outcome& outcome)
{
    Response response = http::redirect(step_path(outcome.step, next_of(request)));
    web.set_token(response, outcome.token);
    if (!outcome.language.empty() && http::cookie(request, "language", web.secure_cookies).empty()) {
        http::set_cookie(response,
                         {.name = "language", .value = outcome.language, .session = false, .expire = false},
                         web.secure_cookies);
    }
    return response;
}

Response too_many(const Web& web, const Request& request)
{
    const auto tr = web.pages.words(request);
    Response response = web.pages.error(
        request, 429, {}, tr("Có quá nhiều lần đăng nhập sai từ địa chỉ mạng này. Thử lại sau 15 phút."));
    response.header("Retry-After", "900");
    return response;
}

Response post_log_in(Web& web, const Request& request)
{
    const auto tr = web.pages.words(request);
    const std::string login = request.form.get("login");
    const std::string password = request.form.get("password");
    Error missing{base::Fault::invalid, {}, {}, {}};
    if (login.empty()) missing = base::invalid("login", tr("Nhập tên đăng nhập."));
    if (password.empty()) {
        const std::string words = tr("Nhập mật khẩu.");
        if (login.empty())
            missing.more.emplace_back("password", words);
        else
            missing = base::invalid("password", words);
    }
    if (!missing.message.empty()) return show_log_in(web, request, &missing);
    const Outcome outcome =
        log_in(web.core, {login, password, request.remote, web.token(request), request.id});
    if (!outcome.refusal) return proceed(web, request, outcome);
    if (*outcome.refusal == Refusal::too_many) return too_many(web, request);
    const Error refused = base::invalid(
        "login", *outcome.refusal == Refusal::locked
                     ? locked_words(tr, outcome.locked_until)
                     : tr("Tên đăng nhập hoặc mật khẩu không đúng. Sai 5 lần thì tài khoản bị khoá 12 giờ."));
    return show_log_in(web, request, &refused);
}

// Runs `page(who, standing)` for somebody who stands at the step; sends everybody else where they belong.
template <class Page>
Response at_step(Web& web, const Request& request, Step step, Page&& page)
{
    if (find_me(request)) return http::redirect(next_of(request));
    const auto* who = dynamic_cast<const Pending*>(request.user.get());
    if (!who) return http::redirect(with_next("/log-in", next_of(request)));
    const Standing now = standing(web.core, *who);
    if (now.step != step) return http::redirect(step_path(now.step, next_of(request)));
    return page(*who, now);
}

// ---- The code --------------------------------------------------------------------------------------------------

Response show_code(const Web& web, const Request& request, const Error* error)
{
    const auto tr = web.pages.words(request);
    const bool recovery = request.query.has("recovery") || request.form.has("recovery");
    const std::string next = next_of(request);
    html::View view{{"title", recovery ? tr("Nhập mã dự phòng") : tr("Nhập mã 6 số")},
                    {"recovery", recovery},
                    {"next", next},
                    {"recovery_href", "/log-in/code?recovery=1&next=" + http::percent_encode(next)}};
    page::FormView form(view, request.form, error, tr);
    html::View extra{{"autocomplete", recovery ? "off" : "one-time-code"}, {"nospell", true}};
    if (!recovery) extra.update({{"inputmode", "numeric"}, {"class", "lt-otp"}, {"maxlength", 7}});
    if (recovery) extra["width"] = 10;
    form.field("code", recovery ? tr("Mã dự phòng") : tr("Mã xác thực"), "", extra);
    if (error) view["error_title"] = tr("Chưa đăng nhập được");
    return web.pages.show(request, "accounts/log_in_code", view, error ? 422 : 200);
}

Response post_code(Web& web, const Request& request, const Pending& who)
{
    const auto tr = web.pages.words(request);
    const std::string typed = request.form.get("code");
    if (typed.empty()) {
        const Error missing = base::invalid("code", tr("Nhập mã."));
        return show_code(web, request, &missing);
    }
    const Outcome outcome = give_code(web.core, who, typed, request.id);
    if (!outcome.refusal) return proceed(web, request, outcome);
    if (*outcome.refusal == Refusal::locked) {
        const Error locked = base::invalid("login", locked_words(tr, outcome.locked_until));
        Response response = show_log_in(web, request, &locked);
        web.drop_token(response);
        return response;
    }
    const Error wrong = base::invalid("code", tr("Mã không đúng hoặc đã hết hạn. Bạn còn {{count}} lần nhập.",
                                                 {{"count", std::to_string(outcome.attempts_left)}}));
    return show_code(web, request, &wrong);
}

// ---- Second factor as a duty -----------------------------------------------------------------------------------

Response show_enrolment(Web& web, const Request& request, const Pending& who, const Error* error)
{
    const auto tr = web.pages.words(request);
    const auto secret = begin_enrolment(web.core, who.official);
    if (!secret) return web.pages.refuse(request, secret.error());
    html::View view{{"title", tr("Bật xác thực hai bước")}, {"next", next_of(request)}};
    add_enrolment(view, *secret, who.login);
    page::FormView form(view, request.form, error, tr);
    form.field(
        "code", tr("Mã đang hiện trên điện thoại"), "",
        {{"inputmode", "numeric"}, {"class", "lt-otp"}, {"autocomplete", "one-time-code"}, {"maxlength", 7}});
    return web.pages.show(request, "accounts/log_in_enrol", view, error ? 422 : 200);
}

Response post_enrolment(Web& web, const Request& request, const Pending& who)
{
    const auto tr = web.pages.words(request);
    const auto enrolled = confirm_enrolment(web.core, who, request.form.get("code"), request.id);
    if (!enrolled && enrolled.error().fault == base::Fault::invalid) {
        return show_enrolment(web, request, who, &enrolled.error());
    }
    if (!enrolled) return web.pages.refuse(request, enrolled.error());
    html::View view{{"title", tr("Mã dự phòng")},
                    {"codes", enrolled->codes},
                    {"continue_href", with_next("/log-in/next", next_of(request))}};
    Response response = web.pages.show(request, "accounts/log_in_recovery_codes", view);
    web.set_token(response, enrolled->token);
    return response;
}

// ---- A password that somebody else knows -----------------------------------------------------------------------

Response show_first_password(const Web& web, const Request& request, const Error* error)
{
    const auto tr = web.pages.words(request);
    html::View view{{"title", tr("Đặt mật khẩu mới")}, {"next", next_of(request)}};
    const http::Form nothing;
    page::FormView form(view, nothing, error, tr);
    html::View extra = kNewPassword;
    extra["hint"] = tr("Ít nhất 10 ký tự. Dễ nhớ và khó đoán: bốn từ không liên quan đến nhau.");
    form.field("password", tr("Mật khẩu mới"), "", extra);
    form.field("again", tr("Nhập lại mật khẩu mới"), "", kNewPassword);
    return web.pages.show(request, "accounts/log_in_password", view, error ? 422 : 200);
}

Response post_password(Web& web, const Request& request, const Pending& who)
{
    const auto outcome =
        replace_password(web.core, who, request.form.get("password"), request.form.get("again"), request.id);
    if (outcome) return proceed(web, request, *outcome);
    if (outcome.error().fault == base::Fault::invalid)
        return show_first_password(web, request, &outcome.error());
    return web.pages.refuse(request, outcome.error());
}

// ---- The post --------------------------------------------------------------------------------------------------

Response show_post(const Web& web, const Request& request, const Standing& now, const Error* error)
{
    const auto tr = web.pages.words(request);
    html::View view{
        {"title", tr("Chọn chức vụ")}, {"next", next_of(request)}, {"has_posts", !now.posts.empty()}};
    page::FormView form(view, request.form, error, tr);
    form.choices("post", tr("Chức vụ"), post_choices(now.posts, {}), {{"label_hidden", true}});
    return web.pages.show(request, "accounts/log_in_post", view, error ? 422 : 200);
}

Response post_post(Web& web, const Request& request, const Pending& who, const Standing& now)
{
    const auto outcome = choose_post(web.core, who, request.form.get("post"), request.id);
    if (outcome) return proceed(web, request, *outcome);
    if (outcome.error().fault == base::Fault::invalid) return show_post(web, request, now, &outcome.error());
    return web.pages.refuse(request, outcome.error());
}

Response end_session(Web& web, const Request& request)
{
    if (const Me* me = find_me(request)) {
        log_out(web.core, *me, request.id);
    } else if (const auto* who = dynamic_cast<const Pending*>(request.user.get())) {
        abandon(web.core, *who, request.id);
    }
    Response response = http::redirect("/log-in");
    web.drop_token(response);
    return response;
}

}  // namespace

void add_log_in_routes(http::Router& router, Web& web)
{
    const auto anyone = http::everybody();
    router.get("/log-in", anyone, [&web](Request& r) { return get_log_in(web, r); });
    router.post("/log-in", anyone, [&web](Request& r) { return post_log_in(web, r); });
    router.get("/log-in/next", anyone, [&web](Request& r) {
        return at_step(web, r, Step::done,
                       [&](const Pending&, const Standing&) { return http::redirect("/"); });
    });
    router.get("/log-in/code", anyone, [&web](Request& r) {
        return at_step(web, r, Step::code,
                       [&](const auto&, const auto&) { return show_code(web, r, nullptr); });
    });
    router.post("/log-in/code", anyone, [&web](Request& r) {
        return at_step(web, r, Step::code,
                       [&](const auto& who, const auto&) { return post_code(web, r, who); });
    });
    router.get("/log-in/second-factor", anyone, [&web](Request& r) {
        return at_step(web, r, Step::enrol,
                       [&](const auto& who, const auto&) { return show_enrolment(web, r, who, nullptr); });
    });
    router.post("/log-in/second-factor", anyone, [&web](Request& r) {
        return at_step(web, r, Step::enrol,
                       [&](const auto& who, const auto&) { return post_enrolment(web, r, who); });
    });
    router.get("/log-in/password", anyone, [&web](Request& r) {
        return at_step(web, r, Step::password,
                       [&](const auto&, const auto&) { return show_first_password(web, r, nullptr); });
    });
    router.post("/log-in/password", anyone, [&web](Request& r) {
        return at_step(web, r, Step::password,
                       [&](const auto& who, const auto&) { return post_password(web, r, who); });
    });
    router.get("/log-in/post", anyone, [&web](Request& r) {
        return at_step(web, r, Step::post,
                       [&](const auto&, const auto& now) { return show_post(web, r, now, nullptr); });
    });
    router.post("/log-in/post", anyone, [&web](Request& r) {
        return at_step(web, r, Step::post,
                       [&](const auto& who, const auto& now) { return post_post(web, r, who, now); });
    });
    router.post("/log-out", anyone, [&web](Request& r) { return end_session(web, r); });
}

}  // namespace lt::accounts
