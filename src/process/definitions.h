// Drawings that were deployed, and what of them is ready to run. A definition never changes: its graph is made once in a process and
// shared by all threads.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/api.h"
#include "kit/base/locked.h"
#include "kit/base/result.h"
#include "kit/db/fwd.h"
#include "process/api.h"
#include "process/bpmn/check.h"
#include "process/engine/graph.h"

namespace lt::process {

// What a user task, or an ad-hoc sub-process whose activities people choose, says of who does it and until when, in attributes of the namespace kTaskSpace.
inline constexpr std::string_view kTaskSpace = engine::kOwnSpace;
struct TaskRules {
    std::unique_ptr<const engine::Expression> performer{};  // code of the agency; none: that of the instance
    std::string role{};                               // as in the directory; empty: anybody of the agency
    std::unique_ptr<const engine::Expression> due{};  // how much time it has; none: no limit
    calendar::Unit unit = calendar::Unit::working_days;
    std::vector<Ask> asks{};
};

// What a business rule task says of the decision that it calls, in attributes of the same namespace.
struct DecisionRules {
    std::string decision{};  // "key" or "key#decision", see decisions/api.h
    std::string result{};    // variable for the outcome; empty: its entries become variables
    std::unique_ptr<const engine::Expression> as_of{};  // the day as of which it is decided; none: the act's
    int line = 0;                                       // of the task in the drawing
};
// The topic of such tasks, whatever implementation they name.
inline constexpr std::string_view kDecisionTopic = "lt:decision";

struct Definition {
    std::int64_t id = 0;
    std::string uid{};
    std::optional<std::int64_t> agency{};  // none: the province's
    std::string key{};                     // id of the process in the drawing
    int version = 0;
    std::string name{};
    engine::Graph graph{};
    std::map<engine::Index, TaskRules> tasks{};                                 // by node
    std::map<engine::Index, std::shared_ptr<const DecisionRules>> decisions{};  // by node
};
using DefinitionPtr = std::shared_ptr<const Definition>;

// Which of its element's events a beginning is, from 0.
inline int event_of(const engine::Graph& graph, const engine::Beginning& beginning)
{
    const engine::Index first = graph.nodes[beginning.node].definitions.begin;
    return beginning.definition == engine::kNone ? 0 : static_cast<int>(beginning.definition - first);
}

// Reads the drawing as a deployment does: well-formed, allowed by the standard, and run by the engine. `definition` has no id yet.
struct Ready {
    std::vector<bpmn::Finding> findings{};  // errors and warnings of the check
    std::vector<Definition> definitions{};  // one for each executable process; none where there is an error
};
base::Result<Ready> make_ready(std::string_view source);

// Those in use, in memory.
class Definitions {
public:
    // Null: no such row. Throws std::runtime_error where a drawing that was deployed can't be compiled any more.
    DefinitionPtr get(db::Transaction& tx, std::int64_t id);

private:
    base::Locked<std::map<std::int64_t, DefinitionPtr>> ready_{};
};

// The newest version that is not retired: the agency's own drawing before the province's.
DefinitionPtr newest(db::Transaction& tx, Definitions& definitions, std::int64_t agency,
                     std::string_view key);
// That which was it at the moment, though it be retired since; where there was none yet, the first that came and is not retired.
DefinitionPtr newest_at(db::Transaction& tx, Definitions& definitions, std::int64_t agency,
                        std::string_view key, base::Time moment);

}  // namespace lt::process
