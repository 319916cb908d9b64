// What the history says of a drawing: how long its steps took, where work waits, which ways instances went. An agency sees its own
// instances in it; the operator figures over all agencies, and nothing that figures are made of.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kit/base/clock.h"
#include "kit/db/fwd.h"

namespace lt::process {

// One element over the steps that ended between two moments.
struct StepFigures {
    std::string element{};
    std::string kind{};
    std::int64_t done = 0;
    std::int64_t late = 0;  // ended after its due time
    std::chrono::seconds median{};
    std::chrono::seconds ninetieth{};  // percentile
    // The same in working time of the agencies that performed the steps; none: it was not counted then.
    std::optional<std::chrono::seconds> worked_median{}, worked_ninetieth{};
    std::int64_t open = 0;  // wait there now
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

// For the operator: what runs in each drawing, by id of the definition; how each agency fares with one of them, those where most is
// late or stuck first.
struct Running {
    std::int64_t open = 0;
    std::int64_t troubles = 0;
};
std::map<std::int64_t, Running> running_everywhere(db::Transaction& tx);
struct Usage {
    std::int64_t agency = 0;
    std::int64_t open = 0;
    std::int64_t ended = 0;  // between the two moments; and how long these took
    std::chrono::seconds median{}, ninetieth{};
    std::int64_t troubles = 0;
    std::int64_t overdue = 0;  // tasks that wait behind their due time
};
std::vector<Usage> usage(db::Transaction& tx, std::int64_t definition, base::Time from, base::Time to);

}  // namespace lt::process
