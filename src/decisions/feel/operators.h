// Operators between two values (DMN 1.3, 10.3.2.11 to 10.3.2.13). What has no meaning is null with a warning.
#pragma once

#include <optional>
#include <string_view>

#include "decisions/feel/machine.h"

namespace lt::feel {

Value added(Machine& machine, const Value& a, const Value& b);
Value subtracted(Machine& machine, const Value& a, const Value& b);
Value multiplied(Machine& machine, const Value& a, const Value& b);
Value divided(Machine& machine, const Value& a, const Value& b);
Value raised(Machine& machine, const Value& a, const Value& b);
Value negated(Machine& machine, const Value& a);

// Whether the range holds the value; nothing where they can't be compared.
std::optional<bool> holds(Machine& machine, const Range& range, const Value& value);

// `value.name` of a context, a list of them, or a part of a date, time, duration or range.
Value property(Machine& machine, const Value& value, std::string_view name);

inline Value truth(std::optional<bool> value) { return value ? Value::boolean(*value) : Value(); }

}  // namespace lt::feel
