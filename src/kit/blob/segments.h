// Encrypted segments: each is a libsodium secretstream (XChaCha20-Poly1305) of its own, bound to its file and
// its place in it, so that a segment can be read alone and neither moved, dropped nor cut.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace lt::blob {

constexpr std::size_t kMessage = 64 * 1024;      // plain bytes of one message
constexpr std::size_t kSegment = 16 * kMessage;  // plain bytes of one full segment of a stored file
constexpr std::size_t kSegmentHead = 24;         // the nonce of the stream
constexpr std::size_t kMessageExtra = 17;        // what encrypting adds to a message

using Key = std::array<unsigned char, 32>;
using FileId = std::array<unsigned char, 16>;

FileId random_file_id();

// A key for one file and one use (at most 16 characters) from the master key: keyed BLAKE2b, as crypto_kdf
// does, but with an identifier of 16 bytes.
Key derive_key(const Key& master, const FileId& file, std::string_view use);

// 32 bytes that only the holder of the key can make.
std::array<unsigned char, 32> authenticate(const Key& key, std::span<const std::byte> bytes);
bool same(const std::array<unsigned char, 32>& a, std::span<const std::byte> b);  // in constant time

// Encrypts one segment, message by message.
class SegmentSealer {
public:
    SegmentSealer(const Key& key, const FileId& file, std::uint64_t number, std::vector<std::byte>& out);
    ~SegmentSealer();
    SegmentSealer(SegmentSealer&&) noexcept;
    SegmentSealer& operator=(SegmentSealer&&) noexcept;
    void push(std::span<const std::byte> plain, bool last, std::vector<std::byte>& out);  // appends to `out`

private:
    std::unique_ptr<struct SealerState> state_;
};

// Decrypts one segment; false where the bytes are not what was written.
class SegmentOpener {
public:
    SegmentOpener(const Key& key, const FileId& file, std::uint64_t number, std::span<const std::byte> head);
    ~SegmentOpener();
    SegmentOpener(SegmentOpener&&) noexcept;
    bool pull(std::span<const std::byte> sealed, bool last, std::span<std::byte> plain);

private:
    std::unique_ptr<struct OpenerState> state_;
};

}  // namespace lt::blob
