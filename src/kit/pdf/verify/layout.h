// The bytes of a revision, apart from what they say: whether every reader finds the same objects in them. One that finds a place wrong or a
// cross-reference broken looks through the bytes for whatever begins with "5 0 obj"; then it shows what no cross-reference lists. So nothing
// may need a repair, and nothing may lie there for one. Inside kit/pdf/verify.
#pragma once

#include <string>

#include "kit/pdf/verify/references.h"

namespace lt::pdf {

// Why what was written between two revisions is no plain update (ISO 32000-1, 7.5.6): "" where each of its objects stands exactly where it
// is listed and each of its bytes belongs to one of them, to the cross-reference, or to nothing that could be read.
std::string unsound_update(const Revision& before, const Revision& after);

// Why readers may not agree on what a revision shows: "" where they do. `references` are those of this revision.
std::string doubtful(const Revision& revision, const References& references);

}  // namespace lt::pdf
