// What a file does by itself, and fields that belong to no form: neither is put under a signature. For kit/pdf only.
#pragma once

#include <optional>

#include "kit/base/result.h"
#include "kit/pdf/file.h"

namespace lt::pdf {

// Refused: scripts, programs, actions that hide, send or play. Links and jumps to a page are no such thing.
std::optional<base::Error> no_active_content(const File& file);

// Refused: a page with a field of a form (ISO 32000-1, 12.5.6.19) in a file whose form should have none.
std::optional<base::Error> no_stray_widget(const File& file);

}  // namespace lt::pdf
