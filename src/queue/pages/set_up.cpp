// For the agency's administrator: desks with their kinds of service, counters and kiosks.
#include <array>

#include <nlohmann/json.hpp>

#include "kit/page/notice.h"
#include "queue/actions.h"
#include "queue/pages/call.h"

namespace lt::queue::pages {
namespace {

using html::View;
using page::msg;

constexpr std::array kSetUpNotices{
    page::Notice{"desk", msg("Đã thêm nơi tiếp dân.")}, page::Notice{"group", msg("Đã thêm nhóm dịch vụ.")},
    page::Notice{"closed", msg("Đã ngừng nhóm dịch vụ. Số đã lấy vẫn được gọi.")},
    page::Notice{"counter", msg("Đã ghi quầy.")}, page::Notice{"revoked", msg("Đã thu hồi máy lấy số.")}};

// Which of the page's forms was sent: the others stay as they are.
enum class Sent : std::uint8_t { none, group, counter, kiosk };

const http::Form& form_of(const Call& call, Sent sent, Sent wanted)
{
    static const http::Form kEmpty;
    return sent == wanted ? call.request.form : kEmpty;
}

void add_groups(View& view, const Call& call, const std::vector<Group>& groups, Sent sent,
                const base::Error* error)
{
    view["groups"] = View::array();
    for (const Group& one : groups)
        view["groups"].push_back({{"letter", one.letter},
                                  {"name", one.name},
                                  {"first", one.first},
                                  {"close_action", call.admin_path("/groups/" + one.letter + "/closure")}});
    view["has_groups"] = !groups.empty();
    View fields;
    page::FormView form(fields, form_of(call, sent, Sent::group), sent == Sent::group ? error : nullptr,
                        call.tr);
    form.field("letter", call.tr(msg("Chữ đứng đầu số")), "", {{"width", "2"}});
    form.field("name", call.tr(msg("Tên nhóm dịch vụ")));
    form.field("first",
               call.tr(msg("Gọi trước các nhóm khác (người cao tuổi, người khuyết tật, phụ nữ mang thai)")),
               "1", {{"checked", false}});
    if (sent == Sent::group) view.update(fields);
    view["group_fields"] = fields["fields"];
}

void add_counters(View& view, const Call& call, const std::vector<Counter>& counters,
                  const std::vector<Group>& groups, Sent sent, const base::Error* error)
{
    view["counters"] = View::array();
    for (const Counter& one : counters) {
        std::string letters;
        for (const Group& group : groups) {
            const bool serves = std::find(one.groups.begin(), one.groups.end(), group.id) != one.groups.end();
            if (serves) letters += (letters.empty() ? "" : ", ") + group.letter;
        }
        view["counters"].push_back({{"number", std::to_string(one.number)}, {"letters", letters}});
    }
    view["has_counters"] = !counters.empty();
    View fields;
    page::FormView form(fields, form_of(call, sent, Sent::counter), sent == Sent::counter ? error : nullptr,
                        call.tr);
    form.field("number", call.tr(msg("Số của quầy")), "", {{"width", "3"}, {"inputmode", "numeric"}});
    std::vector<page::Choice> choices;
    for (const Group& group : groups)
        choices.push_back({.value = group.letter, .label = group.letter + ". " + group.name});
    form.choices("letters", call.tr(msg("Nhóm dịch vụ mà quầy tiếp")), choices);
    if (sent == Sent::counter) view.update(fields);
    view["counter_fields"] = fields["fields"];
}

void add_kiosks(View& view, const Call& call, const std::vector<Kiosk>& kiosks, Sent sent,
                const base::Error* error)
{
    view["kiosks"] = View::array();
    for (const Kiosk& one : kiosks)
        view["kiosks"].push_back({{"name", one.name},
                                  {"made_at", base::format_vietnam(one.made_at)},
                                  {"revoke_action", call.admin_path("/kiosks/" + one.uid + "/revocation")}});
    view["has_kiosks"] = !kiosks.empty();
    View fields;
    page::FormView form(fields, form_of(call, sent, Sent::kiosk), sent == Sent::kiosk ? error : nullptr,
                        call.tr);
    form.field("name", call.tr(msg("Tên máy lấy số")));
    // Another form of the page has a field of this name.
    fields["fields"]["name"]["id"] = "kiosk_name";
    if (sent == Sent::kiosk) view.update(fields);
    view["kiosk_fields"] = fields["fields"];
}

View desk_view(const Call& call, Sent sent = Sent::none, const base::Error* error = nullptr)
{
    db::Transaction tx = call.services.pool.begin(accounts::scope_of(call.request));
    const std::vector<Group> groups = store::groups(tx, call.desk.id);
    View view;
    add_groups(view, call, groups, sent, error);
    add_counters(view, call, store::counters(tx, call.desk.id), groups, sent, error);
    add_kiosks(view, call, store::kiosks(tx, call.desk.id), sent, error);
    view.erase("fields");
    view["title"] = call.desk.name;
    view["back"] = {{"href", "/admin/queue"}, {"label", call.tr(msg("Lấy số, gọi số"))}};
    view["group_action"] = call.admin_path("/groups");
    view["counter_action"] = call.admin_path("/counters");
    view["kiosk_action"] = call.admin_path("/kiosks");
    view["desk_href"] = call.path();
    page::add_notice(view, call.request, kSetUpNotices, call.tr);
    return view;
}

// Runs a change; afterwards the desk's page with the notice, or again with what is wrong in the form.
template <class Change>
http::Response change(const Call& call, Sent sent, const char* notice, Change make)
{
    const auto done = [&] {
        db::Transaction tx = call.services.pool.begin(accounts::scope_of(call.request));
        auto result = make(tx);
        if (result) tx.commit();
        return result;
    }();
    if (done) return http::redirect(call.admin_path() + "?done=" + notice);
    if (done.error().fault != base::Fault::invalid) return call.refuse(done.error());
    return call.show("queue/set_up", desk_view(call, sent, &done.error()), 422);
}

http::Response show_list(const Call& call, const base::Error* error)
{
    const accounts::Me& me = accounts::me(call.request);
    View view{{"title", call.tr(msg("Lấy số, gọi số"))}, {"rows", View::array()}};
    db::Transaction tx = call.services.pool.begin(accounts::scope_of(call.request));
    for (const Desk& one : store::desks(tx, me.agency))
        view["rows"].push_back({{"href", "/admin/queue/" + one.code}, {"name", one.name}});
    view["has_rows"] = !view["rows"].empty();
    page::FormView form(view, call.request.form, error, call.tr);
    form.field("name", call.tr(msg("Tên nơi tiếp dân")));
    form.field(
        "code", call.tr(msg("Địa chỉ của trang")), "",
        {{"hint",
          call.tr(msg("Chữ thường không dấu, chữ số, gạch nối. Đứng sau /quay/ trên màn hình gọi số."))},
         {"width", "20"}});
    page::add_notice(view, call.request, kSetUpNotices, call.tr);
    return call.show("queue/set_up_list", std::move(view), error ? 422 : 200);
}

}  // namespace

http::Response set_up_list(const Call& call) { return show_list(call, nullptr); }

http::Response set_up_desk(const Call& call)
{
    const auto done = [&] {
        db::Transaction tx = call.services.pool.begin(accounts::scope_of(call.request));
        auto result = open_desk(tx, accounts::me(call.request).agency, call.request.form.get("name"),
                                call.request.form.get("code"), call.now);
        if (result) tx.commit();
        return result;
    }();
    if (done) return http::redirect("/admin/queue/" + call.request.form.get("code") + "?done=desk");
    if (done.error().fault != base::Fault::invalid) return call.refuse(done.error());
    return show_list(call, &done.error());
}

http::Response set_up(const Call& call) { return call.show("queue/set_up", desk_view(call)); }

http::Response set_up_group(const Call& call)
{
    return change(call, Sent::group, "group", [&](db::Transaction& tx) {
        return open_group(tx, call.desk,
                          {.letter = call.request.form.get("letter"),
                           .name = call.request.form.get("name"),
                           .first = call.request.form.has("first")},
                          call.now);
    });
}

http::Response set_up_group_closed(const Call& call)
{
    return change(call, Sent::none, "closed", [&](db::Transaction& tx) {
        return close_group(tx, call.desk, call.request.param("letter"), call.now);
    });
}

http::Response set_up_counter(const Call& call)
{
    return change(call, Sent::counter, "counter", [&](db::Transaction& tx) {
        return put_counter(tx, call.desk, call.request.form.get("number"), call.request.form.all("letters"),
                           call.now);
    });
}

http::Response set_up_kiosk(const Call& call)
{
    const auto secret = [&] {
        db::Transaction tx = call.services.pool.begin(accounts::scope_of(call.request));
        auto result = open_kiosk(tx, call.desk, call.request.form.get("name"), call.now);
        if (result) tx.commit();
        return result;
    }();
    if (!secret) return call.show("queue/set_up", desk_view(call, Sent::kiosk, &secret.error()), 422);
    // Shown once, with the answer: it is nowhere kept.
    View view = desk_view(call);
    view["kiosk_link"] = call.services.public_url + call.path("/lay-so?may=" + *secret);
    return call.show("queue/set_up", std::move(view));
}

http::Response set_up_kiosk_revoked(const Call& call)
{
    return change(call, Sent::none, "revoked", [&](db::Transaction& tx) {
        return revoke_kiosk(tx, call.desk, call.request.param("uid"), call.now);
    });
}

}  // namespace lt::queue::pages
