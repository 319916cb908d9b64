// Choosing recipients. Agencies go by their identity code in forms.
#include "documents/pages/recipients.h"

#include <algorithm>
#include <map>

#include "directory/api.h"
#include "exchange/listing.h"
#include "kit/base/text.h"
#include "kit/db/db.h"

namespace lt::documents::pages {
namespace {

constexpr std::string_view kLevel = "level:";

constexpr int kMostBeyond = 50;  // agencies of a parent axis's list that one search shows

using Agencies = std::vector<const directory::Agency*>;

Agencies members_of(const directory::Snapshot& directory, const std::string& group,
                    const std::set<std::int64_t>& left_out, base::Day today)
{
    Agencies members;
    if (group.starts_with(kLevel)) {
        const auto level = directory::level_from(group.substr(kLevel.size()));
        for (const directory::Agency* agency : directory.agencies()) {
            // Not those that are here only because a parent axis reaches them.
            const bool is_beyond = agency->system != 0 && agency->parent == 0;
            if (level && agency->level == *level && !is_beyond && agency->valid.holds(today))
                members.push_back(agency);
        }
    } else {
        members = directory.members(group, today);
    }
    std::erase_if(members, [&](const directory::Agency* agency) { return left_out.contains(agency->id); });
    return members;
}

// Nobody sends to the own agency.
std::set<std::int64_t> with_self(const Call& call, std::set<std::int64_t> agencies)
{
    agencies.insert(call.actor.agency);
    return agencies;
}

// What connected systems carry, and what can be found beyond them. The names of systems are the platform's.
struct Beyond {
    std::map<std::int64_t, std::string> carriers{};
    std::vector<std::string> axes{};  // whose directories are here
    std::vector<exchange::Listed> found{};
};
Beyond beyond(const Call& call, const std::string& find)
{
    db::Transaction tx = call.documents().pool.begin({});
    Beyond out{.carriers = exchange::system_names(tx), .axes = exchange::listing_axes(tx)};
    if (!out.axes.empty()) out.found = exchange::search_listed(tx, find, kMostBeyond);
    return out;
}

std::string by_way_of(const Call& call, const std::string& agency, const std::string& carrier)
{
    return call.tr("{{agency}} (qua {{system}})", {{"agency", agency}, {"system", carrier}});
}

View member(const Call& call, const directory::Agency& agency, bool checked, const Beyond& outside)
{
    const auto carrier = outside.carriers.find(agency.system);
    return {{"value", agency.code},
            {"label",
             carrier == outside.carriers.end() ? agency.name : by_way_of(call, agency.name, carrier->second)},
            {"checked", checked}};
}

View member(const Call& call, const exchange::Listed& listed)
{
    const std::string name = listed.above.empty() ? listed.name : listed.name + ", " + listed.above;
    return {{"value", listed.code},
            {"label", by_way_of(call, name + " [" + listed.code + "]", listed.carrier)},
            {"checked", false}};
}

// One block of the list. A whole group gets a box of its own above its members.
// It is never sent checked: without script it would win over a member that is unchecked below it.
View block(const std::string& heading, View members, const std::string& group = {},
           const std::string& group_label = {})
{
    return {{"heading", heading},
            {"group", group.empty() ? View(false) : View(group)},
            {"group_label", group_label},
            {"selected", false},
            {"members", std::move(members)}};
}

// The field that searches the directories of parent axes, and what became of the last search.
View beyond_view(const Call& call, const Beyond& outside, const std::string& find)
{
    std::string axes;
    for (const std::string& name : outside.axes) axes += (axes.empty() ? "" : ", ") + name;
    std::string said;
    if (!find.empty() && outside.found.empty())
        said = call.tr(
            "Không có cơ quan nào ngoài danh bạ khớp với “{{find}}”. Thử ít từ hơn, hoặc nhập mã định danh.",
            {{"find", find}});
    if (outside.found.size() == static_cast<std::size_t>(kMostBeyond))
        said = call.tr("Chỉ hiện {{count}} cơ quan đầu tiên. Nhập thêm từ để thu hẹp.",
                       {{"count", std::to_string(kMostBeyond)}});
    return {{"label", call.tr("Tìm cơ quan trên {{axes}}", {{"axes", axes}})},
            {"said", said.empty() ? View(false) : View(said)},
            {"find", find},
            {"autofocus", !find.empty()}};
}

}  // namespace

std::vector<std::int64_t> chosen_recipients(const Call& call, const std::set<std::int64_t>& without)
{
    const std::set<std::int64_t> left_out = with_self(call, without);
    // Who is written to the first time becomes an agency of the directory.
    exchange::take_in(call.documents().exchange, call.request.form.all("recipient"));
    const auto directory = call.documents().directory.snapshot();
    const base::Day today = base::vietnam_day(call.now);
    std::set<std::int64_t> chosen;
    for (const std::string& code : call.request.form.all("recipient")) {
        const directory::Agency* agency = directory->find_code(code);
        if (agency && !without.contains(agency->id)) chosen.insert(agency->id);
    }
    for (const std::string& group : call.request.form.all("group")) {
        for (const directory::Agency* agency : members_of(*directory, group, left_out, today)) {
            chosen.insert(agency->id);
        }
    }
    std::vector<std::int64_t> ordered;
    for (const directory::Agency* agency : directory->agencies()) {
        if (chosen.contains(agency->id)) ordered.push_back(agency->id);
    }
    return ordered;
}

void add_recipients(const Call& call, page::FormView& form, const std::vector<std::int64_t>& chosen,
                    const std::string& find, View& view, const std::set<std::int64_t>& without)
{
    const Words& tr = call.tr;
    const std::set<std::int64_t> left_out = with_self(call, without);
    const auto directory = call.documents().directory.snapshot();
    const base::Day today = base::vietnam_day(call.now);
    const Beyond outside = beyond(call, find);
    const std::set<std::int64_t> picked(chosen.begin(), chosen.end());
    std::set<std::int64_t> matches;
    for (const directory::Agency* agency : directory->search(find, today)) matches.insert(agency->id);
    const auto wanted = [&](const directory::Agency& agency) {
        return find.empty() || matches.contains(agency.id);
    };

    View blocks = View::array();
    View quick = View::array();
    std::set<std::int64_t> shown;
    const auto add_box = [&](const std::string& key, const std::string& name, std::size_t count) {
        quick.push_back(
            {{"value", key},
             {"label", tr("{{group}}: {{count}} nơi", {{"group", name}, {"count", std::to_string(count)}})}});
    };
    // What is chosen but does not match stays in the form, in a block of its own.
    View kept = View::array();
    for (const directory::Agency* agency : directory->agencies()) {
        if (!picked.contains(agency->id) || wanted(*agency)) continue;
        kept.push_back(member(call, *agency, true, outside));
        shown.insert(agency->id);
    }
    if (!kept.empty()) blocks.push_back(block(tr("Đã chọn"), std::move(kept)));

    for (const directory::Group& group : directory->groups()) {
        const Agencies all = members_of(*directory, group.key, left_out, today);
        View members = View::array();
        for (const directory::Agency* agency : all) {
            if (!wanted(*agency) || !shown.insert(agency->id).second) continue;
            members.push_back(member(call, *agency, picked.contains(agency->id), outside));
        }
        // A group that shares agencies with an earlier one is offered as a whole, above the list.
        if (members.size() == all.size() && !all.empty()) {
            const std::string label = tr("Cả nhóm: {{count}} nơi", {{"count", std::to_string(all.size())}});
            blocks.push_back(block(group.name, std::move(members), group.key, label));
            continue;
        }
        if (!members.empty()) blocks.push_back(block(group.name, std::move(members)));
        if (!all.empty()) add_box(group.key, group.name, all.size());
    }
    View rest = View::array();
    for (const directory::Agency* agency : directory->agencies()) {
        const bool valid = agency->valid.holds(today) && !left_out.contains(agency->id);
        if (valid && wanted(*agency) && shown.insert(agency->id).second) {
            rest.push_back(member(call, *agency, picked.contains(agency->id), outside));
        }
    }
    if (!rest.empty()) blocks.push_back(block(tr("Cơ quan khác"), std::move(rest)));
    View listed = View::array();
    for (const exchange::Listed& one : outside.found) listed.push_back(member(call, one));
    if (!listed.empty()) blocks.push_back(block(tr("Cơ quan trên trục liên thông"), std::move(listed)));
    for (const directory::Level level : directory::all_levels()) {
        const std::string key = std::string(kLevel) + std::string(to_text(level));
        const std::size_t count = members_of(*directory, key, left_out, today).size();
        const std::string name =
            tr("Mọi cơ quan {{level}}", {{"level", base::lower(tr(directory::label(level)))}});
        if (count > 1) add_box(key, name, count);
    }

    const std::string error = form.error("recipients");
    view["picker"] = {{"id", "recipients"},
                      {"name", "recipient"},
                      {"group_name", "group"},
                      {"label", tr("Nơi nhận")},
                      {"hint", chosen.empty() ? tr("Chọn cả nhóm hoặc từng nơi.")
                                              : tr("Đang chọn {{count}} nơi nhận.",
                                                   {{"count", std::to_string(chosen.size())}})},
                      {"error", error.empty() ? View(false) : View(error)},
                      {"groups", std::move(blocks)}};
    view["can_narrow"] = outside.axes.empty();
    view["beyond"] = outside.axes.empty() ? View(false) : beyond_view(call, outside, find);
    view["has_quick_groups"] = !quick.empty();
    view["quick_groups"] = std::move(quick);
    view["find"] = find;
}

}  // namespace lt::documents::pages
