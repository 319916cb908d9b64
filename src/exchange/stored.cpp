// See stored.h.
#include "exchange/stored.h"

namespace lt::exchange {

edxml::ByteSource source_of(blob::Store& blobs, const std::string& sha256)
{
    std::shared_ptr<blob::Reader> reader = blobs.open(sha256);
    return [reader, offset = std::uint64_t{0}](std::span<char> buffer) mutable {
        const std::size_t got = reader->read(offset, std::as_writable_bytes(buffer));
        offset += got;
        return got;
    };
}

}  // namespace lt::exchange
