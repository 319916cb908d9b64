// Any bytes as a urlencoded form: what is accepted is normalised UTF-8, so that encoding and reading it once
// more changes nothing. The same bytes as base64 and as a path.
#include <cstdlib>
#include <string>
#include <string_view>

#include "kit/base/text.h"
#include "kit/http/ascii.h"
#include "kit/http/csrf.h"
#include "kit/http/forms.h"
#include "kit/http/policy.h"

namespace {

using namespace lt::http;

void check_form(std::string_view bytes)
{
    const auto form = parse_urlencoded(bytes);
    std::string encoded;
    for (const auto& [name, value] : form.fields()) {
        if (!lt::base::is_utf8(name) || !lt::base::is_utf8(value)) std::abort();
        encoded += percent_encode(name) + "=" + percent_encode(value) + "&";
    }
    if (parse_urlencoded(encoded).fields() != form.fields()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    try {
        check_form(bytes);
    } catch (const Refused& refused) {
        if (refused.status != 400) std::abort();
    }
    if (const auto decoded = base64_decode(bytes)) base64_decode(base64_encode(*decoded)).value();
    if (const auto path = decode_path(bytes); path && !path->starts_with('/')) std::abort();
    csrf_check("0123456789abcdef", bytes);
    return 0;
}
