// The `if` of a schema: what has to be answered so that further questions apply.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace lt::forms {

using Scalar = std::variant<bool, double, std::string>;

// Over one value; as JSON Schema has it, a property that is not there fails only `present`.
struct Condition {
    enum class Test : std::uint8_t {
        all,       // allOf, and several keywords beside each other
        any,       // anyOf
        none,      // not: the only part does not hold
        present,   // required: the object has `name`
        inside,    // properties: the only part holds for `name`, if it is there
        one_of,    // const and enum
        at_least,  // minimum
        at_most,   // maximum
    };
    Test test = Test::all;
    std::string name{};
    double number = 0;
    std::vector<Scalar> values{};
    std::vector<Condition> parts{};
};

// A condition of the surrounding group, or (`then` false) that it does not hold.
struct Guard {
    std::size_t condition = 0;
    bool then = true;
};

// Whether the condition holds for answers, as the standard defines it.
bool holds(const Condition& condition, const nlohmann::json& answers);

}  // namespace lt::forms
