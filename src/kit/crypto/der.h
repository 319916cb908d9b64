// Looking into DER without reading all of it. Inside kit/crypto only.
#pragma once

#include <optional>
#include <string_view>

namespace lt::crypto {

// One DER value: what is inside, and where it ends.
struct Element {
    int tag = -1;
    int kind = 0;  // V_ASN1_UNIVERSAL, V_ASN1_CONTEXT_SPECIFIC
    std::string_view inside{};
    std::string_view whole{};
};

// The next value, which is taken from `rest`; nothing at its end, and where the value is broken or does not say its length.
std::optional<Element> next_element(std::string_view& rest);

}  // namespace lt::crypto
