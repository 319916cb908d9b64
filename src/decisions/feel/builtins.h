// The functions of FEEL (DMN 1.3, 10.3.4), one table; what they do is in the files builtins_….cpp.
#pragma once

#include <span>
#include <string_view>

#include "decisions/feel/names.h"
#include "decisions/feel/value.h"

namespace lt::feel {

class Machine;

struct Builtin {
    std::string_view name{};
    // Parameters in order: "string, start position, length?"; `?` may be missing, `*` takes any number, one with
    // `~` may be missing where they are named. Other forms behind `;`.
    std::string_view parameters{};
    Value (*run)(Machine& machine, std::span<const Value> arguments) = nullptr;
};

const Builtin* find_builtin(std::string_view name);
Value builtin_value(const Builtin& builtin);
const Names& builtin_names();  // those of several words

std::span<const Builtin> number_builtins();
std::span<const Builtin> string_builtins();
std::span<const Builtin> list_builtins();
std::span<const Builtin> context_builtins();
std::span<const Builtin> temporal_builtins();
std::span<const Builtin> range_builtins();
std::span<const Builtin> statistics_builtins();

}  // namespace lt::feel
