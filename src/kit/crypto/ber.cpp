#include "kit/crypto/ber.h"

#include <algorithm>

namespace lt::crypto {
namespace {

constexpr int kDeepest = 64;
constexpr std::uint64_t kMostKept = 16U << 20U;
constexpr std::size_t kBuffer = 64U << 10U;

}  // namespace

void BerStream::fill()
{
    if (at_ < buffer_.size()) return;
    buffer_.resize(kBuffer);
    buffer_.resize(source_({buffer_.data(), buffer_.size()}));
    at_ = 0;
}

int BerStream::peek()
{
    fill();
    return buffer_.empty() ? -1 : static_cast<unsigned char>(buffer_[at_]);
}

unsigned char BerStream::byte()
{
    const int next = peek();
    if (next < 0) throw BadBer{};
    ++at_;
    ++position_;
    return static_cast<unsigned char>(next);
}

BerHead BerStream::head()
{
    BerHead out{.tag = byte()};
    out.bytes += static_cast<char>(out.tag);
    if ((out.tag & 0x1fU) == 0x1fU) throw BadBer{};
    const unsigned first = byte();
    out.bytes += static_cast<char>(first);
    if (first == 0x80) {
        if (!out.constructed()) throw BadBer{};
        return out;
    }
    if (first < 0x80) {
        out.length = first;
        return out;
    }
    const unsigned digits = first & 0x7fU;
    if (digits > 7) throw BadBer{};
    std::uint64_t length = 0;
    for (unsigned i = 0; i < digits; ++i) {
        const unsigned char one = byte();
        out.bytes += static_cast<char>(one);
        length = length << 8U | one;
    }
    out.length = length;
    return out;
}

void BerStream::enter(unsigned char tag)
{
    const BerHead found = head();
    if (found.tag != tag) throw BadBer{};
    ends_.push_back(found.length ? std::optional(position_ + *found.length) : std::nullopt);
}

bool BerStream::more()
{
    if (ends_.back()) {
        if (position_ > *ends_.back()) throw BadBer{};
        return position_ < *ends_.back();
    }
    const int next = peek();
    if (next < 0) throw BadBer{};
    return next != 0;
}

void BerStream::leave()
{
    if (more()) throw BadBer{};
    if (!ends_.back() && (byte() != 0 || byte() != 0)) throw BadBer{};
    ends_.pop_back();
}

void BerStream::pass(std::uint64_t length, const ByteSink& sink)
{
    while (length > 0) {
        fill();
        if (buffer_.empty()) throw BadBer{};
        const auto now = static_cast<std::size_t>(std::min<std::uint64_t>(length, buffer_.size() - at_));
        if (sink) sink(std::string_view(buffer_).substr(at_, now));
        at_ += now;
        position_ += now;
        length -= now;
    }
}

void BerStream::copy_element(std::string& out, int depth)
{
    if (depth > kDeepest) throw BadBer{};
    const BerHead found = head();
    out += found.bytes;
    if (found.length) {
        kept_ += *found.length;
        if (kept_ > kMostKept) throw BadBer{};
        pass(*found.length, [&](std::string_view piece) { out += piece; });
        return;
    }
    while (peek() != 0) copy_element(out, depth + 1);
    if (byte() != 0 || byte() != 0) throw BadBer{};
    out.append(2, '\0');
    if (out.size() > kMostKept) throw BadBer{};
}

std::string BerStream::whole_element()
{
    std::string out;
    copy_element(out, 0);
    return out;
}

void BerStream::pieces(const BerHead& found, const ByteSink& sink, int depth)
{
    if (depth > kDeepest) throw BadBer{};
    if (!found.constructed()) {
        pass(*found.length, sink);
        return;
    }
    const std::uint64_t end = found.length ? position_ + *found.length : 0;
    while (found.length ? position_ < end : peek() != 0) {
        const BerHead inner = head();
        if ((inner.tag & ~0x20U) != 0x04) throw BadBer{};
        pieces(inner, sink, depth + 1);
    }
    if (found.length ? position_ != end : byte() != 0 || byte() != 0) throw BadBer{};
}

void BerStream::octets(const ByteSink& sink)
{
    const BerHead found = head();
    if ((found.tag & ~0x20U) != 0x04) throw BadBer{};
    pieces(found, sink, 0);
}

void BerStream::expect(std::string_view element)
{
    if (whole_element() != element) throw BadBer{};
}

std::string der_head(unsigned char tag, std::uint64_t length)
{
    std::string out(1, static_cast<char>(tag));
    if (length < 0x80) {
        out += static_cast<char>(length);
        return out;
    }
    std::string digits;
    for (; length > 0; length >>= 8U) digits.insert(digits.begin(), static_cast<char>(length & 0xffU));
    out += static_cast<char>(0x80U | digits.size());
    return out + digits;
}

std::string der_element(unsigned char tag, std::string_view content)
{
    return der_head(tag, content.size()) + std::string(content);
}

}  // namespace lt::crypto
