// See schema_reader.h. Groups and their conditions are read in group_reader.cpp.
#include "forms/schema_reader.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "forms/definitions.h"
#include "forms/group_reader.h"
#include "kit/base/text.h"

namespace lt::forms {
namespace {

using base::msg;

constexpr std::size_t kReferences = 8;  // of references to references
constexpr std::size_t kTitleLength = 300;
constexpr std::size_t kHint = 1000;
constexpr std::size_t kShortText = 60;

// "string" … of a schema that leaves the type out, where it can only be one.
std::string type_of(const Node& node)
{
    if (const Source* type = node.find("type")) {
        const std::string name = text_of(*type, node.at("type"), kShortText);
        constexpr std::string_view kTypes = " string integer number boolean object array ";
        if (name.empty() || kTypes.find(" " + name + " ") == std::string_view::npos)
            throw Refusal{node.at("type"),
                          msg("Kiểu phải là string, integer, number, boolean, object hoặc array.")};
        for (const Source* layer : node.layers) {
            const auto other = layer->find("type");
            if (other != layer->end() && *other != *type)
                throw Refusal{node.at("type"), msg("Kiểu khác với kiểu của định nghĩa ở $ref.")};
        }
        return name;
    }
    if (node.find("properties")) return "object";
    if (node.find("enum") || node.find("oneOf")) return "string";
    throw Refusal{node.pointer, msg("Thiếu “type”.")};
}

// What stands after the name of a thing in messages: whose it is.
std::string suffix(const Node& node, const Field& field, const Place& place)
{
    if (const std::string of = node.text("x-of", kShortText); !of.empty()) return " của " + of;
    if (field.kind == Kind::address) return " (" + lower_first(field.title) + place.of + ")";
    return field.title.empty() ? place.of : " (" + lower_first(field.title) + ")";
}

}  // namespace

const Source* Node::find(const char* key) const
{
    for (const Source* layer : layers) {
        const auto found = layer->find(key);
        if (found != layer->end()) return &*found;
    }
    return nullptr;
}

std::string Node::text(const char* key, std::size_t limit) const
{
    const Source* found = find(key);
    return found ? text_of(*found, at(key), limit) : std::string();
}

std::string Node::at(std::string_view key) const { return pointer_to(pointer, key); }

Node SchemaReader::node(const Source& source, std::string pointer, bool shared) const
{
    Node node{.pointer = std::move(pointer)};
    const Source* next = &source;
    while (next) {
        if (!next->is_object()) throw Refusal{node.pointer, msg("Phải là một đối tượng.")};
        if (node.layers.size() > kReferences)
            throw Refusal{node.at("$ref"), msg("$ref nối tiếp nhau quá dài.")};
        if (!shared && next->contains("x-kind"))
            throw Refusal{node.at("x-kind"), msg("x-kind chỉ có trong các định nghĩa chung: dùng $ref.")};
        node.layers.push_back(next);
        if (!shared) node.first_shared = node.layers.size();
        const auto reference = next->find("$ref");
        next = nullptr;
        if (reference == node.layers.back()->end()) break;
        const std::string name = text_of(*reference, node.at("$ref"), kTitleLength);
        constexpr std::string_view kOwn = "#/$defs/";
        if (name.rfind("lt:", 0) == 0) {
            next = shared_definition(name);
            shared = true;
        } else if (!shared && name.rfind(kOwn, 0) == 0) {
            const auto definitions = root_.find("$defs");
            if (definitions != root_.end() && definitions->is_object()) {
                const auto found = definitions->find(name.substr(kOwn.size()));
                if (found != definitions->end()) next = &*found;
            }
        }
        if (!next) throw Refusal{node.at("$ref"), {msg("Không có định nghĩa “{{name}}”."), {{"name", name}}}};
    }
    return node;
}

void SchemaReader::count(std::size_t& counter, std::size_t limit, const std::string& pointer) const
{
    if (++counter > limit)
        throw Refusal{pointer,
                      {msg("Biểu mẫu có quá {{limit}} câu hỏi."), {{"limit", std::to_string(limit)}}}};
}

Field SchemaReader::read_root()
{
    const Node whole = node(root_, "", false);
    if (type_of(whole) != "object") throw Refusal{"/type", msg("Cả biểu mẫu phải là “object”.")};
    check_keys(whole, Kind::group, true);
    Field root;
    root.kind = Kind::group;
    root.required = {{}};
    GroupReader(*this, whole, root, {}).read();
    if (root.fields.empty()) throw Refusal{"/properties", msg("Biểu mẫu không có câu hỏi nào.")};
    return root;
}

Field SchemaReader::field(const Node& node, const std::string& name, const Place& place)
{
    count(questions_, kQuestions, node.pointer);
    if (place.depth > kSchemaDepth) throw Refusal{node.pointer, msg("Các nhóm câu hỏi lồng nhau quá sâu.")};
    const std::string type = type_of(node);
    Field field;
    field.name = name;
    field.path = place.prefix + name;
    field.of = place.of;
    field.title = node.text("title", kTitleLength);
    field.hint = node.text("x-hint", kHint);
    if (field.hint.empty()) field.hint = node.text("description", kHint);
    field.fill = node.text("x-fill", kShortText);
    field.width = node.text("x-width", kShortText);
    constexpr std::string_view kWidths = " 2 3 4 5 10 20 ";
    if (!field.width.empty() && kWidths.find(" " + field.width + " ") == std::string_view::npos)
        throw Refusal{node.at("x-width"), msg("Độ rộng là 2, 3, 4, 5, 10 hoặc 20.")};
    const bool holds = type == "object" || type == "array";
    if (field.title.empty() && type != "object")
        throw Refusal{node.pointer, msg("Thiếu “title”: người dùng đọc gì?")};
    if (type == "object") {
        field.kind = node.find("x-kind") ? shared_kind(node.text("x-kind", kShortText)) : Kind::group;
    } else if (type == "array") {
        field.kind = Kind::rows;
    } else {
        read_leaf(node, type, field);
    }
    check_keys(node, field.kind, false);
    if (!holds) return field;
    const Place inside{place.depth + 1, field.path + (field.kind == Kind::rows ? ".*." : "."),
                       suffix(node, field, place), place.in_rows || field.kind == Kind::rows};
    if (field.kind == Kind::rows) {
        if (place.in_rows) throw Refusal{node.pointer, msg("Danh sách không được nằm trong danh sách.")};
        read_rows(node, field, inside);
    } else {
        GroupReader(*this, node, field, inside).read();
    }
    return field;
}

void SchemaReader::read_rows(const Node& node, Field& field, const Place& inside)
{
    if (const Source* least = node.find("minItems"))
        field.minimum_rows = count_of(*least, node.at("minItems"), 0, kRows);
    if (const Source* most = node.find("maxItems"))
        field.maximum_rows = count_of(*most, node.at("maxItems"), 1, kRows);
    if (field.minimum_rows > field.maximum_rows)
        throw Refusal{node.at("minItems"), msg("minItems lớn hơn maxItems.")};
    field.row_title = node.text("x-row", kShortText);
    const Source* items = node.find("items");
    if (!items) throw Refusal{node.pointer, msg("Thiếu “items”.")};
    const Node row = this->node(*items, node.at("items"), node.layers.size() > 0 && node.first_shared == 0);
    if (type_of(row) != "object") throw Refusal{row.pointer, msg("Mỗi dòng của danh sách phải là “object”.")};
    if (row.find("x-kind")) throw Refusal{row.pointer, msg("Mỗi dòng của danh sách phải có câu hỏi riêng.")};
    if (field.row_title.empty()) field.row_title = row.text("title", kShortText);
    if (field.row_title.empty()) throw Refusal{row.pointer, msg("Thiếu “x-row”: mỗi dòng gọi là gì?")};
    check_keys(row, Kind::group, false);
    Place place = inside;
    // Messages name the row: "(thành viên 2)".
    place.of = " (" + lower_first(field.row_title) + " {{row}})";
    GroupReader(*this, row, field, place).read();
    if (field.fields.empty()) throw Refusal{row.pointer, msg("Mỗi dòng phải có ít nhất một câu hỏi.")};
}

}  // namespace lt::forms
