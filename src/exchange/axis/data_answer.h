// The answer to getEdoc, {"status":"OK", …, "data":"base64 of a message"}, taken apart while it arrives, because the message may be
// larger than what one wants to hold in memory.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "exchange/edxml/base64.h"

namespace lt::axis {

class DataAnswer {
public:
    // What `data` says goes to the sink, decoded, in pieces.
    explicit DataAnswer(std::function<void(std::string_view)> sink) : sink_(std::move(sink)) {}

    void push(std::string_view piece);

    // The answer without its data, for read_answer.
    const std::string& rest() const { return rest_; }
    std::uint64_t bytes() const { return bytes_; }
    // Whether data was there once, whole and good base64, and the rest of an ordinary length.
    bool good() const { return ended_ && !wrong_ && base64_.complete(); }

private:
    void decode(std::string_view text);
    void push_data(std::string_view& text);
    void push_rest(char c);

    std::function<void(std::string_view)> sink_;
    edxml::Base64 base64_{};
    std::array<std::byte, 16384> buffer_{};
    std::string rest_{};
    std::string key_{};  // of the outer object, as far as it was read
    std::string escape_{};
    std::uint64_t bytes_ = 0;
    int depth_ = 0;
    bool in_data_ = false;
    bool in_string_ = false;
    bool after_backslash_ = false;
    bool after_colon_ = false;
    bool ended_ = false;
    bool wrong_ = false;
};

}  // namespace lt::axis
