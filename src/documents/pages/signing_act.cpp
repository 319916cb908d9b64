// A signature that is made elsewhere, on its way: what is waited for, the one-time code of a service or the plug-in, how it ended.
#include <algorithm>

#include "documents/pages/key_fields.h"
#include "signing/vgca.h"

namespace lt::documents::pages {
namespace {

// Without a script the page looks itself how far the signer is. With a field to type in it only leaves when time is up.
constexpr std::chrono::seconds kLookAgain{5};

bool is_open(const Act& act) { return act.state == ActState::waiting || act.state == ActState::confirmed; }

View state_of(const Words& tr, const Act& act)
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

std::string words_of(const Words& tr, const Act& act)
{
    switch (act.state) {
    case ActState::waiting:
        if (act.by_plugin)
            return tr(
                "Bấm nút dưới đây rồi chọn chứng thư số và nhập mã PIN trong cửa sổ của phần mềm VGCA, lần lượt "
                "từng tệp. Phần đã ký xong thì giữ, kể cả khi đóng trang này.");
        if (!act.asked) return tr("Yêu cầu ký đang được gửi đến dịch vụ. Chờ một lát rồi kiểm tra lại.");
        return act.by_code
                   ? tr("Nhập mã OTP của dịch vụ ký số. Nội dung yêu cầu ở đó phải đúng với văn bản của lần ký này.")
                   : tr("Mở ứng dụng ký số trên điện thoại, xem đúng văn bản của lần ký này rồi xác nhận ở đó. "
                        "Trang này tự kiểm tra lại sau mỗi 5 giây.");
    case ActState::confirmed:
        return tr("Người ký đã xác nhận. Chữ ký đang được ghi vào văn bản; kiểm tra lại sau ít phút.");
    case ActState::done: return tr("Chữ ký số đã được ghi vào văn bản.");
    case ActState::undone: return tr(act.why);
    }
    return {};
}

std::string title_of(const Words& tr, const Act& act)
{
    const bool leader = act.purpose == Purpose::leader;
    if (act.by_plugin)
        return leader ? tr("Ký số bằng phần mềm VGCA") : tr("Ký số của cơ quan bằng phần mềm VGCA");
    return leader ? tr("Ký số từ xa") : tr("Ký số của cơ quan từ xa");
}

http::Response act_page(const Call& call, const Act& act, const base::Error* error)
{
    const Words& tr = call.tr;
    View view{
        {"title", title_of(tr, act)},
        {"state", state_of(tr, act)},
        {"text", words_of(tr, act)},
        {"open", is_open(act)},
        {"plugin", act.by_plugin && act.state == ActState::waiting},
        {"look_again", is_open(act) && !act.by_plugin},
        {"href", act_path(act.uid)},
        {"asks_code", act.state == ActState::waiting && act.asked && act.by_code},
        {"can_cancel", act.state == ActState::waiting},
        // Whatever becomes of the signature, a number that was given stays with its document.
        {"number_stays", act.purpose == Purpose::agency && act.state != ActState::done},
        {"documents", View::array()},
        {"list_href", act.purpose == Purpose::leader ? "/outgoing/signing" : "/outgoing"},
        {"list", act.purpose == Purpose::leader ? tr("Văn bản chờ ký") : tr("Văn bản đi")},
        {"until", act.state == ActState::waiting ? View(base::format_vietnam(act.expires_at)) : View(false)},
        {"problem", error && error->field.empty() ? View(tr(error->message)) : View(false)}};
    for (const ActDocument& one : act.documents)
        view["documents"].push_back({{"href", "/outgoing/" + one.uid},
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
    http::Response response = call.show("documents/signing_act", std::move(view), error);
    if (!is_open(act)) return response;
    if (act.by_plugin) {
        // This page alone may talk to the plug-in. It doesn't look again by itself: that would cut off who is signing.
        response.header(
            "Content-Security-Policy",
            http::content_security_policy("connect-src 'self' " + std::string(signing::vgca::kSocket)));
        return response;
    }
    const auto left =
        std::chrono::ceil<std::chrono::seconds>(act.expires_at - call.now) + std::chrono::seconds(1);
    const auto wait = types ? std::max(left, kLookAgain) : kLookAgain;
    response.header("Refresh", std::to_string(wait.count()) + "; url=" + act_path(act.uid));
    return response;
}

// One document that is signed is best seen on its own page.
http::Response after_act(const Call& call, const Act& act)
{
    if (act.state == ActState::done && act.documents.size() == 1)
        return done("/outgoing/" + act.documents.front().uid,
                    act.purpose == Purpose::leader ? "signed" : "issued");
    return act_page(call, act, nullptr);
}

// Looking asks the service, and puts in what the signer has confirmed there; nothing else can be brought about by an address. When the
// service or the timestamp authority does not answer, the page says so and what it knows.
http::Response look(const Call& call)
{
    const auto act = go_on(call.documents(), call.actor, call.uid());
    if (act) return after_act(call, *act);
    const auto known = find_act(call.documents(), call.actor, call.uid());
    if (!known || act.error().fault != base::Fault::unavailable) return call.refuse(act.error());
    return act_page(call, *known, &act.error());
}

}  // namespace

http::Response act_show(const Call& call) { return look(call); }

http::Response act_code(const Call& call)
{
    const auto confirmed =
        confirm_act(call.documents(), call.actor, call.uid(), call.request.form.take_secret("otp"));
    if (confirmed) return http::redirect(act_path(call.uid()));
    const auto known = find_act(call.documents(), call.actor, call.uid());
    if (!known) return call.refuse(known.error());
    const bool again = confirmed.error().fault == base::Fault::invalid ||
                       confirmed.error().fault == base::Fault::unavailable;
    // Too late, or too many wrong codes: the service says so once more, and the act ends with it.
    return again ? act_page(call, *known, &confirmed.error()) : http::redirect(act_path(call.uid()));
}

http::Response act_cancel(const Call& call)
{
    const auto cancelled = cancel_act(call.documents(), call.actor, call.uid());
    if (!cancelled && cancelled.error().fault != base::Fault::conflict) return call.refuse(cancelled.error());
    return http::redirect(act_path(call.uid()));
}

}  // namespace lt::documents::pages
