// Trying a decision out by hand: what is asked for each input, and the value of what was typed. Pure.
#pragma once

#include <string>
#include <string_view>

#include "decisions/feel/type.h"
#include "kit/base/result.h"

namespace lt::decisions {

enum class Asked : std::uint8_t { number, text, yes_no, date, expression };
Asked asked_for(const feel::TypeRef& type);

// A number as read_number() has it; any text; "yes" and "no"; "23/11/2026"; an expression of FEEL such as [1, 2]. Invalid (field "input"): it
// is none.
base::Result<feel::Value> read_typed(Asked asked, std::string_view typed, base::Time now);

// As a person reads it: "28.000", "1.500,5", "có", "23/11/2026", lists and contexts as FEEL writes them.
std::string shown(const feel::Value& value);

}  // namespace lt::decisions
