#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lt::feel {

struct IcuPattern {
    std::string pattern{};
    std::uint32_t flags = 0;
};

// An XPath pattern in ICU's spelling. Nothing for what XPath does not have: looking around, possessive quantifiers, flags inside …
std::optional<IcuPattern> to_icu(std::string_view pattern, std::string_view flags);

}  // namespace lt::feel
