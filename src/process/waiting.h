// What stands in the database of a wait: who does a task and until when. Inside process only.
#pragma once

#include <set>
#include <string>

#include "process/acts.h"

namespace lt::process {

// Rows for sql::act_write: those of the numbers that are open in the case.
std::string waits_json(Services& services, const Case& it, const std::set<engine::Number>& numbers,
                       base::Time now);

// Waits that end, as act_write takes them: each with its outcome and how much working time it took.
std::string closed_json(db::Transaction& tx, const Services& services, Case& it,
                        const std::map<engine::Number, std::string>& closed, base::Time now);

}  // namespace lt::process
