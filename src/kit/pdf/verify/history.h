// All revisions of a file that hold together, and every signature that one of them shows: a later revision can't hide an earlier
// signature. Inside kit/pdf/verify.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kit/pdf/verify/changes.h"
#include "kit/pdf/verify/signed_range.h"

namespace lt::pdf {

struct FoundSignature {
    std::string field{};
    const Dictionary* dictionary = nullptr;
    const Dictionary* lock = nullptr;  // /Lock of its field
    SignedRange range{};
    std::optional<std::size_t> revision{};  // that it covers; nothing where it covers none
    std::string doubt{};                    // why readers may not agree on what it covers; "" otherwise
};

class History {
public:
    // Nothing where the file can't be read as PDF.
    static std::optional<History> read(Source& source);

    const Revision& last() const { return revisions_.back(); }
    const std::vector<Revision>& revisions() const { return revisions_; }
    const std::vector<FoundSignature>& signatures() const { return signatures_; }
    bool loose_tail() const { return loose_tail_; }  // bytes behind the last revision that belong to none

    // What came after a revision, step by step; made once, from the first revision that is signed on.
    std::vector<Step> steps_after(std::size_t revision) const;

private:
    void find_signatures();
    void judge_steps();
    std::vector<Revision> revisions_{};
    std::vector<std::vector<Field>> fields_{};  // by revision
    std::vector<FoundSignature> signatures_{};
    std::size_t first_step_ = 0;
    std::vector<Step> steps_{};  // from revision first_step_ + i to the next
    bool loose_tail_ = false;
};

}  // namespace lt::pdf
