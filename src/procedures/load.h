// Procedures of the release into the catalogue, with the processes and decisions that they name. Loading twice changes nothing.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "kit/db/fwd.h"
#include "process/api.h"

namespace lt::procedures {

struct LoadCounts {
    std::size_t read = 0;
    std::size_t approved = 0;  // a version that is in force from today, or the day of the file
    std::size_t drafted = 0;   // a draft for the operator, who edited the version in force
    std::size_t unchanged = 0;
    std::size_t left = 0;  // the operator works on a draft
};

// In the caller's transaction, at the reach of the platform. A file that says something new becomes a version and is approved; where the
// operator edited the version in force it becomes a draft, and where the operator works on a draft it is left alone. What the province said
// before – who offers it, decisions of its own – stays. Processes and decisions are looked for in `processes` and `decisions` beside the
// folder of the file. `report` gets a line for each file. Throws std::runtime_error for a file that is wrong, or that names what is not there.
LoadCounts load(db::Transaction& tx, process::Services& services,
                const std::vector<std::filesystem::path>& files, base::Time now,
                const std::function<void(const std::string&)>& report);

}  // namespace lt::procedures
