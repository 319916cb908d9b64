// Elements of BER that arrive as a stream (X.690), for what is too big to be decoded as a whole. Inside kit/crypto.
#pragma once

#include <optional>
#include <string>

#include "kit/crypto/cades.h"

namespace lt::crypto {

// Not what was expected. Thrown inside kit/crypto only.
struct BadBer {};

struct BerHead {
    unsigned char tag = 0;                  // with its class and "constructed" bits; no tags above 30 here
    std::optional<std::uint64_t> length{};  // nothing: until two zero octets
    std::string bytes{};                    // as they were
    bool constructed() const { return (tag & 0x20U) != 0; }
};

class BerStream {
public:
    explicit BerStream(const ByteSource& source) : source_(source) {}

    int peek();  // the next byte; -1 at the end
    BerHead head();
    // Enters an element that must have this tag, and leaves it; inside, `more` says whether another element follows.
    void enter(unsigned char tag);
    bool more();
    void leave();
    std::string whole_element();        // with everything in it, as it was
    void octets(const ByteSink& sink);  // the content of an OCTET STRING, also one in pieces
    void expect(std::string_view element);
    std::uint64_t position() const { return position_; }

private:
    void fill();
    unsigned char byte();
    void pass(std::uint64_t length, const ByteSink& sink);
    void copy_element(std::string& out, int depth);
    void pieces(const BerHead& head, const ByteSink& sink, int depth);

    const ByteSource& source_;
    std::string buffer_{};
    std::size_t at_ = 0;
    std::uint64_t position_ = 0;
    std::uint64_t kept_ = 0;                            // bytes copied by whole_element
    std::vector<std::optional<std::uint64_t>> ends_{};  // of the elements entered
};

// One element of DER.
std::string der_element(unsigned char tag, std::string_view content);
std::string der_head(unsigned char tag, std::uint64_t length);

}  // namespace lt::crypto
