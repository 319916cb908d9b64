// Random bytes come from libsodium, which takes them from the kernel.
#include "kit/base/ids.h"

#include <array>

#include <sodium.h>

#include "kit/base/result.h"

namespace lt::base {
namespace {

template <std::size_t N>
std::array<unsigned char, N> random_bytes()
{
    static const bool ready = sodium_init() >= 0;
    CHECK(ready);
    std::array<unsigned char, N> bytes;
    randombytes_buf(bytes.data(), bytes.size());
    return bytes;
}

void append_hex(std::string& out, unsigned char byte)
{
    static constexpr char kDigits[] = "0123456789abcdef";
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
}

}  // namespace

std::string new_uid(Time now)
{
    auto bytes = random_bytes<16>();
    const auto since = std::chrono::floor<std::chrono::milliseconds>(now).time_since_epoch().count();
    const auto ms = static_cast<std::uint64_t>(since);
    for (unsigned i = 0; i < 6; ++i) bytes[i] = static_cast<unsigned char>(ms >> (40 - 8 * i));
    bytes[6] = static_cast<unsigned char>(0x70 | (bytes[6] & 0x0F));  // version 7
    bytes[8] = static_cast<unsigned char>(0x80 | (bytes[8] & 0x3F));  // variant of RFC 9562
    std::string out;
    out.reserve(36);
    for (unsigned i = 0; i < 16; ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) out += '-';
        append_hex(out, bytes[i]);
    }
    return out;
}

bool is_uid(std::string_view text)
{
    if (text.size() != 36) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        const bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        if (dash ? c != '-' : !hex) return false;
    }
    return true;
}

std::string random_hex(std::size_t bytes)
{
    std::string out;
    out.reserve(bytes * 2);
    while (bytes > 0) {
        for (const unsigned char byte : random_bytes<32>()) {
            if (bytes == 0) break;
            append_hex(out, byte);
            --bytes;
        }
    }
    return out;
}

std::string new_incident_code()
{
    static constexpr char kAlphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    std::string out;
    for (const unsigned char byte : random_bytes<8>()) {
        if (out.size() == 4) out += '-';
        out += kAlphabet[byte & 31];
    }
    return out;
}

std::string to_hex(std::string_view bytes)
{
    std::string out;
    out.reserve(bytes.size() * 2);
    for (const char byte : bytes) append_hex(out, static_cast<unsigned char>(byte));
    return out;
}

}  // namespace lt::base
