// A drawing becomes a version that new instances start with.
#pragma once

#include <set>

#include "kit/db/fwd.h"
#include "process/api.h"
#include "process/definitions.h"

namespace lt::process {

struct Deployed {
    std::string uid{};
    std::string key{};
    int version = 0;
    bool added = false;  // false: this drawing is the newest version already
};
struct Deployment {
    std::vector<bpmn::Finding>
        findings{};  // nothing was deployed where one is an error; "LT.decision" warns of decisions
    std::vector<Deployed> processes{};
};
// `agency`: whose drawing it is, none for the province's; the scope of the transaction must administer it. Timers that start the process
// run from now on, those of the version before no more. Refused: no BPMN, or what the engine does not run; the message names the element.
base::Result<Deployment> deploy(db::Transaction& tx, Services& services, std::optional<std::int64_t> agency,
                                std::string_view source, const std::string& note);

// Processes that it calls and that are neither in `beside` (keys deployed with it) nor deployed for the agency: warnings, as they may follow;
// at run time such a call is an incident. `agency` 0: of the province.
std::vector<bpmn::Finding> lacking_processes(db::Transaction& tx, std::int64_t agency, const Definition& made,
                                             const std::set<std::string>& beside);

// Events at its start that never come by themselves: errors for times that can't be told, a warning for those of the province's drawings.
std::vector<bpmn::Finding> lacking_beginnings(const Definition& made, std::optional<std::int64_t> agency,
                                              base::Time now);

// Nothing starts in it any more; what runs goes on. not_found: no such version, or another's.
base::Result<base::Done> retire(db::Transaction& tx, Services& services, const std::string& uid);

// When a timer that starts the process fires after `due`, having fired that often; nothing: no more.
std::optional<base::Time> next_beginning(const engine::Graph& graph, const engine::Beginning& beginning,
                                         base::Time due, std::int64_t fired);

}  // namespace lt::process
