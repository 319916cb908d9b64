// For the desk's staff: which desk, which counter, and the numbers it calls.
#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "kit/page/notice.h"
#include "queue/actions.h"
#include "queue/pages/call.h"

namespace lt::queue::pages {
namespace {

using html::View;
using page::msg;

constexpr int kShownAbsent = 10;
constexpr std::array kNotices{
    page::Notice{"none", msg("Không còn ai chờ quầy này.")},
    page::Notice{"moved", msg("Quầy đã gọi số khác hoặc đã xong số này. Xem lại số đang gọi.")},
    page::Notice{"passed", msg("Đã chuyển số sang quầy khác.")}};

std::optional<Counter> counter_of(const std::vector<Counter>& all, std::string_view number)
{
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const Counter& one) { return std::to_string(one.number) == number; });
    return found == all.end() ? std::nullopt : std::optional(*found);
}

std::string path_of(const Call& call, const std::string& number, const std::string& below = {})
{
    return call.path("/goi-so/" + number + below);
}

base::Error no_counter() { return base::not_found(msg("Nơi này không có quầy ấy.")); }

std::int64_t turn_of(const Call& call) { return call.request.form.integer("turn").value_or(0); }

View counter_view(const Call& call, db::Transaction& tx, const std::vector<Counter>& all, const Counter& one)
{
    const std::string number = std::to_string(one.number);
    View view{{"title", call.tr("Quầy {{number}}", {{"number", number}})},
              {"desk", call.desk.name},
              {"back", {{"href", call.path()}, {"label", call.desk.name}}},
              {"events_href", call.path("/su-kien")},
              {"next_action", path_of(call, number, "/tiep")},
              {"again_action", path_of(call, number, "/goi-lai")},
              {"done_action", path_of(call, number, "/xong")},
              {"absent_action", path_of(call, number, "/vang")},
              {"pass_action", path_of(call, number, "/chuyen")},
              {"back_action", path_of(call, number, "/da-den")},
              {"waiting", std::to_string(store::waiting_for(tx, one.id, call.today()))},
              {"turn", "0"},
              {"absent", View::array()},
              {"others", View::array()}};
    if (const auto current = store::current(tx, one.id)) {
        view["turn"] = std::to_string(current->id);
        view["current"] = {{"label", current->label},
                           {"group", current->group},
                           {"called_at", base::format_vietnam(current->called_at)},
                           {"calls", std::to_string(current->calls)}};
    }
    for (const AbsentTicket& ticket : store::absent(tx, call.desk.id, call.today(), kShownAbsent))
        view["absent"].push_back(
            {{"uid", ticket.uid}, {"label", ticket.label}, {"at", base::format_vietnam(ticket.at)}});
    view["has_absent"] = !view["absent"].empty();
    for (const Counter& other : all) {
        if (other.id != one.id)
            view["others"].push_back(
                {{"number", std::to_string(other.number)}, {"has_key", other.number < 10}});
    }
    view["has_others"] = !view["others"].empty();
    return view;
}

// Runs an act of the counter in the address; afterwards its page, with the notice that the act gives.
template <class Act>
http::Response act(const Call& call, Act act_on)
{
    const std::string& number = call.request.param("number");
    const auto notice = [&]() -> base::Result<std::string> {
        db::Transaction tx = call.services.pool.begin(accounts::scope_of(call.request));
        const std::vector<Counter> all = store::counters(tx, call.desk.id);
        const auto counter = counter_of(all, number);
        if (!counter) return no_counter();
        base::Result<std::string> result = act_on(tx, all, *counter);
        if (result) tx.commit();
        return result;
    }();
    if (!notice && notice.error().fault != base::Fault::conflict) return call.refuse(notice.error());
    if (notice) call.tell();
    const std::string key = notice ? *notice : "moved";
    return http::redirect(path_of(call, number) + (key.empty() ? "" : "?done=" + key));
}

