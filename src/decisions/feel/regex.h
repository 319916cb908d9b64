// Regular expressions of XPath (XML Schema part 2 with the additions of XPath 3.1), by ICU. Bounded by the machine's steps.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "decisions/feel/machine.h"

namespace lt::feel {

// Each gives nothing for a pattern or flags that are not XPath's.
std::optional<bool> regex_matches(Machine& machine, const std::string& text, const std::string& pattern,
                                  const std::string& flags);
// Also nothing for a pattern that matches "" and for a bad replacement.
std::optional<std::string> regex_replace(Machine& machine, const std::string& text,
                                         const std::string& pattern, const std::string& replacement,
                                         const std::string& flags);
std::optional<std::vector<std::string>> regex_split(Machine& machine, const std::string& text,
                                                    const std::string& delimiter);

}  // namespace lt::feel
