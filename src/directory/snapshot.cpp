// Indexes over the directory in memory. Pure.
#include "directory/snapshot.h"

#include <algorithm>
#include <functional>
#include <sstream>

#include "kit/base/text.h"

namespace lt::directory {
namespace {

template <class Map, class Key>
auto look_up(const Map& map, const Key& key) -> typename Map::mapped_type
{
    const auto found = map.find(key);
    return found == map.end() ? nullptr : found->second;
}

const std::string kNone{};

}  // namespace

Snapshot::Snapshot(std::int64_t version, std::vector<Agency> agencies, std::vector<Unit> units,
                   const std::vector<std::pair<std::string, std::string>>& groups,
                   const std::vector<std::pair<std::string, std::int64_t>>& members)
    : version_(version), agencies_(std::move(agencies)), units_(std::move(units))
{
    // The vectors don't change any more: pointers into them hold.
    for (const Agency& agency : agencies_) {
        by_id_[agency.id] = &agency;
        by_uid_[agency.uid] = &agency;
        by_code_[agency.code] = &agency;
        if (!agency.alias.empty()) by_code_[agency.alias] = &agency;
    }
    for (const Unit& unit : units_) {
        units_by_id_[unit.id] = &unit;
        units_by_uid_[unit.uid] = &unit;
        units_by_agency_[unit.agency].push_back(&unit);
    }
    order_tree();
    std::map<std::string, std::vector<const Agency*>, std::less<>> by_group;
    std::unordered_map<std::int64_t, std::size_t> place;
    for (std::size_t i = 0; i < tree_.size(); ++i) place[tree_[i]->id] = i;
    for (const auto& [key, agency] : members) {
        if (const Agency* found = find(agency)) by_group[key].push_back(found);
    }
    for (const auto& [key, name] : groups) {
        auto& list = by_group[key];
        std::ranges::sort(list, {}, [&](const Agency* agency) { return place[agency->id]; });
        groups_.push_back({key, name, std::move(list)});
    }
}

void Snapshot::order_tree()
{
    std::map<std::int64_t, std::vector<const Agency*>> children;
    for (const Agency& agency : agencies_) {
        const bool root = agency.parent == 0 || !by_id_.contains(agency.parent);
        children[root ? 0 : agency.parent].push_back(&agency);
    }
    for (auto& [parent, list] : children) {
        std::ranges::stable_sort(
            list, {}, [](const Agency* agency) { return std::pair(agency->position, agency->id); });
    }
    const std::function<void(std::int64_t, int)> add = [&](std::int64_t parent, int depth) {
        const auto found = children.find(parent);
        if (found == children.end()) return;
        for (const Agency* agency : found->second) {
            depths_[agency->id] = depth;
            tree_.push_back(agency);
            add(agency->id, depth + 1);
        }
    };
    add(0, 0);
}

const Agency* Snapshot::find(std::int64_t id) const { return look_up(by_id_, id); }
const Agency* Snapshot::find_uid(std::string_view uid) const { return look_up(by_uid_, uid); }
const Agency* Snapshot::find_code(std::string_view code) const { return look_up(by_code_, code); }
const Unit* Snapshot::find_unit(std::int64_t id) const { return look_up(units_by_id_, id); }
const Unit* Snapshot::find_unit_uid(std::string_view uid) const { return look_up(units_by_uid_, uid); }

const std::string& Snapshot::name(std::int64_t agency) const
{
    const Agency* found = find(agency);
    return found ? found->name : kNone;
}

const std::string& Snapshot::short_name(std::int64_t agency) const
{
    const Agency* found = find(agency);
    return found ? found->short_name : kNone;
}

const std::string& Snapshot::unit_name(std::int64_t unit) const
{
    const Unit* found = find_unit(unit);
    return found ? found->name : kNone;
}

int Snapshot::depth(const Agency& agency) const
{
    const auto found = depths_.find(agency.id);
    return found == depths_.end() ? 0 : found->second;
}

std::vector<const Agency*> Snapshot::members(std::string_view group, base::Day day) const
{
    std::vector<const Agency*> valid;
    const auto found = std::ranges::find(groups_, group, &Group::key);
    if (found == groups_.end()) return valid;
    std::ranges::copy_if(found->members, std::back_inserter(valid),
                         [&](const Agency* agency) { return agency->valid.holds(day); });
    return valid;
}

std::vector<const Unit*> Snapshot::units(std::int64_t agency, base::Day day) const
{
    std::vector<const Unit*> valid = all_units(agency);
    std::erase_if(valid, [&](const Unit* unit) { return !unit->valid.holds(day); });
    return valid;
}

std::vector<const Unit*> Snapshot::all_units(std::int64_t agency) const
{
    const auto found = units_by_agency_.find(agency);
    return found == units_by_agency_.end() ? std::vector<const Unit*>{} : found->second;
}

std::vector<const Agency*> Snapshot::search(std::string_view typed, base::Day day) const
{
    std::vector<std::string> words;
    std::istringstream folded(base::fold(typed));
    for (std::string word; folded >> word;) words.push_back(word);
    std::vector<const Agency*> hits;
    std::ranges::copy_if(tree_, std::back_inserter(hits), [&](const Agency* agency) {
        return agency->valid.holds(day) && std::ranges::all_of(words, [&](const std::string& word) {
                   return agency->folded.find(word) != std::string::npos;
               });
    });
    return hits;
}

}  // namespace lt::directory
