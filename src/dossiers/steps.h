// The tasks of the process that handles a dossier, of whatever agency, for who sees the dossier.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dossiers/services.h"

namespace lt::dossiers {

struct Step {
    std::int64_t performer = 0;  // agency
    std::string official{};      // who did it, or has it
    std::string title{};
    std::string outcome{};  // "done", "withdrawn", "skipped"; "": it is open
    base::Time opened_at{};
    std::optional<base::Time> due_at{};
    std::optional<base::Time> ended_at{};
};
// In the order of their ends, the open ones last. One statement; what they are called is known to the process's definitions.
std::vector<Step> steps_of(Services& services, db::Transaction& tx, const Dossier& dossier);

}  // namespace lt::dossiers
