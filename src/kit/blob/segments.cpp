// The only caller of libsodium's secretstream.
#include "kit/blob/segments.h"

#include <cstring>
#include <stdexcept>

#include <sodium.h>

namespace lt::blob {
namespace {

// Which file, which place: authenticated with each message.
using Place = std::array<unsigned char, 24>;

Place place_of(const FileId& file, std::uint64_t number)
{
    Place place{};
    std::copy(file.begin(), file.end(), place.begin());
    for (std::size_t i = 0; i < 8; ++i) place[16 + i] = static_cast<unsigned char>(number >> (8 * i));
    return place;
}

const unsigned char* raw(std::span<const std::byte> bytes)
{
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

}  // namespace

static_assert(kSegmentHead == crypto_secretstream_xchacha20poly1305_HEADERBYTES);
static_assert(kMessageExtra == crypto_secretstream_xchacha20poly1305_ABYTES);
static_assert(sizeof(Key) == crypto_secretstream_xchacha20poly1305_KEYBYTES);

struct SealerState {
    crypto_secretstream_xchacha20poly1305_state stream{};
    Place place{};
};

struct OpenerState {
    crypto_secretstream_xchacha20poly1305_state stream{};
    Place place{};
    bool usable = false;
};

FileId random_file_id()
{
    FileId id{};
    randombytes_buf(id.data(), id.size());
    return id;
}

Key derive_key(const Key& master, const FileId& file, std::string_view use)
{
    std::array<unsigned char, crypto_generichash_blake2b_PERSONALBYTES> personal{};
    std::memcpy(personal.data(), use.data(), std::min(use.size(), personal.size()));
    Key key{};
    crypto_generichash_blake2b_salt_personal(key.data(), key.size(), nullptr, 0, master.data(), master.size(),
                                             file.data(), personal.data());
    return key;
}

std::array<unsigned char, 32> authenticate(const Key& key, std::span<const std::byte> bytes)
{
    std::array<unsigned char, 32> mac{};
    crypto_generichash(mac.data(), mac.size(), raw(bytes), bytes.size(), key.data(), key.size());
    return mac;
}

bool same(const std::array<unsigned char, 32>& a, std::span<const std::byte> b)
{
    return b.size() == a.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

SegmentSealer::SegmentSealer(const Key& key, const FileId& file, std::uint64_t number,
                             std::vector<std::byte>& out)
    : state_(std::make_unique<SealerState>())
{
    state_->place = place_of(file, number);
    std::array<unsigned char, kSegmentHead> head{};
    crypto_secretstream_xchacha20poly1305_init_push(&state_->stream, head.data(), key.data());
    const auto bytes = std::as_bytes(std::span(head));
    out.insert(out.end(), bytes.begin(), bytes.end());
}

SegmentSealer::~SegmentSealer() = default;
SegmentSealer::SegmentSealer(SegmentSealer&&) noexcept = default;
SegmentSealer& SegmentSealer::operator=(SegmentSealer&&) noexcept = default;

void SegmentSealer::push(std::span<const std::byte> plain, bool last, std::vector<std::byte>& out)
{
    const std::size_t at = out.size();
    out.resize(at + plain.size() + kMessageExtra);
    const unsigned char tag = last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0;
    crypto_secretstream_xchacha20poly1305_push(
        &state_->stream, reinterpret_cast<unsigned char*>(out.data() + at), nullptr, raw(plain), plain.size(),
        state_->place.data(), state_->place.size(), tag);
}

SegmentOpener::SegmentOpener(const Key& key, const FileId& file, std::uint64_t number,
                             std::span<const std::byte> head)
    : state_(std::make_unique<OpenerState>())
{
    state_->place = place_of(file, number);
    state_->usable = head.size() == kSegmentHead && crypto_secretstream_xchacha20poly1305_init_pull(
                                                        &state_->stream, raw(head), key.data()) == 0;
}

SegmentOpener::~SegmentOpener() = default;
SegmentOpener::SegmentOpener(SegmentOpener&&) noexcept = default;

bool SegmentOpener::pull(std::span<const std::byte> sealed, bool last, std::span<std::byte> plain)
{
    if (!state_->usable || sealed.size() < kMessageExtra || plain.size() != sealed.size() - kMessageExtra)
        return false;
    unsigned char tag = 0;
    const int result = crypto_secretstream_xchacha20poly1305_pull(
        &state_->stream, reinterpret_cast<unsigned char*>(plain.data()), nullptr, &tag, raw(sealed),
        sealed.size(), state_->place.data(), state_->place.size());
    const bool is_last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    state_->usable = result == 0 && is_last == last;
    return state_->usable;
}

}  // namespace lt::blob
