// See group_reader.h.
#include "forms/group_reader.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "kit/base/text.h"

namespace lt::forms {
namespace {

using base::msg;

constexpr std::size_t kPartDepth = 8;
constexpr std::size_t kParts = 100;
constexpr std::size_t kNameLength = 40;

// Names stand in the names of inputs, in JSON pointers and in ids.
bool is_question_name(std::string_view name)
{
    const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
    return !name.empty() && name.size() <= kNameLength && name.front() >= 'a' && name.front() <= 'z' &&
           std::all_of(name.begin(), name.end(), fits);
}

const char* name_rule()
{
    return msg(
        "Tên câu hỏi gồm chữ thường không dấu, chữ số và gạch dưới, bắt đầu bằng chữ, nhiều nhất 40 ký tự.");
}

// Names of this group's questions about which a condition asks.
void names_asked(const Condition& condition, std::vector<std::string_view>& names)
{
    if (condition.test == Condition::Test::inside || condition.test == Condition::Test::present) {
        names.push_back(condition.name);
        return;
    }
    for (const Condition& part : condition.parts) names_asked(part, names);
}

}  // namespace

std::string lower_first(std::string_view text)
{
    const std::u32string points = base::code_points(text.substr(0, 8));
    if (points.empty()) return {};
    const std::string lowered = base::lower(text);
    // The second letter of an abbreviation is a capital, too.
    if (points.size() > 1 && base::code_points(lowered.substr(0, 8))[1] != points[1])
        return std::string(text);
    const auto first_length = [](std::string_view of) {
        std::size_t length = 1;
        while (length < of.size() && (static_cast<unsigned char>(of[length]) & 0xC0) == 0x80) ++length;
        return length;
    };
    return lowered.substr(0, first_length(lowered)) + std::string(text.substr(first_length(text)));
}

void GroupReader::read()
{
    // What a reference leads to comes first: own questions are added to it.
    for (std::size_t i = node_.layers.size(); i-- > 0;) {
        shared_ = i >= node_.first_shared;
        read_part(*node_.layers[i], node_.pointer, {}, 0);
    }
    keep_only();
    for (std::size_t i = 0; i < group_.conditions.size(); ++i)
        check_condition(group_.conditions[i], group_, pointers_[i]);
    settle();
}

void GroupReader::read_part(const Source& source, const std::string& pointer, const std::vector<Guard>& when,
                            std::size_t depth)
{
    if (depth > kPartDepth) throw Refusal{pointer, msg("Điều kiện lồng nhau quá sâu.")};
    if (!source.is_object()) throw Refusal{pointer, msg("Phải là một đối tượng.")};
    if (const auto found = source.find("properties"); found != source.end())
        read_questions(*found, pointer_to(pointer, "properties"), when);
    if (const auto found = source.find("required"); found != source.end())
        read_required(*found, pointer_to(pointer, "required"), when);
    if (const auto found = source.find("dependentRequired"); found != source.end())
        read_dependent(*found, pointer_to(pointer, "dependentRequired"), when);
    read_if(source, pointer, when, depth);
    const auto all = source.find("allOf");
    if (all == source.end()) return;
    const std::string here = pointer_to(pointer, "allOf");
    if (!all->is_array() || all->size() > kParts)
        throw Refusal{here, msg("Phải là một danh sách nhiều nhất 100 phần.")};
    for (std::size_t i = 0; i < all->size(); ++i) {
        const std::string place = pointer_to(here, std::to_string(i));
        if ((*all)[i].is_object()) {
            for (const auto& item : (*all)[i].items()) {
                if (!is_part_key(item.key()))
                    throw Refusal{pointer_to(place, item.key()),
                                  msg("Từ khoá này không dùng được trong allOf, then và else.")};
            }
        }
        read_part((*all)[i], place, when, depth + 1);
    }
}

void GroupReader::read_questions(const Source& source, const std::string& pointer,
                                 const std::vector<Guard>& when)
{
    if (!source.is_object()) throw Refusal{pointer, msg("Phải là một đối tượng.")};
    // A conditional question stands right after the last one that decides over it.
    std::size_t place = group_.fields.size();
    if (!when.empty()) {
        std::vector<std::string_view> names;
        names_asked(group_.conditions[when.back().condition], names);
        for (std::size_t i = group_.fields.size(); i-- > 0;) {
            if (std::find(names.begin(), names.end(), group_.fields[i].name) == names.end()) continue;
            place = i + 1;
            // After those that the same question brought already.
            while (place < group_.fields.size() && !group_.fields[place].when.empty()) ++place;
            break;
        }
    }
    for (const auto& [name, value] : source.items()) {
        const std::string here = pointer_to(pointer, name);
        if (!is_question_name(name)) throw Refusal{here, name_rule()};
        if (question(name)) throw Refusal{here, msg("Nhóm này đã có một câu hỏi cùng tên.")};
        Field field = reader_.field(reader_.node(value, here, shared_), name, place_);
        field.when = when;
        group_.fields.insert(group_.fields.begin() + static_cast<std::ptrdiff_t>(place), std::move(field));
        ++place;
    }
}

void GroupReader::read_required(const Source& source, const std::string& pointer,
                                const std::vector<Guard>& when)
{
    if (!source.is_array() || source.size() > kQuestions)
        throw Refusal{pointer, msg("Phải là một danh sách tên câu hỏi.")};
    for (std::size_t i = 0; i < source.size(); ++i) {
        const std::string here = pointer_to(pointer, std::to_string(i));
        if (required_.size() > kConditions) throw Refusal{here, msg("Quá nhiều điều kiện.")};
        required_.push_back({here, text_of(source[i], here, kNameLength), when, shared_});
    }
}

void GroupReader::read_dependent(const Source& source, const std::string& pointer,
                                 const std::vector<Guard>& when)
{
    if (!source.is_object() || source.size() > kParts) throw Refusal{pointer, msg("Phải là một đối tượng.")};
    for (const auto& [name, names] : source.items()) {
        const std::string here = pointer_to(pointer, name);
        std::vector<Guard> guards = when;
        guards.push_back({add({.test = Condition::Test::present, .name = name}, here), true});
        read_required(names, here, guards);
    }
}

void GroupReader::read_if(const Source& source, const std::string& pointer, const std::vector<Guard>& when,
                          std::size_t depth)
{
    const auto condition = source.find("if");
    const bool branches = source.contains("then") || source.contains("else");
    if (condition == source.end()) {
        if (branches) throw Refusal{pointer, msg("Có then hoặc else mà thiếu if.")};
        return;
    }
    if (!branches) throw Refusal{pointer_to(pointer, "if"), msg("Có if mà thiếu then và else.")};
    const std::string at_if = pointer_to(pointer, "if");
    const std::size_t index = add(read_condition(*condition, at_if, 0), at_if);
    for (const bool then : {true, false}) {
        const auto branch = source.find(then ? "then" : "else");
        if (branch == source.end()) continue;
        const std::string here = pointer_to(pointer, then ? "then" : "else");
        if (branch->is_object()) {
            for (const auto& item : branch->items()) {
                if (!is_part_key(item.key()))
                    throw Refusal{pointer_to(here, item.key()),
                                  msg("Từ khoá này không dùng được trong allOf, then và else.")};
            }
        }
        std::vector<Guard> guards = when;
        guards.push_back({index, then});
        read_part(*branch, here, guards, depth + 1);
    }
}

std::size_t GroupReader::add(Condition condition, const std::string& pointer)
{
    reader_.conditions_ += parts_of(condition);
    if (reader_.conditions_ > kConditions) throw Refusal{pointer, msg("Quá nhiều điều kiện.")};
    group_.conditions.push_back(std::move(condition));
    pointers_.push_back(pointer);
    return group_.conditions.size() - 1;
}

Field* GroupReader::question(std::string_view name)
{
    const auto found = std::find_if(group_.fields.begin(), group_.fields.end(),
                                    [&](const Field& field) { return field.name == name; });
    return found == group_.fields.end() ? nullptr : &*found;
}

// x-only: which questions of a shared group are asked, and in which order.
void GroupReader::keep_only()
{
    const Source* only = node_.find("x-only");
    if (!only) return;
    const std::string pointer = node_.at("x-only");
    if (!only->is_array() || only->empty() || only->size() > kQuestions)
        throw Refusal{pointer, msg("Phải là một danh sách tên câu hỏi.")};
    std::vector<Field> kept;
    for (std::size_t i = 0; i < only->size(); ++i) {
        const std::string here = pointer_to(pointer, std::to_string(i));
        const std::string name = text_of((*only)[i], here, kNameLength);
        Field* field = question(name);
        if (!field || field->name.empty()) throw Refusal{here, msg("Nhóm này không có câu hỏi đó.")};
        kept.push_back(std::move(*field));
        field->name.clear();
    }
    group_.fields = std::move(kept);
    std::erase_if(required_, [&](const Required& one) { return one.shared && !question(one.name); });
}

void GroupReader::settle()
{
    for (const Required& one : required_) {
        Field* field = question(one.name);
        if (!field) throw Refusal{one.pointer, msg("Nhóm này không có câu hỏi đó.")};
        field->required.push_back(one.when);
    }
}

}  // namespace lt::forms
