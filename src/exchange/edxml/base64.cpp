#include "exchange/edxml/base64.h"

namespace lt::edxml {
namespace {

constexpr std::uint8_t kSpace = 64;
constexpr std::uint8_t kPad = 65;
constexpr std::uint8_t kWrong = 66;

constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::array<std::uint8_t, 256> make_values()
{
    std::array<std::uint8_t, 256> values{};
    values.fill(kWrong);
    for (std::size_t i = 0; i < kDigits.size(); ++i) {
        values[static_cast<unsigned char>(kDigits[i])] = static_cast<std::uint8_t>(i);
    }
    for (const char space : {' ', '\t', '\r', '\n'}) values[static_cast<unsigned char>(space)] = kSpace;
    values[static_cast<unsigned char>('=')] = kPad;
    return values;
}

constexpr std::array<std::uint8_t, 256> kValues = make_values();

}  // namespace

std::size_t Base64::push(std::string_view text, std::byte* out)
{
    std::byte* const begin = out;
    const auto* at = reinterpret_cast<const unsigned char*>(text.data());
    const auto* const end = at + text.size();
    while (at != end) {
        // Whole groups without white space or padding: nearly all of every message.
        while (held_ == 0 && !ended_ && end - at >= 4) {
            const std::uint32_t a = kValues[at[0]], b = kValues[at[1]], c = kValues[at[2]],
                                d = kValues[at[3]];
            if (((a | b | c | d) & 0xC0u) != 0) break;
            const std::uint32_t group = a << 18 | b << 12 | c << 6 | d;
            out[0] = std::byte(group >> 16 & 0xff);
            out[1] = std::byte(group >> 8 & 0xff);
            out[2] = std::byte(group & 0xff);
            out += 3;
            at += 4;
        }
        if (at == end) break;
        const std::uint8_t value = kValues[*at++];
        if (value == kSpace) continue;
        if (value == kWrong || ended_ || (value == kPad && held_ < 2) || (value != kPad && padding_ > 0))
            return kBad;
        bits_ = bits_ << 6 | (value == kPad ? 0 : value);
        padding_ += value == kPad ? 1 : 0;
        if (++held_ < 4) continue;
        for (unsigned i = 0; i < 3 - padding_; ++i) *out++ = std::byte(bits_ >> (16 - 8 * i) & 0xff);
        ended_ = padding_ > 0;
        bits_ = 0;
        held_ = 0;
    }
    return static_cast<std::size_t>(out - begin);
}

void Base64Encoder::group(std::string& out)
{
    const std::uint32_t bits = held_[0] << 16 | held_[1] << 8 | held_[2];
    for (unsigned i = 0; i < 4; ++i) out += i <= size_ ? kDigits[bits >> (18 - 6 * i) & 63] : '=';
    held_ = {};
    size_ = 0;
}

void Base64Encoder::push(std::span<const std::byte> bytes, std::string& out)
{
    const auto* at = reinterpret_cast<const unsigned char*>(bytes.data());
    const auto* const end = at + bytes.size();
    while (size_ > 0 && at != end) {
        held_[size_++] = *at++;
        if (size_ == 3) group(out);
    }
    // Whole groups: nearly all of every file.
    const std::size_t groups = std::size_t(end - at) / 3;
    const std::size_t before = out.size();
    out.resize(before + 4 * groups);
    for (char* to = out.data() + before; end - at >= 3; at += 3, to += 4) {
        const std::uint32_t bits = std::uint32_t(at[0]) << 16 | std::uint32_t(at[1]) << 8 | at[2];
        to[0] = kDigits[bits >> 18];
        to[1] = kDigits[bits >> 12 & 63];
        to[2] = kDigits[bits >> 6 & 63];
        to[3] = kDigits[bits & 63];
    }
    while (at != end) held_[size_++] = *at++;
}

void Base64Encoder::finish(std::string& out)
{
    if (size_ > 0) group(out);
}

}  // namespace lt::edxml
