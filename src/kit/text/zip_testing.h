// Makes ZIP archives for tests, byte by byte, also wrong ones. Not for the product.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <zlib.h>

namespace lt::text::testing {

enum class Method : std::uint16_t { stored = 0, deflated = 8 };
enum class Lengths : std::uint8_t { first, in_descriptor };  // the second is how Java writes

struct Entry {
    std::string name{};
    std::string content{};
    Method method = Method::deflated;
    Lengths lengths = Lengths::first;
    std::uint32_t spoil_checksum = 0;
    std::uint32_t times =
        1;  // the content so many times over, without ever having it whole; the checksum is wrong then
};

inline std::string deflate_raw(std::string_view content, std::uint32_t times = 1)
{
    z_stream stream{};
    if (deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
        throw std::runtime_error("deflateInit2");
    }
    std::string out(compressBound(content.size()) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
    stream.avail_in = uInt(content.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = uInt(out.size());
    // After a full flush nothing refers back, so that the block may be said again; "\3\0" is an empty last
    // block.
    deflate(&stream, times > 1 ? Z_FULL_FLUSH : Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    if (times == 1) return out;
    std::string all;
    for (std::uint32_t i = 0; i < times; ++i) all += out;
    return all + std::string("\3\0", 2);
}

inline std::string bytes(std::uint64_t value, int size)
{
    std::string out;
    for (int i = 0; i < size; ++i, value >>= 8) out += char(value & 0xff);
    return out;
}

inline std::string make_zip(const std::vector<Entry>& entries)
{
    std::string out, directory;
    for (const Entry& e : entries) {
        const bool later = e.lengths == Lengths::in_descriptor;
        const std::string packed = e.method == Method::deflated ? deflate_raw(e.content, e.times) : e.content;
        const auto* raw = reinterpret_cast<const Bytef*>(e.content.data());
        const std::uint64_t sum = crc32(0, raw, uInt(e.content.size())) ^ e.spoil_checksum;
        const std::string lengths =
            bytes(sum, 4) + bytes(packed.size(), 4) + bytes(e.content.size() * e.times, 4);
        const std::string common =
            bytes(20, 2) + bytes(later ? 8 : 0, 2) + bytes(std::uint64_t(e.method), 2) + bytes(0, 4);
        directory += "PK\1\2" + bytes(20, 2) + common + lengths + bytes(e.name.size(), 2) + bytes(0, 12) +
                     bytes(out.size(), 4) + e.name;
        out += "PK\3\4" + common + (later ? std::string(12, '\0') : lengths) + bytes(e.name.size(), 2) +
               bytes(0, 2) + e.name + packed;
        if (later) out += "PK\7\10" + lengths;
    }
    const std::size_t at = out.size();
    return out + directory + "PK\5\6" + bytes(0, 4) + bytes(entries.size(), 2) + bytes(entries.size(), 2) +
           bytes(directory.size(), 4) + bytes(at, 4) + bytes(0, 2);
}

}  // namespace lt::text::testing
