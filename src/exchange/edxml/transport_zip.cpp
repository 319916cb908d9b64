#include "exchange/edxml/transport_zip.h"

#include <cstdint>
#include <new>
#include <string>
#include <vector>

#include <zlib.h>

#include "kit/base/result.h"

namespace lt::edxml {
namespace {

constexpr std::size_t kPacked = 64 << 10;

// A reader that guards against bombs believes no file that shrinks to a hundredth and less (ours: 1 : 200). What
// packs better than this is passed on as it is, in stored blocks of the same deflate stream.
constexpr std::uint64_t kMostRatio = 50;
constexpr std::uint64_t kRatioFrom = 1 << 20;

struct Fields {
    Fields& add(std::uint64_t value, unsigned size)
    {
        for (unsigned i = 0; i < size; ++i) bytes.push_back(static_cast<char>(value >> (8 * i) & 0xff));
        return *this;
    }
    std::string bytes{};
};

}  // namespace

struct TransportZipState {
    TransportZipState(std::string_view name, TransportZip::Sink to) : entry(name), sink(std::move(to))
    {
        if (deflateInit2(&stream, level, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
            throw std::bad_alloc();
        }
    }
    ~TransportZipState() { deflateEnd(&stream); }
    TransportZipState(const TransportZipState&) = delete;
    TransportZipState& operator=(const TransportZipState&) = delete;

    // What the local header and the directory have in common, up to the sizes.
    std::string head(std::uint32_t checksum_or_0, std::uint64_t packed_or_0, std::uint64_t size_or_0) const
    {
        constexpr std::uint32_t flags = 0x808;     // lengths in a descriptor, names in UTF-8
        constexpr std::uint32_t first_day = 0x21;  // 1 January 1980: the same file gives the same bytes
        return Fields{}
            .add(20, 2)
            .add(flags, 2)
            .add(8, 2)
            .add(0, 2)
            .add(first_day, 2)
            .add(checksum_or_0, 4)
            .add(packed_or_0, 4)
            .add(size_or_0, 4)
            .add(entry.size(), 2)
            .add(0, 2)
            .bytes;
    }
    void pass(std::string_view bytes)
    {
        sink(std::as_bytes(std::span(bytes.data(), bytes.size())));
        position += bytes.size();
    }
    void drain(int flush);
    void choose_level();

    std::string entry;
    TransportZip::Sink sink;
    z_stream stream{};
    int level = Z_DEFAULT_COMPRESSION;
    std::vector<char> packed = std::vector<char>(kPacked);
    std::uint32_t checksum = 0;
    std::uint64_t size = 0;
    std::uint64_t position = 0;  // in the archive
    std::uint64_t data_begin = 0;
};

// Gives zlib what stands in next_in, and passes on all that comes out.
void TransportZipState::drain(int flush)
{
    do {
        stream.next_out = reinterpret_cast<Bytef*>(packed.data());
        stream.avail_out = uInt(packed.size());
        CHECK(deflate(&stream, flush) != Z_STREAM_ERROR);
        const std::size_t made = packed.size() - stream.avail_out;
        if (made > 0) pass({packed.data(), made});
    } while (stream.avail_out == 0);
}

void TransportZipState::choose_level()
{
    if (size < kRatioFrom) return;
    const int wanted = size / kMostRatio > position - data_begin ? Z_NO_COMPRESSION : Z_DEFAULT_COMPRESSION;
    if (wanted == level) return;
    // zlib ends the block at hand when the level changes; nothing may be left in it for lack of room.
    drain(Z_BLOCK);
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = uInt(packed.size());
    CHECK(deflateParams(&stream, wanted, Z_DEFAULT_STRATEGY) == Z_OK);
    const std::size_t made = packed.size() - stream.avail_out;
    if (made > 0) pass({packed.data(), made});
    level = wanted;
}

TransportZip::TransportZip(std::string_view entry, Sink sink)
    : state_(std::make_unique<TransportZipState>(entry, std::move(sink)))
{
    TransportZipState& s = *state_;
    s.pass(Fields{}.add(0x04034b50, 4).bytes + s.head(0, 0, 0) + s.entry);
    s.data_begin = s.position;
}

TransportZip::~TransportZip() = default;

void TransportZip::write(std::span<const std::byte> piece)
{
    TransportZipState& s = *state_;
    if (piece.empty()) return;
    s.choose_level();
    auto* bytes = reinterpret_cast<Bytef*>(const_cast<std::byte*>(piece.data()));
    s.checksum = std::uint32_t(crc32(s.checksum, bytes, uInt(piece.size())));
    s.size += piece.size();
    s.stream.next_in = bytes;
    s.stream.avail_in = uInt(piece.size());
    s.drain(Z_NO_FLUSH);
}

void TransportZip::finish()
{
    TransportZipState& s = *state_;
    s.stream.next_in = nullptr;
    s.stream.avail_in = 0;
    s.drain(Z_FINISH);
    const std::uint64_t packed = s.position - s.data_begin;
    s.pass(Fields{}.add(0x08074b50, 4).add(s.checksum, 4).add(packed, 4).add(s.size, 4).bytes);
    const std::uint64_t directory = s.position;
    s.pass(Fields{}.add(0x02014b50, 4).add(20, 2).bytes + s.head(s.checksum, packed, s.size) +
           // No comment, first disk, no attributes, the entry begins at 0.
           Fields{}.add(0, 2).add(0, 2).add(0, 2).add(0, 4).add(0, 4).bytes + s.entry);
    s.pass(Fields{}
               .add(0x06054b50, 4)
               .add(0, 4)
               .add(1, 2)
               .add(1, 2)
               .add(s.position - directory, 4)
               .add(directory, 4)
               .add(0, 2)
               .bytes);
}

}  // namespace lt::edxml
