#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>
#include <string>

#include "kit/base/result.h"
#include "process/bpmn/schema.h"

namespace lt::bpmn {
namespace {

bool is_root(Tag tag)
{
    switch (int(tag)) {
    case int(Tag::itemDefinition):
    case int(Tag::message):
    case int(Tag::error):
    case int(Tag::escalation):
    case int(Tag::signal):
    case int(Tag::category):
    case int(Tag::resource):
    case int(Tag::interface):
    case int(Tag::dataStore):
    case int(Tag::partnerEntity):
    case int(Tag::partnerRole):
    case int(Tag::correlationProperty):
    case int(Tag::endPoint): return true;
    default: return is_callable(tag) || is_collaboration(tag) || is_event_definition(tag);
    }
}

bool is_flow_element(Tag tag)
{
    return is_flow_node(tag) || tag == Tag::sequenceFlow || tag == Tag::dataObject ||
           tag == Tag::dataObjectReference || tag == Tag::dataStoreReference;
}

bool is_artifact_element(Tag tag)
{
    return tag == Tag::association || tag == Tag::group || tag == Tag::textAnnotation;
}

bool is_loop(Tag tag)
{
    return tag == Tag::standardLoopCharacteristics || tag == Tag::multiInstanceLoopCharacteristics;
}

struct Group {
    std::string_view name{};
    bool (*has)(Tag) = nullptr;
};
constexpr std::array kGroups{
    Group{"root", is_root},
    Group{"flow", is_flow_element},
    Group{"artifact", is_artifact_element},
    Group{"role", is_resource_role},
    Group{"loop", is_loop},
    Group{"eventDefinition", is_event_definition},
    Group{"activity", is_activity},
    Group{"event", is_event},
    Group{"node", is_flow_node},
    Group{"item", is_item_aware},
    Group{"callable", is_callable},
    Group{"collaboration", is_collaboration},
    Group{"conversation", is_conversation_node},
    Group{"expression", [](Tag tag) { return tag == Tag::expression || tag == Tag::formalExpression; }},
    Group{"shape", [](Tag tag) { return tag == Tag::BPMNShape || tag == Tag::BPMNEdge; }},
};

Tag tag_named(std::string_view word)
{
    for (const std::string_view space : {kModelSpace, kDrawingSpace, kDcSpace, kDiSpace}) {
        const Tag tag = tag_of(space, word);
        if (tag != Tag::other) return tag;
    }
    throw base::Bug("no such element: " + std::string(word));
}

Tags tags_of(std::string_view word)
{
    Tags tags;
    if (word.front() != '@') return tags.set(std::size_t(tag_named(word)));
    for (const Group& group : kGroups) {
        if (group.name != word.substr(1)) continue;
        for (std::size_t i = 1; i < kTags; ++i) tags.set(i, group.has(Tag(i)));
    }
    CHECK(tags.any());
    return tags;
}

// Cuts off and gives what stands before `end`, without spaces around it; all of it without such an end.
std::string_view take(std::string_view& rest, std::string_view end)
{
    const std::size_t at = rest.find(end);
    std::string_view part = rest.substr(0, at);
    rest = at == std::string_view::npos ? std::string_view() : rest.substr(at + end.size());
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ')) part.remove_suffix(1);
    return part;
}

std::vector<std::string_view> split(std::string_view text, std::string_view by)
{
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        if (const auto part = take(text, by); !part.empty()) parts.push_back(part);
    }
    return parts;
}

Simple reference(ValueType type, std::string_view targets)
{
    Simple simple{.type = type};
    if (targets == "*") {
        simple.target = Target::any;
    } else if (!targets.empty()) {
        simple.target = Target::kind;
        for (const auto word : split(targets, ",")) simple.kinds |= tags_of(word);
    }
    return simple;
}

// "w(A,B)", "q(message)", "b"; nothing when it is the name of a complex type.
std::optional<Simple> simple_of(std::string_view word)
{
    std::string_view rest = word;
    const std::string_view kind = take(rest, "(");
    const std::string_view inside = take(rest, ")");
    if (kind == "w") return Simple{.type = ValueType::choice, .choices = split(inside, ",")};
    if (kind == "q") return reference(ValueType::qname, inside);
    if (kind == "r") return reference(ValueType::idref, inside);
    if (kind == "b") return Simple{.type = ValueType::boolean};
    if (kind == "i") return Simple{.type = ValueType::integer};
    if (kind == "n") return Simple{.type = ValueType::int32};
    if (kind == "d") return Simple{.type = ValueType::decimal};
    if (kind == "u") return Simple{.type = ValueType::uri};
    if (kind == "m") return Simple{.type = ValueType::implementation, .choices = split(inside, ",")};
    if (kind == "id") return Simple{.type = ValueType::id};
    if (kind.empty()) return Simple{};
    return std::nullopt;
}

class Schema {
public:
    Schema()
    {
        for (const auto line : split(kSchemaText, "\n")) read(line);
        for (std::size_t i = 1; i < kTags; ++i) {
            const auto found = types_.find(name(Tag(i)));
            if (found != types_.end()) by_tag_[i] = &found->second;
        }
    }
    const Type* named(std::string_view word) const
    {
        const auto found = types_.find(word);
        return found == types_.end() ? nullptr : &found->second;
    }
    const Type* of(Tag tag) const { return by_tag_[std::size_t(tag)]; }

private:
    void read(std::string_view line)
    {
        std::string_view head = take(line, "|");
        Type type;
        type.name = take(head, "<");
        const std::string_view base = take(head, "<");
        if (!base.empty()) inherit(type, base);
        const std::string_view children = take(line, "|");
        const std::string_view attributes = take(line, "|");
        const auto orders = split(children, " / ");
        const std::vector<Particle> before =
            type.alternatives.empty() ? std::vector<Particle>() : type.alternatives.front();
        if (type.alternatives.empty()) type.alternatives.emplace_back();
        for (std::size_t i = 0; i < orders.size(); ++i) {
            if (i > 0) type.alternatives.push_back(before);
            for (const auto word : split(orders[i], " ")) type.alternatives.back().push_back(particle(word));
        }
        for (const auto word : split(attributes, " ")) type.attributes.push_back(attribute(word));
        for (const auto flag : split(line, " ")) {
            if (flag == "mixed") type.takes_text = true;
            if (flag == "any") type.takes_anything = true;
            if (flag == "other") type.takes_others = true;
            if (flag == "extension") type.is_extension = true;
        }
        types_.emplace(type.name, std::move(type));
    }

