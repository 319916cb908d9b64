#include "exchange/hub/base64_content.h"

#include <algorithm>
#include <cstring>

#include "kit/http/ascii.h"

namespace lt::exchange::hub {
namespace {

constexpr std::size_t kPiece = 48 << 10;  // a multiple of three

std::size_t copy(std::string_view from, std::uint64_t offset, std::span<std::byte> buffer)
{
    const std::size_t count = std::min(buffer.size(), from.size() - static_cast<std::size_t>(offset));
    std::memcpy(buffer.data(), from.data() + offset, count);
    return count;
}

}  // namespace

Base64Content::Base64Content(std::string head, std::unique_ptr<blob::Reader> reader, std::string tail)
    : head_(std::move(head)), reader_(std::move(reader)), tail_(std::move(tail)),
      length_((reader_->size() + 2) / 3 * 4)
{
}

std::uint64_t Base64Content::size() const { return head_.size() + length_ + tail_.size(); }

std::size_t Base64Content::read(std::uint64_t offset, std::span<std::byte> buffer)
{
    if (offset < head_.size()) return copy(head_, offset, buffer);
    offset -= head_.size();
    if (offset < length_) return read_base64(offset, buffer);
    offset -= length_;
    return offset < tail_.size() ? copy(tail_, offset, buffer) : 0;
}

std::size_t Base64Content::read_base64(std::uint64_t offset, std::span<std::byte> buffer)
{
    std::string bytes(kPiece, '\0');
    const std::uint64_t begin = offset / 4 * 3;
    std::size_t filled = 0;
    while (filled < bytes.size()) {
        const std::size_t got =
            reader_->read(begin + filled, std::as_writable_bytes(std::span(bytes)).subspan(filled));
        if (got == 0) break;
        filled += got;
    }
    bytes.resize(filled);
    return copy(http::base64_encode(bytes), offset % 4, buffer);
}

}  // namespace lt::exchange::hub
