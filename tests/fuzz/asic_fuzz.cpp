// Any bytes as a container: nothing crashes, names of files are safe, and without an authority nothing passes.
#include <cstdlib>
#include <string_view>

#include "kit/asic/read.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace lt;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const asic::Opener open = [bytes]() -> crypto::ByteSource {
        return [rest = bytes](std::span<char> buffer) mutable {
            const std::size_t now = rest.copy(buffer.data(), buffer.size());
            rest.remove_prefix(now);
            return now;
        };
    };
    static const crypto::TrustStore nobody({}, {});
    const auto container = asic::read_container(open, {.trust = nobody});
    if (!container) return 0;
    if (container->indication == crypto::Indication::passed) std::abort();
    for (const std::string& name : container->files)
        if (name.empty() || name.front() == '/' || name.find("..") == 0) std::abort();
    return 0;
}
