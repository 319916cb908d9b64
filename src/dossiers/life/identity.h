// Numbers that say who somebody is, in the words of the desk. Pure.
#pragma once

#include <optional>
#include <string_view>

#include "kit/base/clock.h"
#include "kit/base/message.h"

namespace lt::dossiers {

// What is wrong with the identity number of a person, as forms/identity/number.h judges it. With the day of birth and the sex ("male", "female",
// "") where they are known, whether it says the same. Nothing: it can be one.
std::optional<base::Message> wrong_identity_number(std::string_view number, std::optional<base::Day> born_on,
                                                   std::string_view sex, base::Day today);

// An enterprise or tax code: 10 digits, or 13 with a dash before the last three.
std::optional<base::Message> wrong_enterprise_code(std::string_view code);

}  // namespace lt::dossiers
