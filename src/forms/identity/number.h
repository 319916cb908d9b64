// The identity number of a person, judged by itself and beside what else is known: the one check behind forms and the desk. Pure; whoever
// asks has the words.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "kit/base/clock.h"

namespace lt::identity {

enum class Flaw : std::uint8_t {
    digits,  // something that is no digit
    length,  // not twelve of them
    place,   // neither a province nor a country
    future,  // born in a year to come
    year,    // another year of birth than the one that is known
    sex,     // the other sex
};
struct Finding {
    Flaw flaw{};
    int year = 0;         // of birth, as the number says it; from `future` on
    bool female = false;  // as the number says it; from `future` on
};

// Built as Nghị định 137/2015/NĐ-CP, article 13 says: place of birth (3 digits), century and sex (1), year of birth (2), six more. `sex` is
// "male", "female" or anything else where it is not known. Nothing: it can be one.
std::optional<Finding> judge(std::string_view number, std::optional<base::Day> born_on, std::string_view sex,
                             base::Day today);

// Codes of places of birth below 100: the provinces as they were until 2025, which numbers keep for life. Higher ones are countries.
const std::vector<std::string_view>& places();

}  // namespace lt::identity
