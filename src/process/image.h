// The state of an instance as it stands in another version of its drawing. Inside process only.
#pragma once

#include "process/acts.h"
#include "process/mapping.h"

namespace lt::process {

// Conflict: a token, join, repeated activity or armed event has no image of the same kind at the same place; field: the element.
base::Result<engine::State> image_of(const Case& it, const Definition& to, const Mapping& mapping);

}  // namespace lt::process
