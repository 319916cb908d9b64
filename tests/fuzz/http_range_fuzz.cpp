// Any bytes as a Range header of a content whose size comes from the first bytes: a part is never empty and
// never reaches beyond the content.
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "kit/http/range.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace lt::http;
    std::uint64_t total = 0;
    if (size < sizeof total) return 0;
    std::memcpy(&total, data, sizeof total);
    const std::string_view header(reinterpret_cast<const char*>(data) + sizeof total, size - sizeof total);
    const auto range = parse_range(header, total);
    if (range.kind == Range::Kind::part &&
        (range.length == 0 || range.first >= total || range.length > total - range.first))
        std::abort();
    if (range.kind == Range::Kind::whole && range.length != total) std::abort();
    etag_matches(header, "\"a\"");
    return 0;
}
