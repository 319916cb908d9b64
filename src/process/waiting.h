// What stands in the database of a wait: who does a task and until when. Inside process only.
#pragma once

#include <set>
#include <string>

#include "process/acts.h"

namespace lt::process {

// Rows for sql::act_write: those of the numbers that are open in the case.
std::string waits_json(Services& services, const Case& it, const std::set<engine::Number>& numbers,
                       base::Time now);

}  // namespace lt::process
