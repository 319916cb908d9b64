// See page_parts.h.
#include "dossiers/linked/page_parts.h"

#include <nlohmann/json.hpp>

#include "dossiers/linked/linking.h"
#include "dossiers/store.h"

namespace lt::dossiers::linked {

using html::View;
using page::msg;
using pages::Call;

namespace {

struct Mark {
    const char* label;
    const char* colour;
    const char* shape;
};

// Of a component without a dossier; one with it has the mark of that dossier's state.
Mark mark_of(Turn turn, bool trouble)
{
    if (turn == Turn::never) return {msg("Không mở: thiếu kết quả trước đó"), "red", "stop"};
    if (trouble) return {msg("Chưa mở được"), "orange", "todo"};
    if (turn == Turn::begins) return {msg("Đang mở"), "blue", "doing"};
    return {msg("Chờ kết quả trước đó"), "grey", "todo"};
}

View mark_view(const Call& call, const Mark& mark)
{
    return {{"label", call.tr(mark.label)}, {"colour", mark.colour}, {"shape", mark.shape}};
}

// Those who handle the parent, and its desk, which has to answer for when it is finished.
bool may_try_again(const Call& call, const Dossier& dossier)
{
    const Part part = part_of(call.actor, dossier);
    const directory::Role role = call.actor.role;
    return (part.decides && (role == directory::Role::specialist || role == directory::Role::leader)) ||
           (part.receives && role == directory::Role::desk_staff);
}

View row_of(const Call& call, const Component& one, const std::vector<Component>& all)
{
    View row{{"name", one.name},
             {"agency", one.decides == 0 ? View(false) : View(call.agency_name(one.decides))},
             {"code", one.child_code.empty() ? View(false) : View(one.child_code)},
             {"href", one.seen ? View(pages::path_of(one.child)) : View(false)},
             {"reason", false},
             {"due", nullptr},
             {"done", false},
             {"late", is_late(one, call.now)}};
    if (!one.state) {
        row["state"] = mark_view(call, mark_of(turn_of(one, all), !one.trouble.empty()));
        if (!one.trouble.empty()) row["reason"] = one.trouble;
        return row;
    }
    row["state"] = pages::state_view(call.tr, *one.state);
    if (!one.reason.empty()) row["reason"] = one.reason;
    if (one.resolved_at)
        row["done"] = base::format_vietnam(*one.resolved_at);
    else if (turn_of(one, all) == Turn::open)
        row["due"] = pages::due_view(call, one.decides, one.due_at);
    return row;
}

}  // namespace

void add_links(View& view, const Call& call, db::Transaction& tx, const Dossier& dossier)
{
    view["components"] = View::array();
    view["component_trouble"] = false;
    view["parent"] = false;
    const auto all = components(tx, dossier.id);
    for (const Component& one : all) {
        view["components"].push_back(row_of(call, one, all));
        if (!one.state && !one.trouble.empty() && may_try_again(call, dossier))
            view["component_trouble"] = pages::path_of(dossier.uid) + "/components";
    }
    view["has_components"] = !all.empty();
    if (const auto parent = parent_of(tx, dossier))
        view["parent"] = {{"code", parent->code},
                          {"href", parent->seen ? View(pages::path_of(parent->uid)) : View(false)},
                          {"state", pages::state_view(call.tr, parent->state)},
                          {"takes_results", !is_over(parent->state)},
                          {"goes_to", call.tr("Kết quả chuyển về {{agency}} để trả cho người dân.",
                                              {{"agency", call.agency_name(parent->agency)}})}};
}

void add_followed(View& view, const Call& call, db::Transaction& tx, const std::string& code)
{
    view["components"] = View::array();
    for (const Followed& one : follow(tx, code)) {
        // Its order and its troubles are the agencies' business.
        const Component shown{.name = one.name,
                              .decides = one.decides,
                              .state = one.state,
                              .due_at = one.due_at,
                              .resolved_at = one.resolved_at};
        View row = row_of(call, shown, {shown});
        if (!one.state)
            row["state"] = {{"label", call.tr("Chưa đến lượt")}, {"colour", "grey"}, {"shape", "todo"}};
        view["components"].push_back(std::move(row));
    }
    view["has_components"] = !view["components"].empty();
}

http::Response try_again(const Call& call)
{
    db::Transaction tx = call.begin();
    const auto dossier = store::find(tx, call.uid());
    if (!dossier) return call.refuse(no_dossier());
    if (!may_try_again(call, *dossier))
        return call.refuse(base::forbidden(msg(
            "Chỉ bộ phận một cửa đã tiếp nhận và cơ quan giải quyết hồ sơ liên thông mở lại được hồ sơ thành phần.")));
    tell_later(call.dossiers(), tx, *dossier);
    tx.commit();
    return http::redirect(pages::path_of(dossier->uid) + "?done=components");
}

}  // namespace lt::dossiers::linked
