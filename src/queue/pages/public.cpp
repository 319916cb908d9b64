// For who comes to the desk: the kiosk, the ticket, the calling screen.
#include <nlohmann/json.hpp>

#include "kit/base/ids.h"
#include "queue/actions.h"
#include "queue/pages/call.h"
#include "slips/api.h"

namespace lt::queue::pages {
namespace {

using html::View;
using page::msg;

constexpr const char* kCookie = "kiosk";
constexpr int kShownCalls = 8;

base::Error no_kiosk()
{
    return base::forbidden(msg(
        "Chỉ máy lấy số của nơi này hoặc cán bộ đã đăng nhập mới mở được trang lấy số. Hỏi cán bộ ở quầy."));
}

// Whether numbers may be taken on this request, and by which kiosk.
struct Taker {
    bool may = false;
    std::optional<std::int64_t> kiosk{};
};

Taker taker_of(const Call& call, db::Transaction& tx)
{
    if (call.is_staff()) return {.may = true};
    const auto kiosk =
        find_kiosk(tx, call.desk, http::cookie(call.request, kCookie, call.services.secure_cookies));
    return {.may = kiosk.has_value(), .kiosk = kiosk};
}

// An official takes a number in his own name.
db::Scope taking_scope(const Call& call)
{
    return call.is_staff() ? accounts::scope_of(call.request) : call.desk_scope();
}

// The kiosk's own address is opened once on the machine, which then keeps the secret.
http::Response remember_kiosk(const Call& call, const std::string& secret)
{
    db::Transaction tx = call.services.pool.begin(call.desk_scope());
    if (!find_kiosk(tx, call.desk, secret)) return call.refuse(no_kiosk());
    http::Response response = http::redirect(call.path("/lay-so"));
    http::set_cookie(response, {.name = kCookie, .value = secret, .session = false},
                     call.services.secure_cookies);
    return response;
}

const char* state_words(TicketState state)
{
    switch (state) {
    case TicketState::waiting: return msg("Đang chờ");
    case TicketState::called: return msg("Đang được gọi");
    case TicketState::done: return msg("Đã xong");
    case TicketState::absent: return msg("Đã gọi nhưng vắng mặt. Báo cán bộ ở quầy khi bạn đến.");
    case TicketState::left: break;
    }
    return msg("Đã hết ngày");
}

std::optional<Ticket> ticket_of(const Call& call)
{
    const std::string& uid = call.request.param("uid");
    if (!base::is_uid(uid)) return std::nullopt;
    db::Transaction tx = call.services.pool.begin(call.desk_scope());
    return store::find_ticket(tx, call.desk.id, uid);
}

base::Error no_ticket() { return base::not_found(msg("Không có số thứ tự này.")); }

View call_view(const Call& call, const queue::Call& one)
{
    const std::string counter = std::to_string(one.counter);
    return {{"label", one.label},
            {"counter", counter},
            {"words",
             call.tr("Mời số {{label}} đến quầy {{counter}}", {{"label", one.label}, {"counter", counter}})}};
}

}  // namespace

http::Response kiosk(const Call& call)
{
    if (const std::string secret = call.request.query.get("may"); !secret.empty())
        return remember_kiosk(call, secret);
    db::Transaction tx = call.services.pool.begin(taking_scope(call));
    if (!taker_of(call, tx).may) return call.refuse(no_kiosk());
    View view{{"title", call.desk.name}, {"action", call.path("/lay-so")}, {"groups", View::array()}};
    const auto waiting = store::waiting(tx, call.desk.id, call.today());
    for (const Group& group : store::groups(tx, call.desk.id)) {
        std::int64_t count = 0;
        for (const auto& [id, number] : waiting) count += id == group.id ? number : 0;
        view["groups"].push_back({{"letter", group.letter},
                                  {"name", group.name},
                                  {"waiting", std::to_string(count)},
                                  {"once", base::new_uid(call.now)}});
    }
    view["has_groups"] = !view["groups"].empty();
    return call.show("queue/kiosk", std::move(view));
}

http::Response take_number(const Call& call)
{
    const auto taken = [&]() -> base::Result<Ticket> {
        db::Transaction tx = call.services.pool.begin(taking_scope(call));
        const Taker taker = taker_of(call, tx);
        if (!taker.may) return no_kiosk();
        auto result = take(tx, call.desk, call.request.form.get("letter"), taker.kiosk,
                           call.request.form.get("_once"), call.now);
        if (result) tx.commit();
        return result;
    }();
    if (!taken) return call.refuse(taken.error());
    call.tell();
    return http::redirect(call.path("/so/" + taken->uid + "?moi=1"));
}

http::Response ticket(const Call& call)
{
    const auto found = ticket_of(call);
    if (!found) return call.refuse(no_ticket());
    // On the kiosk the page goes away by itself; on the citizen's telephone it follows the queue.
    const bool fresh = call.request.query.has("moi");
    View view{{"title", found->label},
              {"desk", call.desk.name},
              {"label", found->label},
              {"group", found->group},
              {"state", call.tr(state_words(found->state))},
              {"waiting", found->state == TicketState::waiting},
              {"called", found->state == TicketState::called},
              {"ahead", std::to_string(found->ahead)},
              {"counter", found->counter ? std::to_string(*found->counter) : ""},
              {"taken_at", base::format_vietnam(found->taken_at)},
              {"file_href", call.path("/so/" + found->uid + "/phieu")},
              {"back_href", fresh ? call.path("/lay-so") : ""}};
    http::Response response = call.show("queue/ticket", std::move(view));
    const bool open = found->state == TicketState::waiting || found->state == TicketState::called;
    if (fresh)
        response.header("Refresh", "12; url=" + call.path("/lay-so"));
    else if (open)
        response.header("Refresh", "20");
    return response;
}

http::Response ticket_file(const Call& call)
{
    const auto found = ticket_of(call);
    if (!found) return call.refuse(no_ticket());
    const auto snapshot = call.services.directory.snapshot();
    const directory::Agency* agency = snapshot->find(call.desk.agency);
    const std::string& url = call.services.public_url;
    http::Response response;
    response.body =
        slips::queue_ticket_pdf({.office = agency == nullptr ? "" : agency->name,
                                 .desk = call.desk.name,
                                 .group = found->group,
                                 .number = found->label,
                                 .at = found->taken_at,
                                 .waiting = static_cast<unsigned>(found->ahead),
                                 .look_up = url.empty() ? "" : url + call.path("/so/" + found->uid)});
    response.header("Content-Type", "application/pdf");
    response.header("Content-Disposition", "inline; filename=\"" + found->label + ".pdf\"");
    return response;
}

http::Response screen(const Call& call)
{
    db::Transaction tx = call.services.pool.begin(call.desk_scope());
    View view{{"title", call.desk.name},
              {"events_href", call.path("/su-kien")},
              {"calls", View::array()},
              {"groups", View::array()},
              {"clock", base::format_vietnam(call.now)}};
    const std::vector<queue::Call> calls = store::calls(tx, call.desk.id, call.today(), kShownCalls);
    for (const queue::Call& one : calls) view["calls"].push_back(call_view(call, one));
    if (!calls.empty()) view["latest"] = call_view(call, calls.front());
    view["has_calls"] = !calls.empty();
    const auto waiting = store::waiting(tx, call.desk.id, call.today());
    for (const Group& group : store::groups(tx, call.desk.id)) {
        for (const auto& [id, number] : waiting) {
            if (id == group.id)
                view["groups"].push_back(
                    {{"letter", group.letter}, {"name", group.name}, {"waiting", std::to_string(number)}});
        }
    }
    return call.show("queue/screen", std::move(view));
}

http::Response events(const Call& call) { return http::event_stream(call.topic()); }

}  // namespace lt::queue::pages
