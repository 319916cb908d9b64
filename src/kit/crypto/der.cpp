#include "kit/crypto/der.h"

#include "kit/crypto/openssl.h"

namespace lt::crypto {

std::optional<Element> next_element(std::string_view& rest)
{
    if (rest.empty()) return std::nullopt;
    const unsigned char* at = bytes_of(rest);
    long length = 0;
    Element out;
    const int read = ASN1_get_object(&at, &length, &out.tag, &out.kind, static_cast<long>(rest.size()));
    ERR_clear_error();
    if ((read & 0x81) != 0 || length < 0) return std::nullopt;  // broken, or of a length that is not said
    const auto header = static_cast<std::size_t>(at - bytes_of(rest));
    out.inside = rest.substr(header, static_cast<std::size_t>(length));
    out.whole = rest.substr(0, header + static_cast<std::size_t>(length));
    rest.remove_prefix(out.whole.size());
    return out;
}

}  // namespace lt::crypto
