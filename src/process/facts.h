// What an agency knows apart from any case, and the processes that begin when a condition over it becomes true. Inside process only; features
// call set_facts (api.h).
#pragma once

#include <optional>

#include "process/api.h"

namespace lt::process {

// The format of scripts whose entries become facts of the agency instead of variables of the case.
inline constexpr std::string_view kFactsFormat = "application/vnd.lienthong.facts";
// Facts are figures and states by which work begins; what is longer belongs to a feature's own tables.
inline constexpr std::size_t kMostFacts = std::size_t{64} << 10;

struct Facts {
    feel::Value values{};  // a context
    std::optional<base::Time> changed_at{};
};
Facts facts_of(db::Transaction& tx, std::int64_t agency);

// The worker of kFactsFormat.
Inside fact_keeper(Services& services);

}  // namespace lt::process
