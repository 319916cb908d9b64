// Any bytes as a Cookie, Accept or Content-Disposition header: what comes out has no separators in it.
#include <cstdlib>
#include <string_view>

#include "kit/http/ascii.h"
#include "kit/http/forms.h"
#include "kit/http/multipart.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace lt::http;
    const std::string_view header(reinterpret_cast<const char*>(data), size);
    for (const auto& [name, value] : parse_cookies(header)) {
        if (name.empty() || name.find_first_of("=;") != std::string::npos) std::abort();
        if (value.find(';') != std::string::npos) std::abort();
    }
    const int weight = quality(header, "text/html");
    if (weight < -1 || weight > 1000) std::abort();
    const auto name = safe_file_name(parse_parameters(header).find("filename").value_or(""));
    if (name.empty() || name.size() > 255 || name.find_first_of("/\\") != std::string::npos) std::abort();
    multipart_boundary(header);
    return 0;
}
