// The directory in memory: agencies, groups and units as they were at one moment. Never changed once made, so that
// any number of threads may read it; names on list rows and pickers cost a look-up and nothing else.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "directory/types.h"

namespace lt::directory {

// A named set of agencies for pickers ("UBND các xã").
struct Group {
    std::string key{};
    std::string name{};
    std::vector<const Agency*> members{};  // in order, also those that have ended
};

class Snapshot {
public:
    Snapshot(std::int64_t version, std::vector<Agency> agencies, std::vector<Unit> units,
             const std::vector<std::pair<std::string, std::string>>& groups,
             const std::vector<std::pair<std::string, std::int64_t>>& members);
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;

    std::int64_t version() const { return version_; }

    // nullptr when there is none. `find_code` takes the identity code or the 13-character alias.
    const Agency* find(std::int64_t id) const;
    const Agency* find_uid(std::string_view uid) const;
    const Agency* find_code(std::string_view code) const;
    const Unit* find_unit(std::int64_t id) const;
    const Unit* find_unit_uid(std::string_view uid) const;

    // "" for an id that is not known (0, or newer than this snapshot).
    const std::string& name(std::int64_t agency) const;
    const std::string& short_name(std::int64_t agency) const;
    const std::string& unit_name(std::int64_t unit) const;

    // Parents before children, in the order of the directory.
    const std::vector<const Agency*>& agencies() const { return tree_; }
    int depth(const Agency& agency) const;  // 0 for one without a parent
    const std::vector<Group>& groups() const { return groups_; }
    std::vector<const Agency*> members(std::string_view group, base::Day day) const;  // valid on the day
    std::vector<const Unit*> units(std::int64_t agency, base::Day day) const;         // valid on the day
    std::vector<const Unit*> all_units(std::int64_t agency) const;

    // Agencies valid on the day whose names or codes hold every word that was typed, with or without accents.
    std::vector<const Agency*> search(std::string_view typed, base::Day day) const;

private:
    void order_tree();
    std::int64_t version_;
    std::vector<Agency> agencies_;
    std::vector<Unit> units_;
    std::vector<const Agency*> tree_{};
    std::vector<Group> groups_{};
    std::unordered_map<std::int64_t, const Agency*> by_id_{};
    std::unordered_map<std::string_view, const Agency*> by_uid_{};
    std::unordered_map<std::string_view, const Agency*> by_code_{};
    std::unordered_map<std::int64_t, const Unit*> units_by_id_{};
    std::unordered_map<std::string_view, const Unit*> units_by_uid_{};
    std::unordered_map<std::int64_t, std::vector<const Unit*>> units_by_agency_{};
    std::unordered_map<std::int64_t, int> depths_{};
};

}  // namespace lt::directory
