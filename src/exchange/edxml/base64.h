// Base64 in pieces (RFC 4648): read with white space allowed anywhere, written on one line.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace lt::edxml {

class Base64 {
public:
    // Decodes a piece into `out`, which must have room for 3 bytes for every 4 of `text`, and 3 more. Returns
    // the number of bytes, or kBad at a character that does not belong here.
    std::size_t push(std::string_view text, std::byte* out);

    // False when the text ended inside a group of four: it was cut off.
    bool complete() const { return held_ == 0; }

    static constexpr std::size_t kBad = ~std::size_t(0);

private:
    std::uint32_t bits_ = 0;
    unsigned held_ = 0;     // characters of the current group, padding included
    unsigned padding_ = 0;  // after it nothing but white space may come
    bool ended_ = false;
};

class Base64Encoder {
public:
    // Appends the text of all whole groups of three bytes to `out`; up to two bytes wait for the next piece.
    void push(std::span<const std::byte> bytes, std::string& out);
    void finish(std::string& out);  // the last group, padded

private:
    void group(std::string& out);

    std::array<std::uint32_t, 3> held_{};
    std::size_t size_ = 0;
};

}  // namespace lt::edxml
