// What every act of this folder does around its statements.
#pragma once

#include <string>

#include "directory/store.h"
#include "kit/audit/audit.h"
#include "kit/base/result.h"

namespace lt::directory {

// Runs the statements of an act; a constraint that a person can do something about becomes a refusal.
template <class Work>
base::Result<base::Done> attempt(Work&& work)
{
    try {
        work();
        return base::Done{};
    } catch (const db::ConstraintViolation& violation) {
        return store::explain(violation);
    }
}

inline void note(db::Transaction& tx, const char* action, const std::string& subject, base::Time at)
{
    audit::record(tx, {.action = action, .subject = subject, .detail = "{}", .at = at});
}

}  // namespace lt::directory
