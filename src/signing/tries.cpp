// See tries.h.
#include "signing/tries.h"

namespace lt::signing {

Tries tries_of(const std::vector<base::Time>& wrong, base::Time now)
{
    Tries tries;
    for (const base::Time at : wrong) {
        if (now - at < kTriesWithin) --tries.left;
    }
    const bool used_up = wrong.size() >= kTries && wrong.front() - wrong[kTries - 1] < kTriesWithin;
    if (used_up && now - wrong.front() < kRest) return {0, wrong.front() + kRest};
    return tries;
}

}  // namespace lt::signing
