// Numbers and notations of legal documents, "23/2015/NĐ-CP", found in running text.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "procedures/records/procedure.h"

namespace lt::procedures {

struct LawNumber {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool doubtful = false;  // capitals go on behind it: the end is a guess
};

// The number that begins at `at`, no place inside of one. What stands before `floor` belongs to something else, even without a space.
std::optional<LawNumber> law_number_at(std::string_view text, std::size_t at, std::size_t floor = 0);

// Issuer and, where the name tells it of this very number, the date.
LegalBasis law_of(std::string_view number, std::string name);

}  // namespace lt::procedures
