// Rows of lists in the names of inputs: "members.2.full_name" is in row 2 of "members". Numbers have gaps after rows were
// taken out; only their order counts.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "forms/answers.h"

namespace lt::forms {

using RowNames = std::map<std::string, std::set<std::size_t>, std::less<>>;

// The rows that a sent form has, also those that only the marker ("members" → "2") tells of.
RowNames rows_in(const Typed& typed);

// Of at most four digits.
std::optional<std::size_t> row_number(std::string_view text);

// The name of a button and its meaning: adds a row to the list of its value, takes the row of its value out, or asks for the
// communes of a province.
constexpr std::string_view kAddRow = "_add";
constexpr std::string_view kRemoveRow = "_remove";
constexpr std::string_view kCommunes = "_communes";

}  // namespace lt::forms
