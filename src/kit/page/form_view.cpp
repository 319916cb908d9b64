// The objects that the field partials of web/components/forms read.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "kit/page/page.h"

namespace lt::page {

FormView::FormView(html::View& view, const http::Form& typed, const base::Error* error, Words words)
    : view_(view), typed_(typed)
{
    view_["fields"] = html::View::object();
    if (!error) return;
    html::View list = html::View::array();
    auto add_error = [&](const std::string& field, const base::Message& message) {
        const std::string text = words(message);
        html::View item{{"message", text}};
        item["field"] = field.empty() ? html::View(false) : html::View(field);
        list.push_back(std::move(item));
        if (!field.empty()) errors_.emplace(field, text);
    };
    add_error(error->field, error->message);
    for (const auto& [field, message] : error->more) add_error(field, message);
    view_["error_title"] =
        words(msg("Chưa làm được, cần sửa {{count}} chỗ"), {{"count", std::to_string(list.size())}});
    view_["errors"] = std::move(list);
}

void FormView::field(const std::string& name, const std::string& label, const std::string& value)
{
    field(name, label, value, nullptr);
}

void FormView::field(const std::string& name, const std::string& label, const std::string& value,
                     html::View extra)
{
    html::View object;
    const bool sent = !typed_.fields().empty();
    if (extra.is_object() && extra.contains("checked")) {
        object["value"] = value.empty() ? "1" : value;
        if (sent) {
            const auto all = typed_.all(name);
            extra["checked"] =
                std::find(all.begin(), all.end(), object["value"].get<std::string>()) != all.end();
        }
    } else {
        object["value"] = typed_.find(name).value_or(value);
    }
    add(name, label, std::move(object), extra);
}

void FormView::choices(const std::string& name, const std::string& label, const std::vector<Choice>& choices)
{
    this->choices(name, label, choices, nullptr);
}

void FormView::choices(const std::string& name, const std::string& label, const std::vector<Choice>& choices,
                       html::View extra)
{
    const bool sent = !typed_.fields().empty();
    const std::vector<std::string> picked = typed_.all(name);
    html::View options = html::View::array();
    for (const Choice& choice : choices) {
        const bool selected =
            sent ? std::find(picked.begin(), picked.end(), choice.value) != picked.end() : choice.selected;
        html::View option{{"value", choice.value}, {"label", choice.label}, {"selected", selected}};
        option["option_hint"] = choice.hint.empty() ? html::View(false) : html::View(choice.hint);
        options.push_back(std::move(option));
    }
    add(name, label, {{"options", std::move(options)}}, extra);
}

std::string FormView::error(const std::string& name) const
{
    const auto found = errors_.find(name);
    return found == errors_.end() ? std::string() : found->second;
}

void FormView::add(const std::string& name, const std::string& label, html::View object,
                   const html::View& extra)
{
    object["id"] = name;
    object["name"] = name;
    object["label"] = label;
    // Mustache looks a missing key up in the surrounding objects, so what a partial asks for is always there.
    for (const char* key : {"hint",      "error",    "label_hidden", "optional", "required",   "readonly",
                            "width",     "class",    "type",         "rows",     "maxlength",  "autocomplete",
                            "inputmode", "nospell",  "inline",       "checked",  "list",       "autofocus",
                            "accept",    "multiple", "tus",          "uploads",  "upload_name"}) {
        object[key] = false;
    }
    if (const std::string message = error(name); !message.empty()) object["error"] = message;
    if (extra.is_object()) object.update(extra);
    view_["fields"][name] = std::move(object);
}

}  // namespace lt::page
