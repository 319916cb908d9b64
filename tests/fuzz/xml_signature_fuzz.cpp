// Any bytes as an XML document with signatures: nothing crashes, and nobody is believed who signed nothing.
#include <cstdlib>
#include <string_view>

#include "kit/xml_signature/judge.h"
#include "kit/xml_signature/read.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace lt;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto read = xml_signature::read_signatures(bytes);
    if (!read) return 0;
    static const crypto::TrustStore nobody({}, {});
    for (const xml_signature::XmlSignature& one : read->signatures) {
        if (!one.form_refused.empty() && one.intact) std::abort();
        if (xml_signature::judge(one, {.trust = nobody}).passed()) std::abort();
    }
    return 0;
}
