// What the history says of a drawing: how long its steps took, where work waits, which ways instances went.
#pragma once

#include <string>
#include <vector>

#include "kit/base/clock.h"
#include "kit/db/fwd.h"

namespace lt::process {

// One element over the steps that ended between two moments, in the sight of the transaction's agency.
struct StepFigures {
    std::string element{};
    std::string kind{};
    std::int64_t done = 0;
    std::int64_t late = 0;  // ended after its due time
    std::chrono::seconds median{};
    std::chrono::seconds ninetieth{};  // percentile
    std::int64_t open = 0;             // wait there now
    std::int64_t overdue = 0;
};
std::vector<StepFigures> step_figures(db::Transaction& tx, std::int64_t definition, base::Time from,
                                      base::Time to);

// A way through the drawing: the elements at which work waited, in their order, and how many ended instances went it.
struct Variant {
    std::vector<std::string> elements{};
    std::int64_t instances = 0;
    std::chrono::seconds median{};  // from start to end
};
std::vector<Variant> variants(db::Transaction& tx, std::int64_t definition, base::Time from, base::Time to,
                              int limit);

}  // namespace lt::process
