// What a caller can act on. One fault for each way of answering, not for each way of failing:
// the HTTP layer maps each to exactly one status and one page.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "kit/base/message.h"

namespace lt::base {

enum class Fault : std::uint8_t { not_found, forbidden, invalid, conflict, too_large, unavailable };

// A refusal. `message` is shown to the user; never SQL, a path or a stack. `field` is the form field that is
// wrong, empty where the whole request is refused. `more` holds further wrong fields of the same form.
struct Error {
    Fault fault{};
    std::string field{};
    Message message{};
    std::vector<std::pair<std::string, Message>> more{};
};

inline Error invalid(std::string field, Message message)
{
    return {Fault::invalid, std::move(field), std::move(message), {}};
}
inline Error conflict(Message message) { return {Fault::conflict, {}, std::move(message), {}}; }
inline Error forbidden(Message message) { return {Fault::forbidden, {}, std::move(message), {}}; }
inline Error not_found(Message message) { return {Fault::not_found, {}, std::move(message), {}}; }

// Wrong fields of one form with their messages, in the order of the form.
using Wrong = std::vector<std::pair<std::string, Message>>;
std::optional<Error> invalid(Wrong wrong);  // nothing when none is wrong

// A bug found by CHECK: fails the one request, never the server.
class Bug : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

[[noreturn]] void check_failed(const char* expression, const char* file, int line);

// A value or the Error that explains why there is none. Reading the value of a failed Result is a Bug.
template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

    explicit operator bool() const { return state_.index() == 0; }
    const T& operator*() const& { return value_or_bug(); }
    T& operator*() & { return const_cast<T&>(value_or_bug()); }
    T&& operator*() && { return std::move(const_cast<T&>(value_or_bug())); }
    const T* operator->() const { return &value_or_bug(); }
    T* operator->() { return const_cast<T*>(&value_or_bug()); }
    const Error& error() const
    {
        if (state_.index() == 0) check_failed("result has an error", __FILE__, __LINE__);
        return std::get<1>(state_);
    }

private:
    const T& value_or_bug() const
    {
        if (state_.index() != 0) check_failed("result has a value", __FILE__, __LINE__);
        return std::get<0>(state_);
    }
    std::variant<T, Error> state_;
};

// For acts that give nothing back but success: `return base::Done{};`
struct Done {};

}  // namespace lt::base

#define CHECK(expression) ((expression) ? void(0) : ::lt::base::check_failed(#expression, __FILE__, __LINE__))
