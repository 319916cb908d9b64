// What the files of Number share.
#pragma once

#include <optional>

#include "decisions/feel/number.h"
#include "decisions/feel/wide.h"

namespace lt::feel {

// Rounded half to even to 34 digits; `sticky`: something not zero follows the last digit. Nothing on overflow.
std::optional<Number> finish_number(bool negative, U256 value, std::int64_t exponent, bool sticky);

}  // namespace lt::feel