    void inherit(Type& type, std::string_view base)
    {
        const std::string_view own = type.name;
        const auto found = types_.find(base);
        CHECK(found != types_.end());
        type = found->second;
        type.name = own;
        type.base = &found->second;
    }

    Particle particle(std::string_view word) const
    {
        Particle one;
        if (word.ends_with('?')) one.least = 0;
        if (word.ends_with('*')) one.least = 0, one.most = kMany;
        if (word.ends_with('+')) one.most = kMany;
        if (word.ends_with("{2,}")) one.least = 2, one.most = kMany;
        if (word.ends_with("{1,2}")) one.most = 2;
        if (const std::size_t brace = word.find('{'); brace != std::string_view::npos)
            word = word.substr(0, brace);
        // The star of "q(*)" is followed by a bracket.
        if (word.find_last_of("?*+") == word.size() - 1) word.remove_suffix(1);
        one.name = take(word, ":");
        one.tags = tags_of(one.name);
        if (word.empty()) return one;
        one.simple = simple_of(word);
        if (one.simple) return one;
        const auto found = types_.find(word);
        CHECK(found != types_.end());
        one.type = &found->second;
        return one;
    }

    static AttributeRule attribute(std::string_view word)
    {
        AttributeRule one;
        one.is_required = word.ends_with('!');
        if (one.is_required) word.remove_suffix(1);
        one.name = take(word, ":");
        const auto simple = simple_of(word);
        CHECK(simple.has_value());
        one.simple = *simple;
        return one;
    }

    std::map<std::string_view, Type> types_{};
    std::array<const Type*, kTags> by_tag_{};
};

const Schema& schema()
{
    static const Schema one;
    return one;
}

}  // namespace

const Type* type_of(Tag tag) { return schema().of(tag); }
const Type* type_named(std::string_view name) { return schema().named(name); }

bool derives(const Type& type, const Type& base)
{
    const Type* at = &type;
    while (at != nullptr && at != &base) at = at->base;
    return at != nullptr;
}

}  // namespace lt::bpmn
