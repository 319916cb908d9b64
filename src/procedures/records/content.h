// A procedure as it is kept: one JSON text, the same for the same procedure.
#pragma once

#include <string>
#include <string_view>

#include "procedures/records/procedure.h"

namespace lt::procedures {

std::string to_json(const Procedure& procedure);

// Of what to_json() wrote; anything else throws base::Bug.
Procedure from_json(std::string_view json);

}  // namespace lt::procedures
