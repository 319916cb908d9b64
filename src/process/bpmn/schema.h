// The content model of the standard's XML Schema (BPMN20.xsd with Semantic, BPMNDI, DC and DI): which children in which order, which
// attributes of which types, and what references may lead to. Written in schema_text.cpp, read by schema_table.cpp, used by schema_check.cpp.
#pragma once

#include <bitset>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "process/bpmn/tags.h"

namespace lt::bpmn {

inline constexpr std::size_t kTags = std::size_t(Tag::waypoint) + 1;
using Tags = std::bitset<kTags>;

enum class ValueType : std::uint8_t {
    text,
    boolean,
    integer,
    int32,
    decimal,
    uri,
    id,
    idref,
    qname,
    choice,          // one of a list of words
    implementation,  // a URI, or one of a list of words
};

// What a reference may lead to; nothing is asked of a QName of another language.
enum class Target : std::uint8_t { unchecked, any, kind };

struct Simple {
    ValueType type = ValueType::text;
    Target target = Target::unchecked;
    Tags kinds{};                             // for Target::kind
    std::vector<std::string_view> choices{};  // for ValueType::choice and implementation
};

struct AttributeRule {
    std::string_view name{};
    Simple simple{};
    bool is_required = false;
};

struct Type;

// One place in the order of children.
struct Particle {
    Tags tags{};
    std::string_view name{};         // as in the table: an element or a group of them
    const Type* type = nullptr;      // of the child; null: the one that bears its tag's name
    std::optional<Simple> simple{};  // the child is a reference
    std::uint32_t least = 1;
    std::uint32_t most = 1;  // kMany: any number
};
inline constexpr std::uint32_t kMany = UINT32_MAX;

struct Type {
    std::string_view name{};
    const Type* base = nullptr;
    std::vector<std::vector<Particle>> alternatives{};  // one of these orders; inherited children first
    std::vector<AttributeRule> attributes{};            // inherited ones too
    bool takes_text = false;                            // mixed content
    bool takes_anything = false;                        // any elements
    bool takes_others = false;                          // attributes of other namespaces
    bool is_extension = false;                          // elements of other namespaces only
};

extern const std::string_view kSchemaText;

// The type of an element that stands where only its name decides; null: none.
const Type* type_of(Tag tag);
// By its name without the leading t ("formalExpression"); null: none.
const Type* type_named(std::string_view name);
bool derives(const Type& type, const Type& base);

}  // namespace lt::bpmn
