#include "procedures/records/letters.h"

#include "kit/base/text.h"

namespace lt::procedures {

bool starts_capital(std::string_view text, std::size_t at)
{
    if (at >= text.size()) return false;
    std::size_t end = at + 1;
    while (end < text.size() && (text[end] & 0xC0) == 0x80) ++end;
    const std::string_view one = text.substr(at, end - at);
    return base::lower(one) != one;
}

}  // namespace lt::procedures
