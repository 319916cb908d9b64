// A signature that is made elsewhere, on its way: what is waited for, the one-time code of a service or the plug-in, how it ended.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "signing/pages/act_call.h"

namespace lt::signing {
namespace pages {
namespace {

using html::View;
using page::Words;

// Without a script the page looks itself how far the signer is. With a field to type in it only leaves when time is up.
constexpr std::chrono::seconds kLookAgain{5};

bool act_is_open(const Act& act)
{
    return act.state == ActState::waiting || act.state == ActState::confirmed;
}

View act_state(const Words& tr, const Act& act)
{
    switch (act.state) {
    case ActState::waiting:
        return {{"colour", "orange"},
                {"mark", "lt-todo"},
                {"words", act.by_plugin ? tr("Chờ ký") : tr("Chờ xác nhận")}};
    case ActState::confirmed: return {{"colour", "blue"}, {"mark", "lt-doing"}, {"words", tr("Đang ký")}};
    case ActState::done: return {{"colour", "green"}, {"mark", "lt-done"}, {"words", tr("Đã ký")}};
    case ActState::undone: return {{"colour", "red"}, {"mark", "lt-stop"}, {"words", tr("Đã dừng")}};
    }
    return {};
}

std::string act_words(const Words& tr, const Act& act)
{
    switch (act.state) {
    case ActState::waiting:
        if (act.by_plugin)
            return tr(
                "Bấm nút dưới đây rồi chọn chứng thư số và nhập mã PIN trong cửa sổ của phần mềm VGCA, lần lượt "
                "từng tệp. Phần đã ký xong thì giữ, kể cả khi đóng trang này.");
        if (!act.asked) return tr("Yêu cầu ký đang được gửi đến dịch vụ. Chờ một lát rồi kiểm tra lại.");
        return act.by_code
                   ? tr("Nhập mã OTP của dịch vụ ký số. Nội dung yêu cầu ở đó phải đúng với lần ký này.")
                   : tr("Mở ứng dụng ký số trên điện thoại, xem đúng nội dung của lần ký này rồi xác nhận ở đó. "
                        "Trang này tự kiểm tra lại sau mỗi 5 giây.");
    case ActState::confirmed:
        return tr("Người ký đã xác nhận. Chữ ký đang được ghi vào tệp; kiểm tra lại sau ít phút.");
    case ActState::done: return tr("Chữ ký số đã được ghi vào tệp.");
    case ActState::undone: return tr(act.why);
    }
    return {};
}

http::Response act_page(const ActCall& call, const Act& act, const base::Error* error)
{
    const Words& tr = call.tr;
    const ActAbout about = call.routes.about(call.tr, act);
    View view{
        {"title", about.title},
        {"state", act_state(tr, act)},
        {"text", act_words(tr, act)},
        {"open", act_is_open(act)},
        {"plugin", act.by_plugin && act.state == ActState::waiting},
        {"look_again", act_is_open(act) && !act.by_plugin},
        {"href", call.path()},
        {"asks_code", act.state == ActState::waiting && act.asked && act.by_code},
        {"can_cancel", act.state == ActState::waiting},
        {"number_stays", about.keeps_number && act.state != ActState::done},
        {"items_title", about.items},
        {"items", View::array()},
        {"list_href", about.list_href},
        {"list", about.list},
        {"until", act.state == ActState::waiting ? View(base::format_vietnam(act.expires_at)) : View(false)},
        {"problem", error && error->field.empty() ? View(tr(error->message)) : View(false)}};
    for (const ActItem& one : act.items)
        view["items"].push_back({{"href", about.href(one)},
                                 {"name", one.name},
                                 {"signed", one.closed},
                                 {"failure", one.why.empty() ? View(false) : View(tr(one.why))}});
    const bool types = view["asks_code"];
    page::FormView form(view, call.request.form, error && !error->field.empty() ? error : nullptr, tr);
    if (types)
        form.field("otp", tr("Mã OTP"), "",
                   {{"autocomplete", "one-time-code"},
                    {"inputmode", "numeric"},
                    {"width", 10},
                    {"hint", tr("Chỉ dùng cho lần ký này, không được lưu lại.")}});
    http::Response response = call.routes.pages.show(call.request, "signing/act", std::move(view),
                                                     error ? http::status_of(error->fault) : 200);
    if (!act_is_open(act)) return response;
    if (act.by_plugin) {
        // This page alone may talk to the plug-in. It doesn't look again by itself: that would cut off who is signing.
        response.header("Content-Security-Policy",
                        http::content_security_policy("connect-src 'self' " + std::string(vgca::kSocket)));
        return response;
    }
    const auto left =
        std::chrono::ceil<std::chrono::seconds>(act.expires_at - call.now) + std::chrono::seconds(1);
    const auto wait = types ? std::max(left, kLookAgain) : kLookAgain;
    response.header("Refresh", std::to_string(wait.count()) + "; url=" + call.path());
    return response;
}

http::Response after_act(const ActCall& call, const Act& act)
{
    if (act.state == ActState::done && act.items.size() == 1)
        if (const std::string after = call.routes.about(call.tr, act).after; !after.empty())
            return http::redirect(after);
    return act_page(call, act, nullptr);
}

http::Response show_act(const ActCall& call)
{
    const auto act = go_on(call.signing(), call.subject, call.act());
    if (act) return after_act(call, *act);
    const auto known = find_act(call.signing(), call.subject, call.act());
    if (!known || act.error().fault != base::Fault::unavailable) return call.refuse(act.error());
    return act_page(call, *known, &act.error());
}

http::Response send_code(const ActCall& call)
{
    const auto confirmed =
        confirm_act(call.signing(), call.subject, call.act(), call.request.form.take_secret("otp"));
    if (confirmed) return http::redirect(call.path());
    const auto known = find_act(call.signing(), call.subject, call.act());
    if (!known) return call.refuse(known.error());
    const bool again = confirmed.error().fault == base::Fault::invalid ||
                       confirmed.error().fault == base::Fault::unavailable;
    // Too late, or too many wrong codes: the service says so once more, and the act ends with it.
    return again ? act_page(call, *known, &confirmed.error()) : http::redirect(call.path());
}

http::Response send_cancel(const ActCall& call)
{
    const auto cancelled = cancel_act(call.signing(), call.subject, call.act());
    if (!cancelled && cancelled.error().fault != base::Fault::conflict) return call.refuse(cancelled.error());
    return http::redirect(call.path());
}

using Page = http::Response (*)(const ActCall&);

http::Handler handler(const std::shared_ptr<const ActRoutes>& routes, Page page)
{
    return [routes, page](http::Request& request) {
        const auto subject = routes->subject(accounts::me(request), request.id);
        return page({*routes, *subject, request, routes->pages.words(request), routes->signing.clock->now()});
    };
}

}  // namespace
}  // namespace pages

void add_act_routes(http::Router& router, ActRoutes all)
{
    const auto routes = std::make_shared<const ActRoutes>(std::move(all));
    const std::string one = routes->path + "/{uid}";
    router.get(one, routes->signers, pages::handler(routes, pages::show_act));
    router.post(one + "/code", routes->signers, pages::handler(routes, pages::send_code));
    router.post(one + "/closure", routes->signers, pages::handler(routes, pages::send_cancel));
    router.post(one + "/order", routes->signers, pages::handler(routes, pages::send_order));
    pages::add_plugin_routes(router, routes);
}

}  // namespace lt::signing
