// One record of the national database of procedures, in either of its two shapes: as the portal publishes it (one line of text a field,
// tables flattened) and as the exchange service gives it (MaTTHC, CACHTHUCTHUCHIEN …).
#pragma once

#include <string_view>

#include "kit/base/result.h"
#include "procedures/records/procedure.h"

namespace lt::procedures {

// `json` is one object. Refused (invalid) is only what is no JSON object or has no code or no name; everything else is read as far as
// it can be understood, and the rest is in Procedure::issues.
base::Result<Procedure> read_record(std::string_view json);

}  // namespace lt::procedures
