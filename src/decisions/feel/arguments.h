// How builtin functions read what they are given: a list of one stands for its element.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "decisions/feel/machine.h"

namespace lt::feel {

inline const Value& plain(const Value& value, Kind kind)
{
    const bool is_one = value.is(Kind::list) && kind != Kind::list && value.items().size() == 1;
    return is_one && value.items()[0].is(kind) ? value.items()[0] : value;
}

inline std::optional<Number> number_at(std::span<const Value> arguments, std::size_t at)
{
    if (at >= arguments.size()) return std::nullopt;
    const Value& value = plain(arguments[at], Kind::number);
    return value.is(Kind::number) ? std::optional(value.as_number()) : std::nullopt;
}

inline std::optional<std::int64_t> integer_at(std::span<const Value> arguments, std::size_t at)
{
    const auto number = number_at(arguments, at);
    const auto whole = number ? round(*number, 0, Rounding::down) : std::nullopt;
    return whole ? whole->to_int64() : std::nullopt;
}

// nullptr where there is no string.
inline const std::string* string_at(std::span<const Value> arguments, std::size_t at)
{
    if (at >= arguments.size()) return nullptr;
    const Value& value = plain(arguments[at], Kind::string);
    return value.is(Kind::string) ? &value.as_string() : nullptr;
}

// A list as it is, anything else but null as a list of one.
inline std::optional<std::span<const Value>> list_at(std::span<const Value> arguments, std::size_t at)
{
    if (at >= arguments.size() || arguments[at].is_null()) return std::nullopt;
    if (arguments[at].is(Kind::list)) return arguments[at].items();
    return arguments.subspan(at, 1);
}

// Of functions that take a list or its elements one by one.
inline std::span<const Value> list_or_all(std::span<const Value> arguments)
{
    return arguments.size() == 1 && arguments[0].is(Kind::list) ? arguments[0].items() : arguments;
}

Value wrong(Machine& machine);  // null, and a warning that an argument is

inline Value number_or_wrong(Machine& machine, const std::optional<Number>& number)
{
    return number ? Value::number(*number) : wrong(machine);
}

}  // namespace lt::feel
