// XML text into a sink, piece by piece: what is written is never in memory as a whole.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace lt::edxml {

// Takes the bytes of a message in order, in pieces of at most kMostPiece. May throw: write() passes it on.
using ByteSink = std::function<void(std::string_view piece)>;
constexpr std::size_t kMostPiece = 64 << 10;

// Each element stands on a line of its own, two spaces deeper than its parent. Names and attributes are written as
// they are; texts are escaped and must hold no character that XML forbids.
class XmlOut {
public:
    explicit XmlOut(const ByteSink& sink);  // an empty sink: everything is only counted

    void open(std::string_view name, std::string_view attributes = {});
    void close();  // the element opened last
    void leaf(std::string_view name, std::string_view text);

    // A leaf whose text comes in pieces that need no escaping.
    void begin_leaf(std::string_view name, std::string_view attributes);
    void raw(std::string_view text);
    void end_leaf();

    void finish();  // passes on what is still held

    std::uint64_t bytes() const { return bytes_; }
    std::size_t elements() const { return elements_; }

private:
    void start(std::string_view name, std::string_view attributes);
    void escaped(std::string_view text);

    const ByteSink& sink_;
    std::string held_{};
    std::vector<std::string> open_{};
    std::uint64_t bytes_ = 0;
    std::size_t elements_ = 0;
};

}  // namespace lt::edxml
