// Text as it may be printed.
#pragma once

#include <string>
#include <string_view>

namespace lt::print {

// Well-formed, composed, without control characters and without marks that turn the direction of what follows. Spaces stay: they
// part one run from the next.
std::string clean(std::string_view text);

}  // namespace lt::print
