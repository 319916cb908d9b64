#include "kit/base/message.h"

#include <ostream>

namespace lt::base {

std::string Message::str() const { return fill(text, values); }

std::string fill(std::string_view text, const std::vector<Message::Value>& values)
{
    if (values.empty()) return std::string(text);
    std::string out;
    for (std::size_t open = text.find("{{"); open != std::string_view::npos; open = text.find("{{")) {
        const std::size_t close = text.find("}}", open);
        if (close == std::string_view::npos) break;
        const std::string_view name = text.substr(open + 2, close - open - 2);
        out += text.substr(0, open);
        for (const Message::Value& value : values) {
            if (value.name == name) out += value.text;
        }
        text.remove_prefix(close + 2);
    }
    return out += text;
}

std::ostream& operator<<(std::ostream& out, const Message& message) { return out << message.str(); }

}  // namespace lt::base
