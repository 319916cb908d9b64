#include <array>
#include <cstdint>

#include <arpa/inet.h>

#include "kit/fetch/fetch.h"

namespace lt::fetch {
namespace {

struct Block {
    std::uint32_t network;
    unsigned bits;
};

// Not reachable from the whole Internet, by IANA's registry of special-purpose addresses (RFC 6890).
constexpr std::array<Block, 14> kSpecial{{{0x00000000U, 8},    // this network
                                          {0x0a000000U, 8},    // private
                                          {0x64400000U, 10},   // shared by carriers
                                          {0x7f000000U, 8},    // loopback
                                          {0xa9fe0000U, 16},   // link-local
                                          {0xac100000U, 12},   // private
                                          {0xc0000000U, 24},   // protocols
                                          {0xc0000200U, 24},   // documentation
                                          {0xc0586300U, 24},   // relays of 6to4
                                          {0xc0a80000U, 16},   // private
                                          {0xc6120000U, 15},   // benchmarks
                                          {0xc6336400U, 24},   // documentation
                                          {0xcb007100U, 24},   // documentation
                                          {0xe0000000U, 3}}};  // multicast, reserved, broadcast

bool is_public_v4(std::uint32_t address)
{
    for (const Block& block : kSpecial)
        if ((address >> (32 - block.bits)) == (block.network >> (32 - block.bits))) return false;
    return true;
}

std::uint32_t v4_at(const in6_addr& address, std::size_t at)
{
    std::uint32_t out = 0;
    for (std::size_t i = 0; i < 4; ++i) out = out << 8U | address.s6_addr[at + i];
    return out;
}

bool begins(const in6_addr& address, std::string_view bytes)
{
    return std::string_view(reinterpret_cast<const char*>(address.s6_addr), bytes.size()) == bytes;
}

bool is_public_v6(const in6_addr& address)
{
    using namespace std::string_view_literals;
    // An IPv4 address in another dress: mapped, translated (RFC 6052), 6to4.
    if (begins(address, "\0\0\0\0\0\0\0\0\0\0\xff\xff"sv) ||
        begins(address, "\0\x64\xff\x9b\0\0\0\0\0\0\0\0"sv))
        return is_public_v4(v4_at(address, 12));
    if (begins(address, "\x20\x02"sv)) return is_public_v4(v4_at(address, 2));
    if (begins(address, "\x20\x01\0\0"sv) || begins(address, "\x20\x01\x0d\xb8"sv))
        return false;                              // Teredo; documentation
    return (address.s6_addr[0] & 0xe0U) == 0x20U;  // 2000::/3 is all that is given out
}

}  // namespace

bool is_public_address(const std::string& address)
{
    std::string bare = address;
    if (bare.size() > 2 && bare.front() == '[' && bare.back() == ']') bare = bare.substr(1, bare.size() - 2);
    if (const auto zone = bare.find('%'); zone != std::string::npos) bare.resize(zone);
    in_addr v4{};
    if (inet_pton(AF_INET, bare.c_str(), &v4) == 1) return is_public_v4(ntohl(v4.s_addr));
    in6_addr v6{};
    return inet_pton(AF_INET6, bare.c_str(), &v6) == 1 && is_public_v6(v6);
}

}  // namespace lt::fetch
