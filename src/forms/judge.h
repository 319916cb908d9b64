// Which questions apply to given answers, and what is wrong with the answers to them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "forms/answers.h"
#include "forms/schema.h"
#include "forms/values.h"

namespace lt::forms {

// Answers on their way in: the values that could be read, what could not, and how the rows of lists are named.
struct Draft {
    std::map<std::string, Wrongness, std::less<>> unread{};  // by the name of the input
    std::map<std::string, std::vector<std::size_t>, std::less<>>
        rows{};                          // numbers in the names of a list's rows
    std::vector<std::string> unknown{};  // names that the form does not have
};

// Which questions of a group are asked, and which of its conditions hold.
struct Applying {
    std::vector<bool> asked{};    // by the place in Field::fields
    std::vector<bool> holding{};  // by the place in Field::conditions
};

// Removes the answers to questions that don't apply, in the whole group.
void prune(const Field& group, nlohmann::json& answers);

// After prune().
Applying applying(const Field& group, const nlohmann::json& answers);
bool is_required(const Field& field, const Applying& applying);

// Judges pruned answers, in the order of the form, and removes those that are wrong. `pointers` names them as JSON pointers.
enum class Naming : std::uint8_t { inputs, pointers };
base::Wrong judge(const Schema& schema, nlohmann::json& answers, const Draft& draft, const Asked& asked,
                  Naming naming);

}  // namespace lt::forms