// What an act without a value of its own gives.
base::Result<std::string> notice_of(const base::Result<base::Done>& done, const char* notice = "")
{
    if (!done) return done.error();
    return std::string(notice);
}

}  // namespace

http::Response desks(const Call& call)
{
    const accounts::Me& me = accounts::me(call.request);
    db::Transaction tx = call.services.pool.begin(accounts::scope_of(call.request));
    View view{{"title", call.tr(msg("Gọi số"))}, {"rows", View::array()}};
    for (const Desk& one : store::desks(tx, me.agency))
        view["rows"].push_back({{"href", "/quay/" + one.code}, {"name", one.name}});
    view["has_rows"] = !view["rows"].empty();
    view["set_up_href"] = me.role == directory::Role::agency_administrator ? "/admin/queue" : "";
    return call.show("queue/desks", std::move(view));
}

http::Response desk(const Call& call)
{
    db::Transaction tx = call.services.pool.begin(accounts::scope_of(call.request));
    View view{{"title", call.desk.name},
              {"back", {{"href", "/quay"}, {"label", call.tr(msg("Gọi số"))}}},
              {"screen_href", call.path("/man-hinh")},
              {"kiosk_href", call.path("/lay-so")},
              {"figures_href", call.path("/thong-ke")},
              {"rows", View::array()}};
    for (const Counter& one : store::counters(tx, call.desk.id)) {
        const auto current = store::current(tx, one.id);
        view["rows"].push_back({{"href", path_of(call, std::to_string(one.number))},
                                {"number", std::to_string(one.number)},
                                {"label", current ? current->label : ""},
                                {"waiting", std::to_string(store::waiting_for(tx, one.id, call.today()))}});
    }
    view["has_rows"] = !view["rows"].empty();
    return call.show("queue/desk", std::move(view));
}

http::Response counter(const Call& call)
{
    db::Transaction tx = call.services.pool.begin(accounts::scope_of(call.request));
    const std::vector<Counter> all = store::counters(tx, call.desk.id);
    const auto one = counter_of(all, call.request.param("number"));
    if (!one) return call.refuse(no_counter());
    View view = counter_view(call, tx, all, *one);
    page::add_notice(view, call.request, kNotices, call.tr);
    return call.show("queue/counter", std::move(view));
}

http::Response next(const Call& call)
{
    return act(call, [&](db::Transaction& tx, const auto&, const Counter& one) -> base::Result<std::string> {
        const auto turn = call_next(tx, one, turn_of(call), call.now);
        if (!turn) return turn.error();
        return std::string(*turn ? "" : "none");
    });
}

http::Response again(const Call& call)
{
    return act(call, [&](db::Transaction& tx, const auto&, const Counter& one) {
        return notice_of(call_again(tx, one, turn_of(call), call.now));
    });
}

http::Response absent(const Call& call)
{
    return act(call, [&](db::Transaction& tx, const auto&, const Counter& one) {
        return notice_of(finish(tx, one, turn_of(call), Outcome::absent, call.now));
    });
}

http::Response done(const Call& call)
{
    return act(call, [&](db::Transaction& tx, const auto&, const Counter& one) {
        return notice_of(finish(tx, one, turn_of(call), Outcome::done, call.now));
    });
}

http::Response pass_on(const Call& call)
{
    return act(call, [&](db::Transaction& tx, const std::vector<Counter>& all, const Counter& one) {
        const auto to = counter_of(all, call.request.form.get("to"));
        if (!to) return base::Result<std::string>(no_counter());
        return notice_of(pass(tx, one, turn_of(call), *to, call.now), "passed");
    });
}

http::Response come_back(const Call& call)
{
    return act(call, [&](db::Transaction& tx, const auto&, const Counter& one) {
        return notice_of(queue::come_back(tx, call.desk, one, call.request.form.get("ticket"), call.now));
    });
}

}  // namespace lt::queue::pages
