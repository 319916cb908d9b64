// What one revision changed against the one before it, judged by a list of what may change: whatever is not on the list is an undefined
// change. After the shadow attacks (Mladenov et al., 2021) it does not matter how a change looks, only whether it is known to be harmless.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "kit/pdf/verify/fields.h"
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
    explicit ChangeJudge(const Revision& first);
    Step step(const Revision& before, const std::vector<Field>& fields_before, const Revision& after,
              const std::vector<Field>& fields_after);

private:
    friend class StepJudge;
    void learn(const Revision& revision, int number);
    void learn_value(const Value& value, int number, std::size_t path);
    // Who refers to an object, in any revision so far: the object (0 is the trailer) and a hash of the keys on the way.
    std::map<int, std::set<std::pair<int, std::size_t>>> referrers_{};
    std::set<int> packs_{};  // object streams that are in use
};

}  // namespace lt::pdf
