// What all steps of a draft begin and end with. Inside documents only.
#pragma once

#include "documents/store.h"

namespace lt::documents {

// Locks the document and checks that the actor may take the step. A step that was taken before (a button pressed twice) leads to
// `reached`: the caller then has nothing to do.
base::Result<LockedDocument> begin_step(db::Transaction& tx, const Actor& actor, const std::string& uid,
                                        DraftStep step, const char* refusal,
                                        std::optional<DocumentState> reached = std::nullopt);

// Recipients that a form names: agencies that exist today, not the own one.
std::optional<base::Error> check_chosen(Services& services, const Actor& actor,
                                        const std::vector<std::int64_t>& recipients, base::Time now);

// Ends a step that only moves the state; commits.
base::Result<base::Done> move(Services& services, db::Transaction& tx, const Actor& actor,
                              const LockedDocument& document, const std::string& uid, DraftStep step,
                              const std::string& action, const std::string& detail,
                              std::optional<std::string> note);

}  // namespace lt::documents
