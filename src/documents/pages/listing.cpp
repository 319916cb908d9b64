// What the lists share.
#include "documents/pages/listing.h"

#include <algorithm>
#include <limits>

#include "directory/api.h"
#include "documents/pages/marks.h"
#include "kit/base/text.h"
#include "kit/db/db.h"
#include "kit/http/ascii.h"

namespace lt::documents::pages {
namespace {

constexpr int kRows = 15;  // a page of the list, on a screen of 900 px

using Parameters = std::vector<std::pair<std::string_view, std::string>>;

Parameters parameters_of(const ListQuery& query)
{
    Parameters all{{"view", query.view},
                   {"sender", query.sender},
                   {"holder", query.holder},
                   {"urgency", query.urgency},
                   {"kind", query.kind}};
    all.emplace_back("from", query.from ? base::format_day(*query.from) : "");
    all.emplace_back("to", query.to ? base::format_day(*query.to) : "");
    all.emplace_back("mine", query.mine ? "1" : "");
    all.emplace_back("rows", query.rows == kRows ? "" : std::to_string(query.rows));
    return all;
}

View option(const std::string& value, const std::string& label, const std::string& current)
{
    return {{"value", value}, {"label", label}, {"selected", value == current}};
}

View select(const char* id, const std::string& label, View options)
{
    return {{"id", std::string("f-") + id}, {"name", id}, {"label", label}, {"options", std::move(options)}};
}

View sender_options(const Call& call, const ListQuery& query)
{
    View options = View::array({option("", call.tr("Mọi cơ quan"), query.sender)});
    const auto directory = call.documents().directory.snapshot();
    for (const directory::Agency* agency : directory->agencies()) {
        if (agency->id != call.actor.agency)
            options.push_back(option(agency->code, agency->short_name, query.sender));
    }
    return options;
}

}  // namespace

std::string ListQuery::link(std::string_view name, const std::string& value) const
{
    std::string out = path;
    char separator = '?';
    const auto add = [&](std::string_view key, const std::string& text) {
        if (text.empty()) return;
        out += separator;
        out += key;
        out += '=';
        out += http::percent_encode(text);
        separator = '&';
    };
    bool placed = false;
    for (const auto& [key, text] : parameters_of(*this)) {
        placed = placed || key == name;
        add(key, key == name ? value : text);
    }
    if (!placed) add(name, value);
    return out;
}

int ListQuery::active() const
{
    return static_cast<int>(!sender.empty()) + static_cast<int>(!holder.empty()) +
           static_cast<int>(!urgency.empty()) + static_cast<int>(!kind.empty()) +
           static_cast<int>(from.has_value()) + static_cast<int>(to.has_value()) + static_cast<int>(mine);
}

ListQuery list_query(const http::Form& form, const std::string& path, const std::string& first_view)
{
    ListQuery query;
    query.path = path;
    query.view = form.find("view").value_or(first_view);
    query.sender = form.get("sender");
    query.holder = form.get("holder");
    if (urgency(form.get("urgency"))) query.urgency = form.get("urgency");
    query.kind = form.get("kind");
    query.from = base::parse_day(form.get("from"));
    query.to = base::parse_day(form.get("to"));
    query.after = form.get("after");
    query.mine = form.get("mine") == "1";
    const auto rows = form.integer("rows").value_or(kRows);
    query.rows = rows == 30 || rows == 50 ? static_cast<int>(rows) : kRows;
    return query;
}

std::vector<directory::Person> workers(std::vector<directory::Person> people)
{
    std::erase_if(people, [](const directory::Person& one) { return !works_on_documents(one.role); });
    return people;
}

bool sees_others(const Call& call) { return scope_of(call.actor).reach == db::Reach::agency; }

std::optional<std::int64_t> holder_of(const ListQuery& query, const std::vector<directory::Person>& people)
{
    if (query.holder.empty()) return std::nullopt;
    const std::int64_t official = official_of(people, query.holder);
    return official == 0 ? std::numeric_limits<std::int64_t>::max() : official;
}

View filters_of(const Call& call, const ListQuery& query, bool senders,
                const std::vector<directory::Person>& holders)
{
    const Words& tr = call.tr;
    View selects = View::array();
    if (senders) selects.push_back(select("sender", tr("Nơi gửi"), sender_options(call, query)));
    if (!holders.empty()) {
        View people = View::array();
        for (const page::Choice& choice : person_choices(holders, tr("Mọi người")))
            people.push_back(option(choice.value, choice.label, query.holder));
        selects.push_back(select("holder", tr("Người giữ"), std::move(people)));
    }
    View urgencies = View::array({option("", tr("Mọi độ khẩn"), query.urgency)});
    for (const Urgency value : {Urgency::normal, Urgency::urgent, Urgency::very_urgent, Urgency::immediate}) {
        urgencies.push_back(option(std::string(to_text(value)), urgency_label(tr, value), query.urgency));
    }
    selects.push_back(select("urgency", tr("Độ khẩn"), std::move(urgencies)));
    View kind_options = View::array({option("", tr("Mọi loại"), query.kind)});
    for (const Kind& kind : kinds(call.documents()))
        kind_options.push_back(option(kind.code, kind.name, query.kind));
    selects.push_back(select("kind", tr("Loại văn bản"), std::move(kind_options)));

    View dates = View::array();
    const std::string from = query.from ? base::format_day(*query.from) : "";
    const std::string to = query.to ? base::format_day(*query.to) : "";
    dates.push_back({{"id", "f-from"}, {"name", "from"}, {"label", tr("Từ ngày")}, {"value", from}});
    dates.push_back({{"id", "f-to"}, {"name", "to"}, {"label", tr("Đến ngày")}, {"value", to}});

    View keep = View::array({{{"name", "view"}, {"value", query.view}}});
    if (query.mine) keep.push_back({{"name", "mine"}, {"value", "1"}});
    if (query.rows != kRows) keep.push_back({{"name", "rows"}, {"value", std::to_string(query.rows)}});
    const int active = query.active();
    ListQuery plain;
    plain.path = query.path;
    plain.view = query.view;
    return {{"action", query.path},
            {"keep", std::move(keep)},
            {"find", false},
            {"selects", std::move(selects)},
            {"dates", std::move(dates)},
            {"active", active == 0 ? View(false) : View(std::to_string(active))},
            {"clear_href", active == 0 ? View(false) : View(plain.link("view", plain.view))}};
}

const char* live_name(const Call& call, const char* name)
{
    using directory::Role;
    return call.actor.role == Role::registry_clerk || call.actor.role == Role::leader ? name : "";
}

View view_item(const Call& call, const ListQuery& query, const char* view, const std::string& label,
               const std::string& count, const char* live)
{
    live = live_name(call, live);
    return {{"href", query.link("view", view)},
            {"label", label},
            {"count", count},
            {"live", *live == '\0' ? View(false) : View(live)},
            {"current", query.view == view}};
}

View column(const std::string& label, const char* css_class)
{
    return {{"label", label}, {"class", css_class}, {"href", false}, {"sorted", false}, {"mark", false}};
}

void add_pages(const Call& call, const ListQuery& query, std::size_t rows, bool more, const PageKey& last,
               View& view)
{
    view["next_href"] = more ? View(query.next(last)) : View(false);
    view["first_href"] = query.after.empty() ? View(false) : View(query.link("view", query.view));
    view["range"] = call.tr("{{count}} văn bản trên trang này", {{"count", std::to_string(rows)}});
    // How long a page is can be chosen as soon as it matters.
    view["sizes"] = false;
    if (!more && query.after.empty() && rows <= static_cast<std::size_t>(kRows)) return;
    View sizes = View::array();
    for (const int size : {kRows, 30, 50}) {
        sizes.push_back({{"label", std::to_string(size)},
                         {"href", query.link("rows", size == kRows ? "" : std::to_string(size))},
                         {"current", size == query.rows}});
    }
    view["sizes"] = {{"items", std::move(sizes)}};
}

View incoming_row(const Call& call, const IncomingRow& row)
{
    const Words& tr = call.tr;
    View view{{"uid", row.uid},
              {"subject", row.subject},
              {"notation", row.notation.empty() ? tr("không số") : row.notation},
              {"sender", row.sender_name},
              {"holder", tr(row.holder)},  // a name, or the registry
              {"delivery_state", std::string(to_text(row.state))},
              {"state", incoming_state(tr, row.state, row.submitted)},
              {"urgency", urgency_mark(row.urgency)},
              {"due", due_of(call, row.due_at, row.closed_at)},
              {"arrived_at", base::format_iso(row.arrived_at)},
              {"arrived", short_time(row.arrived_at, call.now)},
              {"unread", row.unread},
              {"reminded", row.reminded},
              {"recall_open", row.recall_open}};
    view["number"] = row.arrival_number ? View(base::group_thousands(*row.arrival_number)) : View(false);
    view["arrival_number"] = row.arrival_number ? View(*row.arrival_number) : View(nullptr);
    const auto role = assignment_role(row.my_role);
    view["my_role"] = role ? View(assignment_role_label(tr, *role)) : View(false);
    return view;
}

}  // namespace lt::documents::pages
