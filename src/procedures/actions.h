// What the platform operator does with the catalogue. In the caller's transaction, at the reach of the platform.
#pragma once

#include "kit/base/result.h"
#include "procedures/store.h"

namespace lt::procedures {

// The draft is in force from the day on, and the version before it until the day before. Faults: not_found, invalid "from" (a day that is
// over, or that a version approved for a later day stands in the way of). An approved version never changes.
base::Result<base::Done> approve(db::Transaction& tx, const std::string& uid, std::optional<base::Day> from,
                                 base::Time now);

}  // namespace lt::procedures
