// What one revision changed against the one before it, judged by a list of what may change: whatever is not on the list is an undefined
// change. After the shadow attacks (Mladenov et al., 2021) it does not matter how a change looks, only whether it is known to be harmless.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "kit/pdf/verify/fields.h"
#include "kit/pdf/verify/references.h"
#include "kit/pdf/verify/verify.h"

namespace lt::pdf {

struct Step {
    Change change = Change::none;
    std::set<std::string> fields{};  // that were filled in, signed or added; not those of document timestamps
    bool new_visible_field = false;  // a place for a signature that was not there before
    bool covers = false;             // and it lies over what the page shows
    std::string why{};               // of an undefined change, in English, for the report's details
};

// Goes from revision to revision, beginning with the first that is signed.
class ChangeJudge {
public:
    explicit ChangeJudge(const Revision& first) : references_(first) {}
    // Of the first revision, before any step.
    const References& references() const { return references_; }
    Step step(const Revision& before, const std::vector<Field>& fields_before, const Revision& after,
              const std::vector<Field>& fields_after);

private:
    References references_;
};

}  // namespace lt::pdf
