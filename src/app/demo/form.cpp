#include "app/demo/form.h"

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>

#include "kit/http/ascii.h"

namespace lt::app::demo {
namespace {

std::string decode_entities(std::string_view text)
{
    constexpr std::array<std::pair<std::string_view, char>, 7> kEntities{{{"&amp;", '&'},
                                                                          {"&lt;", '<'},
                                                                          {"&gt;", '>'},
                                                                          {"&quot;", '"'},
                                                                          {"&#39;", '\''},
                                                                          {"&#x27;", '\''},
                                                                          {"&nbsp;", ' '}}};
    std::string out;
    while (!text.empty()) {
        bool found = false;
        for (const auto& [entity, character] : kEntities) {
            if (!text.starts_with(entity)) continue;
            out += character;
            text.remove_prefix(entity.size());
            found = true;
            break;
        }
        if (found) continue;
        out += text.front();
        text.remove_prefix(1);
    }
    return out;
}

struct Tag {
    std::string name{};  // in lower case, with "/" before it where it ends an element
    std::map<std::string, std::string> attributes{};
    std::string_view text_after{};

    std::string get(const std::string& attribute) const
    {
        const auto found = attributes.find(attribute);
        return found == attributes.end() ? std::string() : found->second;
    }
    bool has(const std::string& attribute) const { return attributes.contains(attribute); }
};

// Attributes of a tag: quoted values or none, as our templates write them.
void read_attributes(std::string_view inside, Tag& tag)
{
    std::size_t at = inside.find_first_of(" \n\t");
    while (at != std::string_view::npos && at < inside.size()) {
        at = inside.find_first_not_of(" \n\t/", at);
        if (at == std::string_view::npos) return;
        std::size_t end = inside.find_first_of(" \n\t=", at);
        const std::string name =
            http::ascii_lower(inside.substr(at, end == std::string_view::npos ? end : end - at));
        std::string value;
        if (end != std::string_view::npos && inside[end] == '=' && end + 1 < inside.size()) {
            const char quote = inside[end + 1];
            const std::size_t close = inside.find(quote, end + 2);
            if ((quote != '"' && quote != '\'') || close == std::string_view::npos) return;
            value = decode_entities(inside.substr(end + 2, close - end - 2));
            end = close + 1;
        }
        tag.attributes[name] = value;
        at = end;
    }
}

// The end of a tag: the first ">" outside quotation marks.
std::size_t tag_end(std::string_view html, std::size_t at)
{
    char quote = 0;
    for (; at < html.size(); ++at) {
        const char c = html[at];
        if (quote != 0) {
            if (c == quote) quote = 0;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '>') {
            return at;
        }
    }
    return std::string_view::npos;
}

std::vector<Tag> tags_of(std::string_view html)
{
    std::vector<Tag> tags;
    for (std::size_t at = html.find('<'); at != std::string_view::npos;) {
        const std::size_t end = tag_end(html, at);
        if (end == std::string_view::npos) break;
        const std::string_view inside = html.substr(at + 1, end - at - 1);
        Tag tag;
        tag.name = http::ascii_lower(inside.substr(0, inside.find_first_of(" \n\t")));
        read_attributes(inside, tag);
        at = html.find('<', end);
        tag.text_after = html.substr(end + 1, at == std::string_view::npos ? at : at - end - 1);
        tags.push_back(std::move(tag));
    }
    return tags;
}

void add_input(Form& form, const Tag& tag)
{
    const std::string name = tag.get("name");
    const std::string type = tag.get("type");
    if (name.empty() || type == "submit" || type == "button") return;
    form.names.push_back(name);
    if (type == "file") return;
    if (type == "checkbox" || type == "radio") {
        const std::string value = tag.has("value") ? tag.get("value") : "on";
        form.boxes.emplace_back(name, value);
        if (tag.has("checked")) form.fields.emplace_back(name, value);
        return;
    }
    form.fields.emplace_back(name, tag.get("value"));
}

}  // namespace

void Form::set(const std::string& name, const std::string& value)
{
    if (!has(name)) throw std::runtime_error("the form " + action + " has no field " + name);
    std::erase_if(fields, [&](const auto& field) { return field.first == name; });
    fields.emplace_back(name, value);
}

void Form::check(const std::string& name, const std::string& value)
{
    if (std::find(boxes.begin(), boxes.end(), std::pair(name, value)) == boxes.end()) {
        throw std::runtime_error("the form " + action + " has no box " + name + "=" + value);
    }
    fields.emplace_back(name, value);
}

bool Form::has(std::string_view name) const
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

void Form::choose(const std::string& name, const std::string& label)
{
    for (const Option& option : options) {
        if (option.name == name && option.label.find(label) != std::string::npos)
            return set(name, option.value);
    }
    throw std::runtime_error("the form " + action + " has no choice " + label + " in " + name);
}

std::vector<Form> forms_of(const std::string& html)
{
    std::vector<Form> forms;
    bool inside = false;
    std::string select;   // name of the select that is open
    bool chosen = false;  // it has a chosen option
    for (const Tag& tag : tags_of(html)) {
        if (tag.name == "form") {
            forms.push_back({.action = tag.get("action")});
            inside = true;
        }
        if (!inside) continue;
        Form& form = forms.back();
        form.words += decode_entities(tag.text_after) + " ";
        if (tag.name == "/form") inside = false;
        if (tag.name == "input") add_input(form, tag);
        if (tag.name == "textarea") {
            form.names.push_back(tag.get("name"));
            form.fields.emplace_back(tag.get("name"), decode_entities(tag.text_after));
        }
        if (tag.name == "select") {
            select = tag.get("name");
            chosen = false;
            form.names.push_back(select);
        }
        if (tag.name == "/select") select.clear();
        if (tag.name == "option" && !select.empty()) {
            form.options.push_back({select, tag.get("value"), decode_entities(tag.text_after)});
            // Without a chosen one the first is sent.
            if (tag.has("selected") || !chosen) {
                if (chosen) form.fields.pop_back();
                form.fields.emplace_back(select, tag.get("value"));
                chosen = true;
            }
        }
    }
    return forms;
}

Form form_to(const Answer& page, std::string_view action_end)
{
    std::string there;
    for (Form& form : forms_of(page.body)) {
        if (form.action.ends_with(action_end)) return std::move(form);
        there += " " + form.action;
    }
    throw std::runtime_error("no form to …" + std::string(action_end) + " on " + page.path + " (status " +
                             std::to_string(page.status) + ", forms:" + there +
                             "): " + text_of(page.body).substr(0, 400));
}

std::string text_of(std::string_view html)
{
    const std::size_t main = html.find("<main");
    if (main != std::string_view::npos) html = html.substr(main, html.find("</main>", main) - main);
    std::string joined;
    for (const Tag& tag : tags_of(html)) joined += decode_entities(tag.text_after) + " ";
    std::string out;
    for (const char c : joined) {
        const bool space = c == ' ' || c == '\n' || c == '\t';
        if (!space)
            out += c;
        else if (!out.empty() && out.back() != ' ')
            out += ' ';
    }
    return out;
}

std::vector<std::string> links_of(const std::string& html, std::string_view begin)
{
    std::vector<std::string> out;
    for (const Tag& tag : tags_of(html)) {
        if (tag.name != "a") continue;
        std::string href = tag.get("href");
        if (href.starts_with(begin) && std::find(out.begin(), out.end(), href) == out.end())
            out.push_back(std::move(href));
    }
    return out;
}

}  // namespace lt::app::demo
