// Texts made by C++ code in the reader's language, with values put into their places.
#include <algorithm>

#include "kit/page/page.h"

namespace lt::page {

Words::Words(const html::Templates& templates, std::string language)
    : templates_(&templates), language_(std::move(language))
{
}

std::string Words::operator()(std::string_view text, const Values& values) const
{
    const auto translated = [&](std::string_view words) {
        return templates_ ? templates_->translate(words, language_) : std::string(words);
    };
    const bool nested =
        std::any_of(values.begin(), values.end(), [](const auto& value) { return value.in_catalogue; });
    if (!nested) return base::fill(translated(text), values);
    Values into = values;
    for (auto& value : into) {
        if (value.in_catalogue) value.text = translated(value.text);
    }
    return base::fill(translated(text), into);
}

std::string Words::operator()(const base::Message& message) const
{
    return (*this)(message.text, message.values);
}

}  // namespace lt::page
