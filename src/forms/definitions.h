// The definitions that every form may refer to: lt:person, lt:address, lt:identity_number …
#pragma once

#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "forms/schema.h"

namespace lt::forms {

// The schema of a shared definition, null when there is none of this name ("lt:person").
const nlohmann::ordered_json* shared_definition(std::string_view name);

// The kind that `x-kind` names in a shared definition.
Kind shared_kind(std::string_view name);

}  // namespace lt::forms
