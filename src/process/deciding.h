// Business rule tasks that call a decision (lt:decision). Inside process only.
#pragma once

#include "process/api.h"
#include "process/bpmn/check.h"
#include "process/definitions.h"

namespace lt::process {

// The worker of kDecisionTopic: decides within the act, as of its moment or as of the day that the task names, and leaves in the history what
// was asked, what came out and by which rules of which version.
Inside decider(const Services& services);

// A warning for each decision of the drawing that the agency (0: the province) has no model for today.
std::vector<bpmn::Finding> lacking_decisions(db::Transaction& tx, const Services& services,
                                             std::int64_t agency, const Definition& definition);

}  // namespace lt::process
