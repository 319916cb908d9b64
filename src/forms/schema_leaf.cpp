// Questions that hold no others: kinds, limits, choices, and which keys each kind may have.
#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include <nlohmann/json.hpp>

#include "forms/definitions.h"
#include "forms/pattern.h"
#include "forms/schema_reader.h"
#include "kit/base/text.h"

namespace lt::forms {
namespace {

using base::msg;

constexpr std::size_t kValueLength = 100;
constexpr std::size_t kLabelLength = 300;
constexpr std::size_t kPatternHint = 200;
constexpr std::size_t kLines = 20;
constexpr std::size_t kLineLength = 500;  // where no maxLength is said
constexpr std::size_t kAreaLength = 4000;

void add_option(Field& field, std::string value, std::string label, const std::string& pointer)
{
    if (value.empty() || label.empty()) throw Refusal{pointer, msg("Lựa chọn không được để trống.")};
    field.options.push_back({std::move(value), std::move(label)});
}

void read_options(const Node& node, Field& field)
{
    const Source* list = node.find("oneOf");
    const bool titled = list != nullptr;
    if (!list) list = node.find("enum");
    const std::string pointer = node.at(titled ? "oneOf" : "enum");
    if (!list->is_array() || list->empty() || list->size() > kOptions)
        throw Refusal{pointer, msg("Phải là một danh sách từ 1 đến 300 lựa chọn.")};
    std::set<std::string, std::less<>> seen;
    for (std::size_t i = 0; i < list->size(); ++i) {
        const Source& item = (*list)[i];
        const std::string here = pointer_to(pointer, std::to_string(i));
        if (!titled) {
            const std::string value = text_of(item, here, kValueLength);
            add_option(field, value, value, here);
        } else {
            if (!item.is_object() || item.size() != 2 || !item.contains("const") || !item.contains("title"))
                throw Refusal{here, msg("Mỗi lựa chọn có đúng hai phần: const và title.")};
            add_option(field, text_of(item["const"], pointer_to(here, "const"), kValueLength),
                       text_of(item["title"], pointer_to(here, "title"), kLabelLength), here);
        }
        if (!seen.insert(field.options.back().value).second)
            throw Refusal{here, msg("Lựa chọn này có hai lần.")};
    }
}

void read_format(const Node& node, Field& field)
{
    const std::string format = node.text("format", kValueLength);
    if (format == "date")
        field.kind = Kind::date;
    else if (format == "email")
        field.kind = Kind::email;
    else if (format == "uri")
        field.kind = Kind::uri;
    else
        throw Refusal{node.at("format"), msg("format là date, email hoặc uri.")};
    const std::string days = node.text("x-days", kValueLength);
    if (days == "up-to-today")
        field.days = Days::up_to_today;
    else if (days == "from-today")
        field.days = Days::from_today;
    else if (!days.empty())
        throw Refusal{node.at("x-days"), msg("x-days là up-to-today hoặc from-today.")};
}

void read_lengths(const Node& node, Field& field)
{
    if (const Source* lines = node.find("x-lines"))
        field.lines = static_cast<int>(count_of(*lines, node.at("x-lines"), 1, kLines));
    if (const Source* least = node.find("minLength"))
        field.minimum_length = count_of(*least, node.at("minLength"), 0, kTextLength);
    field.maximum_length = field.lines > 1 ? kAreaLength : kLineLength;
    if (const Source* most = node.find("maxLength"))
        field.maximum_length = count_of(*most, node.at("maxLength"), 1, kTextLength);
    if (field.minimum_length.value_or(0) > *field.maximum_length)
        throw Refusal{node.at("minLength"), msg("minLength lớn hơn maxLength.")};
    const Source* pattern = node.find("pattern");
    if (!pattern) return;
    const std::string pointer = node.at("pattern");
    // Taken as it is: blanks count in a pattern.
    if (!pattern->is_string() || !base::is_utf8(pattern->get_ref<const std::string&>()))
        throw Refusal{pointer, msg("Phải là chữ.")};
    auto compiled = Pattern::compile(pattern->get<std::string>());
    if (!compiled) throw Refusal{pointer, compiled.error().message};
    field.pattern = *compiled;
    field.pattern_hint = node.text("x-pattern-hint", kPatternHint);
    if (field.pattern_hint.empty())
        throw Refusal{pointer, msg("Có pattern thì cần x-pattern-hint: người dùng phải gõ thế nào?")};
}

std::optional<double> read_bound(const Node& node, const char* key, bool whole)
{
    const Source* found = node.find(key);
    if (!found) return std::nullopt;
    constexpr double kBound = 1e15;
    const double number = found->is_number() ? found->get<double>() : 2 * kBound;
    if (!(std::fabs(number) <= kBound) || (whole && std::floor(number) < number))
        throw Refusal{node.at(key), whole ? msg("Phải là một số nguyên.") : msg("Phải là một số.")};
    return number;
}

void read_numbers(const Node& node, Field& field)
{
    const bool whole = field.kind == Kind::integer;
    field.minimum = read_bound(node, "minimum", whole);
    field.maximum = read_bound(node, "maximum", whole);
    if (field.minimum && field.maximum && *field.minimum > *field.maximum)
        throw Refusal{node.at("minimum"), msg("minimum lớn hơn maximum.")};
}

// The keys of each kind, beside those that all have.
std::string_view keys_of(Kind kind)
{
    switch (kind) {
    case Kind::text: return " pattern x-pattern-hint minLength maxLength x-lines ";
    case Kind::full_name: return " maxLength ";
    case Kind::identity_number:
    case Kind::phone:
    case Kind::people:
    case Kind::religion:
    case Kind::province:
    case Kind::commune: return " ";
    case Kind::email:
    case Kind::uri: return " format maxLength ";
    case Kind::date: return " format x-days ";
    case Kind::integer:
    case Kind::number: return " minimum maximum ";
    case Kind::boolean: return " const ";
    case Kind::choice: return " enum oneOf ";
    case Kind::rows: return " items minItems maxItems x-row ";
    case Kind::group:
    case Kind::address:
        return " properties required dependentRequired if then else allOf unevaluatedProperties x-of x-only ";
    }
    return " ";
}

bool has_word(std::string_view words, std::string_view word)
{
    return word.find(' ') == std::string_view::npos &&
           words.find(" " + std::string(word) + " ") != std::string_view::npos;
}

}  // namespace

bool is_part_key(std::string_view key)
{
    return has_word(" properties required dependentRequired if then else allOf $comment ", key);
}

void read_leaf(const Node& node, std::string_view type, Field& field)
{
    if (type == "boolean") {
        field.kind = Kind::boolean;
        if (const Source* fixed = node.find("const")) {
            if (!fixed->is_boolean() || !fixed->get<bool>())
                throw Refusal{node.at("const"), msg("const của boolean chỉ có thể là true.")};
            field.must_be_true = true;
        }
    } else if (type != "string") {
        field.kind = type == "integer" ? Kind::integer : Kind::number;
        read_numbers(node, field);
    } else if (node.find("enum") || node.find("oneOf")) {
        field.kind = Kind::choice;
        read_options(node, field);
    } else if (node.find("x-kind")) {
        field.kind = shared_kind(node.text("x-kind", kValueLength));
        if (field.kind == Kind::full_name) read_lengths(node, field);
    } else if (node.find("format")) {
        read_format(node, field);
        if (field.kind != Kind::date) read_lengths(node, field);
    } else {
        read_lengths(node, field);
    }
}

void check_keys(const Node& node, Kind kind, bool root)
{
    constexpr std::string_view kAll = " type title description $ref $comment x-hint x-fill x-width ";
    constexpr std::string_view kRoot = " $schema $id $defs x-steps x-print ";
    for (std::size_t i = 0; i < node.layers.size(); ++i) {
        const bool shared = i >= node.first_shared;
        for (const auto& item : node.layers[i]->items()) {
            const std::string& key = item.key();
            const std::string_view own =
                kind == Kind::address && !shared ? std::string_view(" required x-of ") : keys_of(kind);
            if (has_word(kAll, key) || has_word(own, key) || (root && has_word(kRoot, key))) continue;
            if (shared && key == "x-kind") continue;
            throw Refusal{
                node.at(key),
                {msg("Từ khoá “{{key}}” không dùng được ở đây."), {{"key", base::shorten(key, 40)}}}};
        }
    }
    if (const Source* closed = node.find("unevaluatedProperties")) {
        if (!closed->is_boolean() || closed->get<bool>())
            throw Refusal{node.at("unevaluatedProperties"), msg("Chỉ có thể là false.")};
    }
}

}  // namespace lt::forms
