// Reads the `if` of a schema, and the small values that all readers of schemas need.
#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "forms/schema_reader.h"
#include "forms/values.h"
#include "kit/base/text.h"

namespace lt::forms {
namespace {

using base::msg;

constexpr std::size_t kConditionDepth = 8;
constexpr std::size_t kComparedLength = 200;
constexpr std::size_t kValues = 300;
constexpr std::size_t kConditionParts = 50;

Scalar scalar_of(const Source& source, const std::string& pointer)
{
    if (source.is_boolean()) return source.get<bool>();
    if (source.is_number()) return source.get<double>();
    if (source.is_string()) return text_of(source, pointer, kComparedLength);
    throw Refusal{pointer, msg("Ở đây chỉ dùng được chữ, số, true hoặc false.")};
}

Condition one_of(const Source& source, const std::string& pointer)
{
    Condition condition{.test = Condition::Test::one_of};
    if (!source.is_array() || source.empty() || source.size() > kValues)
        throw Refusal{pointer, msg("Phải là một danh sách từ 1 đến 300 giá trị.")};
    for (std::size_t i = 0; i < source.size(); ++i)
        condition.values.push_back(scalar_of(source[i], pointer_to(pointer, std::to_string(i))));
    return condition;
}

Condition bound(Condition::Test test, const Source& source, const std::string& pointer)
{
    if (!source.is_number() || !std::isfinite(source.get<double>()))
        throw Refusal{pointer, msg("Phải là một số.")};
    return Condition{.test = test, .number = source.get<double>()};
}

Condition list_of(Condition::Test test, const Source& source, const std::string& pointer, std::size_t depth)
{
    Condition condition{.test = test};
    if (!source.is_array() || source.empty() || source.size() > kConditionParts)
        throw Refusal{pointer, msg("Phải là một danh sách từ 1 đến 50 điều kiện.")};
    for (std::size_t i = 0; i < source.size(); ++i)
        condition.parts.push_back(
            read_condition(source[i], pointer_to(pointer, std::to_string(i)), depth + 1));
    return condition;
}

void add_properties(Condition& all, const Source& source, const std::string& pointer, std::size_t depth)
{
    if (!source.is_object() || source.size() > kConditionParts)
        throw Refusal{pointer, msg("Phải là một đối tượng có nhiều nhất 50 câu hỏi.")};
    for (const auto& [name, part] : source.items()) {
        Condition inside{.test = Condition::Test::inside, .name = name};
        inside.parts.push_back(read_condition(part, pointer_to(pointer, name), depth + 1));
        all.parts.push_back(std::move(inside));
    }
}

void add_required(Condition& all, const Source& source, const std::string& pointer)
{
    if (!source.is_array() || source.size() > kConditionParts)
        throw Refusal{pointer, msg("Phải là một danh sách tên câu hỏi.")};
    for (std::size_t i = 0; i < source.size(); ++i)
        all.parts.push_back(
            {.test = Condition::Test::present,
             .name = text_of(source[i], pointer_to(pointer, std::to_string(i)), kComparedLength)});
}

// The question that a condition asks about.
const Field& asked_about(const Condition& condition, const Field& group, const std::string& pointer)
{
    for (const Field& field : group.fields)
        if (field.name == condition.name) return field;
    throw Refusal{pointer,
                  {msg("Điều kiện hỏi về “{{name}}”, nhóm này không có câu hỏi đó."),
                   {{"name", base::shorten(condition.name, 40)}}}};
}

}  // namespace

std::size_t parts_of(const Condition& condition)
{
    std::size_t count = 1 + condition.values.size();
    for (const Condition& part : condition.parts) count += parts_of(part);
    return count;
}

void check_condition(const Condition& condition, const Field& group, const std::string& pointer)
{
    switch (condition.test) {
    case Condition::Test::all:
    case Condition::Test::any:
    case Condition::Test::none:
        for (const Condition& part : condition.parts) check_condition(part, group, pointer);
        break;
    case Condition::Test::present: asked_about(condition, group, pointer); break;
    case Condition::Test::inside: {
        const Field& inner = asked_about(condition, group, pointer);
        if (inner.kind == Kind::rows)
            throw Refusal{
                pointer,
                {msg("Điều kiện không hỏi được về các dòng của “{{name}}”."), {{"name", condition.name}}}};
        check_condition(condition.parts.front(), inner, pointer);
    } break;
    case Condition::Test::one_of:
        if (group.kind != Kind::choice) break;
        for (const Scalar& value : condition.values) {
            const auto* text = std::get_if<std::string>(&value);
            const bool known =
                text && std::any_of(group.options.begin(), group.options.end(),
                                    [&](const Option& option) { return option.value == *text; });
            if (!known)
                throw Refusal{pointer,
                              {msg("Điều kiện so với một giá trị mà câu hỏi “{{name}}” không có."),
                               {{"name", group.name}}}};
        }
        break;
    case Condition::Test::at_least:
    case Condition::Test::at_most: break;
    }
}

std::string pointer_to(std::string_view pointer, std::string_view key)
{
    std::string out(pointer);
    out += '/';
    for (const char c : key) {
        if (c == '~')
            out += "~0";
        else if (c == '/')
            out += "~1";
        else
            out += c;
    }
    return out;
}

std::size_t count_of(const Source& source, const std::string& pointer, std::size_t least, std::size_t most)
{
    if (source.is_number_integer()) {
        const double number = source.get<double>();
        if (number >= static_cast<double>(least) && number <= static_cast<double>(most))
            return source.get<std::size_t>();
    }
    throw Refusal{pointer,
                  {msg("Phải là một số nguyên từ {{least}} đến {{most}}."),
                   {{"least", std::to_string(least)}, {"most", std::to_string(most)}}}};
}

std::string text_of(const Source& source, const std::string& pointer, std::size_t limit)
{
    if (!source.is_string()) throw Refusal{pointer, msg("Phải là chữ.")};
    const auto& text = source.get_ref<const std::string&>();
    if (!base::is_utf8(text) || base::length(text) > limit)
        throw Refusal{pointer,
                      {msg("Phải là chữ, nhiều nhất {{limit}} ký tự."), {{"limit", std::to_string(limit)}}}};
    // As answers are, so that both can be compared.
    return tidy(text, false);
}

Condition read_condition(const Source& source, const std::string& pointer, std::size_t depth)
{
    if (depth > kConditionDepth) throw Refusal{pointer, msg("Điều kiện lồng nhau quá sâu.")};
    if (!source.is_object()) throw Refusal{pointer, msg("Phải là một đối tượng.")};
    Condition all{};
    for (const auto& [key, value] : source.items()) {
        const std::string here = pointer_to(pointer, key);
        if (key == "properties") {
            add_properties(all, value, here, depth);
        } else if (key == "required") {
            add_required(all, value, here);
        } else if (key == "const") {
            all.parts.push_back({.test = Condition::Test::one_of, .values = {scalar_of(value, here)}});
        } else if (key == "enum") {
            all.parts.push_back(one_of(value, here));
        } else if (key == "minimum") {
            all.parts.push_back(bound(Condition::Test::at_least, value, here));
        } else if (key == "maximum") {
            all.parts.push_back(bound(Condition::Test::at_most, value, here));
        } else if (key == "allOf") {
            all.parts.push_back(list_of(Condition::Test::all, value, here, depth));
        } else if (key == "anyOf") {
            all.parts.push_back(list_of(Condition::Test::any, value, here, depth));
        } else if (key == "not") {
            Condition none{.test = Condition::Test::none};
            none.parts.push_back(read_condition(value, here, depth + 1));
            all.parts.push_back(std::move(none));
        } else if (key != "$comment") {
            throw Refusal{
                here,
                {msg("Điều kiện không dùng được từ khoá “{{key}}”."), {{"key", base::shorten(key, 40)}}}};
        }
    }
    if (all.parts.size() == 1) {
        Condition only = std::move(all.parts.front());
        return only;
    }
    return all;
}

}  // namespace lt::forms
