// Any bytes as a file of signatures, beside its content or around it.
#include "kit/crypto/cades.h"

#include <cstdlib>
#include <string_view>

#include "kit/crypto/timestamp.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace lt::crypto;
    std::string_view rest(reinterpret_cast<const char*>(data), size);
    std::uint64_t content = 0;
    auto read = read_signed_file(
        [&](std::span<char> buffer) {
            const std::size_t now = rest.copy(buffer.data(), buffer.size());
            rest.remove_prefix(now);
            return now;
        },
        [&](std::string_view piece) { content += piece.size(); });
    if (!read) return 0;
    if (read->content_size > size || read->content_size != content) std::abort();
    if (!read->enveloping) measure(*read, [](std::span<char>) { return std::size_t{0}; });
    for (const CmsSignature& one : read->signatures) {
        (void)one.check({});
        (void)read_timestamp(one.timestamp_token());
    }
    return 0;
}
