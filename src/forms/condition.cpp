// See condition.h.
#include "forms/condition.h"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace lt::forms {
namespace {

bool equals(const Scalar& scalar, const nlohmann::json& value)
{
    if (const bool* truth = std::get_if<bool>(&scalar))
        return value.is_boolean() && value.get<bool>() == *truth;
    if (const double* number = std::get_if<double>(&scalar))
        return value.is_number() && !(value.get<double>() < *number) && !(value.get<double>() > *number);
    return value.is_string() && value.get_ref<const std::string&>() == std::get<std::string>(scalar);
}

}  // namespace

bool holds(const Condition& condition, const nlohmann::json& answers)
{
    const auto part_holds = [&](const Condition& part) { return holds(part, answers); };
    switch (condition.test) {
    case Condition::Test::all: return std::all_of(condition.parts.begin(), condition.parts.end(), part_holds);
    case Condition::Test::any: return std::any_of(condition.parts.begin(), condition.parts.end(), part_holds);
    case Condition::Test::none:
        return std::none_of(condition.parts.begin(), condition.parts.end(), part_holds);
    case Condition::Test::present: return !answers.is_object() || answers.contains(condition.name);
    case Condition::Test::inside: {
        if (!answers.is_object()) return true;
        const auto found = answers.find(condition.name);
        return found == answers.end() || holds(condition.parts.front(), *found);
    }
    case Condition::Test::one_of:
        return std::any_of(condition.values.begin(), condition.values.end(),
                           [&](const Scalar& scalar) { return equals(scalar, answers); });
    case Condition::Test::at_least: return !answers.is_number() || answers.get<double>() >= condition.number;
    case Condition::Test::at_most: return !answers.is_number() || answers.get<double>() <= condition.number;
    }
    return false;
}

}  // namespace lt::forms
