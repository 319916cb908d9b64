// What an answer of an axis means for the one who asked. For this folder.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "exchange/axis/answer.h"
#include "kit/base/result.h"

namespace lt::axis {

// A refusal by its code.
base::Error refused_by(const Answer& answer);

// What does not speak the axis's language: a proxy's page, a body that was cut off.
base::Error not_an_axis(std::string_view server, int status);

// Nothing when the call succeeded. `answer` is nothing when the body was no JSON.
std::optional<base::Error> why_failed(std::string_view server, int status,
                                      const std::optional<Answer>& answer);

// A body that may be a message, an answer in JSON, or a page for people: told apart by how it begins. Only a message is passed on.
class Arriving {
public:
    using Sink = std::function<void(std::string_view)>;
    explicit Arriving(const Sink& sink) : sink_(sink) {}

    void push(std::string_view piece);
    void end();  // after the last piece

    std::uint64_t bytes() const { return bytes_; }  // of the message that were passed on
    const std::string& other() const
    {
        return held_;
    }  // what is no message; at most its first megabyte or so

private:
    enum class Kind : std::uint8_t { unknown, message, other };
    void decide();
    void pass(std::string_view piece);

    const Sink& sink_;
    std::string held_{};
    std::uint64_t bytes_ = 0;
    Kind kind_ = Kind::unknown;
};

}  // namespace lt::axis
