// What a signature in a file covers (ISO 32000-1, 12.8.1), and whether that is all of a revision but the signature itself. Inside
// kit/pdf/verify.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "kit/pdf/verify/revision.h"

namespace lt::pdf {

struct SignedRange {
    std::array<std::string_view, 2>
        content{};                 // what the byte range names, as far as it lies inside the file
    bool readable = false;         // it names pieces of the file
    std::size_t begin = 0;         // of the gap
    std::size_t end = 0;           // of the gap
    std::size_t revision_end = 0;  // behind the last byte that is covered
    std::string wrong{};           // why it is no good range; "" otherwise
};

// `dictionary` is the signature's; it stands in `revision`.
SignedRange signed_range(const Revision& revision, const Dictionary& dictionary);

// Whether a cross-reference of the revision leads into the gap, which nobody signed.
bool leads_into(const Revision& revision, const SignedRange& range);

}  // namespace lt::pdf
