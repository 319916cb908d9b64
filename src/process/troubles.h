// What does not go on by itself in the processes of any agency: for the operator, who sees the trouble and nothing else of the instance,
// and helps in the journal of the agency concerned (operator.h).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "process/api.h"

namespace lt::process {

struct TroubleRow {
    Task task{};  // wait 0: the instance as a whole is stuck
    std::int64_t agency = 0;
    std::string definition{};  // uid
    std::string process{};     // name
    int version = 0;
    std::string element{};
    std::string kind{};     // of the wait; "stuck"
    std::string trouble{};  // why; empty where it is stuck
    base::Time since{};
};
// The oldest first. Empty for anybody but the operator.
std::vector<TroubleRow> troubles(db::Transaction& tx, int limit);

// The agency of an instance with a trouble; nothing where all is well, and for anybody but the operator.
std::optional<std::int64_t> agency_in_trouble(db::Transaction& tx, const std::string& instance);
// A wait with a trouble, in the scope of its agency.
std::optional<TroubleRow> find_trouble(db::Transaction& tx, const Task& wait);

}  // namespace lt::process
