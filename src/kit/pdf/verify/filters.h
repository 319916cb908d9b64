// Streams without their filters (ISO 32000-1, 7.4), as far as cross-references, object streams, validation data and appearances need.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kit/pdf/verify/value.h"

namespace lt::pdf {

// `dictionary` is the stream's, with direct values for /Filter and /DecodeParms. Nothing for a filter that is not known (images) or for
// damaged data. The output counts as kept memory.
std::optional<std::string> decoded(const Dictionary& dictionary, std::string_view data, Budget& budget);

}  // namespace lt::pdf
