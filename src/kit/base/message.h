// What a user is told where nobody knows yet in which language it will be read.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lt::base {

// A text of the catalogue, in Vietnamese, and what goes into its {{names}}. A page translates it where it shows it
// (page::Words); anything else takes str().
struct Message {
    struct Value {
        std::string name{};
        std::string text{};
        bool in_catalogue = false;  // a text to translate, too: "gói nén ZIP"
    };

    std::string text{};
    std::vector<Value> values{};

    Message() = default;
    Message(std::string words) : text(std::move(words)) {}
    Message(const char* words) : text(words) {}
    Message(std::string_view words) : text(words) {}
    Message(std::string words, std::vector<Value> into) : text(std::move(words)), values(std::move(into)) {}

    bool empty() const { return text.empty(); }
    std::string str() const;  // in Vietnamese, the values in their places

    friend bool operator==(const Message& message, std::string_view vietnamese)
    {
        return std::string_view(message.str()) == vietnamese;
    }
    friend std::ostream& operator<<(std::ostream& out, const Message& message);
};

// Puts the values into their places, in one pass, so that braces inside a value are never taken for a place. A
// place without a value stays empty; a text without values stays as it is.
std::string fill(std::string_view text, const std::vector<Message::Value>& values);

// Marks a text for the catalogue where it can't be translated yet.
constexpr const char* msg(const char* text) { return text; }

}  // namespace lt::base
