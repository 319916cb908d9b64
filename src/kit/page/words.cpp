// Texts made by C++ code in the reader's language, with values put into their places.
#include "kit/page/page.h"

namespace lt::page {

Words::Words(const html::Templates& templates, std::string language)
    : templates_(&templates), language_(std::move(language))
{
}

std::string Words::operator()(std::string_view text, const Values& values) const
{
    std::string words = templates_ ? templates_->translate(text, language_) : std::string(text);
    if (values.empty()) return words;
    std::string out;
    std::string_view rest = words;
    // One pass from left to right, so that braces inside a value are never taken for a place.
    for (std::size_t open = rest.find("{{"); open != std::string_view::npos; open = rest.find("{{")) {
        const std::size_t close = rest.find("}}", open);
        if (close == std::string_view::npos) break;
        const std::string_view name = rest.substr(open + 2, close - open - 2);
        out += rest.substr(0, open);
        for (const auto& [key, value] : values) {
            if (key == name) out += value;
        }
        rest.remove_prefix(close + 2);
    }
    return out += rest;
}

}  // namespace lt::page
