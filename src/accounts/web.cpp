// See web.h.
#include "accounts/web.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "accounts/policy.h"
#include "accounts/second_factor.h"
#include "kit/http/ascii.h"
#include "kit/page/notice.h"

namespace lt::accounts {
namespace {

using page::msg;

constexpr std::array kNotices{
    page::Notice{"password", msg("Đã đổi mật khẩu. Các máy khác đã bị đăng xuất.")},
    page::Notice{"second-factor-off", msg("Đã tắt xác thực hai bước.")},
    page::Notice{"sessions", msg("Đã đăng xuất khỏi các máy khác.")},
    page::Notice{"agency", msg("Đã lưu cơ quan.")},
    page::Notice{"agency-closed",
                 msg("Đã kết thúc hoạt động của cơ quan. Các chức vụ ở đó hết hiệu lực cùng ngày.")},
    page::Notice{"group", msg("Đã lưu nhóm.")},
    page::Notice{"unit", msg("Đã lưu đơn vị.")},
    page::Notice{"unit-closed", msg("Đã kết thúc hoạt động của đơn vị.")},
    page::Notice{"official", msg("Đã lưu thông tin cán bộ.")},
    page::Notice{"post", msg("Đã giao chức vụ.")},
    page::Notice{"post-ended", msg("Đã ghi ngày thôi giữ chức vụ.")},
    page::Notice{
        "post-password",
        msg("Đã giao chức vụ. Mật khẩu dùng một lần chưa đổi nên không còn hiệu lực; cấp lại mật khẩu cho người này.")},
    page::Notice{"unlocked", msg("Đã mở khoá tài khoản.")},
    page::Notice{"disabled", msg("Đã ngừng tài khoản và đăng xuất khỏi mọi máy.")},
    page::Notice{"enabled", msg("Đã cho tài khoản dùng lại.")},
    page::Notice{"second-factor-removed", msg("Đã tắt xác thực hai bước của tài khoản này.")},
};

}  // namespace

std::string Web::token(const http::Request& request) const
{
    return http::cookie(request, "session", secure_cookies);
}

void Web::set_token(http::Response& response, const Token& token) const
{
    http::set_cookie(response, {.name = "session", .value = token.text, .session = true, .expire = false},
                     secure_cookies);
}

void Web::drop_token(http::Response& response) const
{
    http::set_cookie(response, {.name = "session", .value = {}, .session = true, .expire = true},
                     secure_cookies);
}

std::string with_next(const std::string& path, const std::string& next)
{
    return next.empty() || next == "/" ? path : path + "?next=" + http::percent_encode(next);
}

std::string step_path(Step step, const std::string& next)
{
    switch (step) {
    case Step::code: return with_next("/log-in/code", next);
    case Step::enrol: return with_next("/log-in/second-factor", next);
    case Step::password: return with_next("/log-in/password", next);
    case Step::post: return with_next("/log-in/post", next);
    case Step::done: break;
    }
    return next.empty() ? "/" : next;
}

std::string next_of(const http::Request& request)
{
    const std::string typed = request.form.has("next") ? request.form.get("next") : request.query.get("next");
    return typed.starts_with("/log-") ? "/" : safe_return(typed);
}

http::Form without(const http::Form& form, std::initializer_list<std::string_view> names)
{
    http::Form kept;
    for (const auto& [name, value] : form.fields()) {
        if (std::ranges::find(names, name) == names.end()) kept.add(name, value);
    }
    return kept;
}

void add_flash(html::View& view, const http::Request& request, const page::Words& tr)
{
    page::add_notice(view, request, kNotices, tr);
}

void add_enrolment(html::View& view, const std::string& secret, const std::string& login)
{
    const QrCode code = qr_code(otpauth_uri(secret, login, "Liên Thông"));
    view["qr"] = {{"size", code.size}, {"path", code.path}};
    view["secret"] = grouped(base32(secret));
    view["login"] = login;
}

std::vector<page::Choice> post_choices(const std::vector<store::PostChoice>& posts,
                                       const std::string& selected)
{
    std::vector<page::Choice> choices;
    for (const auto& post : posts) {
        const std::string place =
            post.unit_name.empty() ? post.agency_name : post.unit_name + ", " + post.agency_name;
        choices.push_back({post.uid, post.title, place, post.uid == selected});
    }
    return choices;
}

}  // namespace lt::accounts
