// Between answers and inputs: rows more or less, and answers as they are typed and read.
#include <algorithm>
#include <charconv>

#include <nlohmann/json.hpp>

#include "forms/answers.h"
#include "forms/row_names.h"
#include "forms/values.h"

namespace lt::forms {
namespace {

using nlohmann::json;

void flatten(const Field& group, const json& answers, const std::string& prefix, Typed& into)
{
    for (const Field& field : group.fields) {
        const auto found = answers.find(field.name);
        if (found == answers.end()) continue;
        const std::string path = prefix + field.name;
        if (field.kind == Kind::rows) {
            if (!found->is_array()) continue;
            for (std::size_t i = 0; i < found->size(); ++i) {
                if (!(*found)[i].is_object()) continue;
                into.emplace_back(path, std::to_string(i));
                flatten(field, (*found)[i], path + "." + std::to_string(i) + ".", into);
            }
        } else if (field.holds_fields()) {
            if (found->is_object()) flatten(field, *found, path + ".", into);
        } else {
            into.emplace_back(path, typed_of(field, *found));
        }
    }
}

std::string text_in(const json& object, const char* name)
{
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

std::optional<std::size_t> row_number(std::string_view text)
{
    std::size_t number = 0;
    if (text.empty() || text.size() > 4) return std::nullopt;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

RowNames rows_in(const Typed& typed)
{
    RowNames rows;
    for (const auto& [name, value] : typed) {
        const std::string_view text = name;
        if (const auto number = row_number(value)) rows[name].insert(*number);
        for (std::size_t dot = text.find('.'); dot != std::string_view::npos; dot = text.find('.', dot + 1)) {
            const std::string_view part = text.substr(dot + 1, text.find('.', dot + 1) - dot - 1);
            const auto number = row_number(part);
            if (!number) continue;
            rows[std::string(text.substr(0, dot))].insert(*number);
            break;
        }
    }
    return rows;
}

std::optional<Typed> rearranged(const Schema& schema, const Typed& typed)
{
    Typed kept;
    bool pressed = false;
    std::string add;
    std::string remove;
    for (const auto& [name, value] : typed) {
        if (name == kAddRow)
            add = value;
        else if (name == kRemoveRow)
            remove = value;
        else if (name != kCommunes)
            kept.emplace_back(name, value);
        pressed = pressed || name == kAddRow || name == kRemoveRow || name == kCommunes;
    }
    if (!pressed) return std::nullopt;
    if (const Field* field = schema.find(add); field && field->kind == Kind::rows) {
        const RowNames rows = rows_in(kept);
        const auto found = rows.find(add);
        const bool any = found != rows.end() && !found->second.empty();
        if (!any || found->second.size() < field->maximum_rows)
            kept.emplace_back(add, std::to_string(any ? *found->second.rbegin() + 1 : 0));
    }
    const std::size_t dot = remove.rfind('.');
    if (dot != std::string::npos && row_number(std::string_view(remove).substr(dot + 1))) {
        const std::string list = remove.substr(0, dot);
        std::erase_if(kept, [&](const auto& field) {
            return field.first.rfind(remove + ".", 0) == 0 ||
                   (field.first == list && field.second == std::string_view(remove).substr(dot + 1));
        });
    }
    return kept;
}

Typed typed_of(const Schema& schema, std::string_view answers)
{
    Typed typed;
    const json read = json::parse(answers, nullptr, false);
    if (read.is_object()) flatten(schema.root(), read, "", typed);
    return typed;
}

std::string label_of(const Field& field, std::string_view value, const Lists& lists)
{
    const auto among = [&](const std::vector<Option>& options) {
        for (const Option& option : options)
            if (option.value == value) return option.label;
        return std::string();
    };
    if (field.kind == Kind::choice) return among(field.options);
    if (field.kind == Kind::people) return among(lists.peoples);
    if (field.kind == Kind::religion) return among(lists.religions);
    if (field.kind == Kind::province) {
        const Province* province = lists.units.province(value);
        return province ? province->name : std::string();
    }
    if (field.kind == Kind::commune) {
        const Commune* commune = lists.units.commune(value);
        return commune ? commune->name : std::string();
    }
    return std::string(value);
}

std::string words_of(const Schema& schema, std::string_view answers, std::string_view path,
                     const Lists& lists)
{
    const Field* field = schema.find(path);
    if (!field) return {};
    json at = json::parse(answers, nullptr, false);
    while (!path.empty()) {
        const std::string_view part = path.substr(0, path.find('.'));
        path.remove_prefix(std::min(path.size(), part.size() + 1));
        json next;
        if (const auto number = row_number(part); number && at.is_array()) {
            if (*number < at.size()) next = at[*number];
        } else if (at.is_object()) {
            next = at.value(std::string(part), json());
        }
        at = std::move(next);
    }
    if (field->kind == Kind::address && at.is_object())
        return lists.units.address(text_in(at, "province"), text_in(at, "commune"), text_in(at, "detail"));
    if (field->holds_fields() || at.is_null()) return {};
    if (at.is_boolean()) return at.get<bool>() ? base::msg("Có") : base::msg("Không");
    return label_of(*field, typed_of(*field, at), lists);
}

}  // namespace lt::forms
