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

// `agency`: whose unit or official it is; 0 where the directory itself is meant.
inline void note(db::Transaction& tx, const char* action, const std::string& subject, base::Time at,
                 std::int64_t agency = 0)
{
    audit::record(tx, {.action = action, .subject = subject, .detail = "{}", .at = at, .agency = agency});
}

}  // namespace lt::directory
