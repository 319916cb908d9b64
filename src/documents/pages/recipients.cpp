// Choosing recipients. Agencies go by their identity code in forms.
#include "documents/pages/recipients.h"

#include <algorithm>

#include "directory/api.h"
#include "kit/base/text.h"

namespace lt::documents::pages {
namespace {

constexpr std::string_view kLevel = "level:";

using Agencies = std::vector<const directory::Agency*>;

Agencies members_of(const directory::Snapshot& directory, const std::string& group,
                    const std::set<std::int64_t>& left_out, base::Day today)
{
    Agencies members;
    if (group.starts_with(kLevel)) {
        const auto level = directory::level_from(group.substr(kLevel.size()));
        for (const directory::Agency* agency : directory.agencies()) {
            if (level && agency->level == *level && agency->valid.holds(today)) members.push_back(agency);
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

View member(const Call& call, const directory::Agency& agency, bool checked)
{
    return {{"value", agency.code},
            {"label", agency.system == 0
                          ? agency.name
                          : call.tr("{{agency}} (qua trục liên thông)", {{"agency", agency.name}})},
            {"checked", checked}};
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

}  // namespace

std::vector<std::int64_t> chosen_recipients(const Call& call, const std::set<std::int64_t>& without)
{
    const std::set<std::int64_t> left_out = with_self(call, without);
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
        kept.push_back(member(call, *agency, true));
        shown.insert(agency->id);
    }
    if (!kept.empty()) blocks.push_back(block(tr("Đã chọn"), std::move(kept)));

    for (const directory::Group& group : directory->groups()) {
        const Agencies all = members_of(*directory, group.key, left_out, today);
        View members = View::array();
        for (const directory::Agency* agency : all) {
            if (!wanted(*agency) || !shown.insert(agency->id).second) continue;
            members.push_back(member(call, *agency, picked.contains(agency->id)));
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
            rest.push_back(member(call, *agency, picked.contains(agency->id)));
        }
    }
    if (!rest.empty()) blocks.push_back(block(tr("Cơ quan khác"), std::move(rest)));
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
    view["can_narrow"] = true;
    view["has_quick_groups"] = !quick.empty();
    view["quick_groups"] = std::move(quick);
    view["find"] = find;
}

}  // namespace lt::documents::pages
