#include "process/bpmn/rules/facts.h"

#include <algorithm>

namespace lt::bpmn {
namespace {

bool is_naming_child(Tag tag)
{
    return tag == Tag::incoming || tag == Tag::outgoing || tag == Tag::source || tag == Tag::target ||
           tag == Tag::dataInputRefs || tag == Tag::dataOutputRefs || tag == Tag::inputSetRefs ||
           tag == Tag::outputSetRefs;
}

bool is_process(Tag tag) { return tag == Tag::process; }

constexpr std::uint16_t kSomeDefinition = 1;

std::uint16_t bit_of(Tag definition)
{
    switch (int(definition)) {
    case int(Tag::messageEventDefinition): return 2;
    case int(Tag::timerEventDefinition): return 4;
    case int(Tag::signalEventDefinition): return 8;
    case int(Tag::errorEventDefinition): return 16;
    case int(Tag::escalationEventDefinition): return 32;
    case int(Tag::conditionalEventDefinition): return 64;
    case int(Tag::compensateEventDefinition): return 128;
    case int(Tag::cancelEventDefinition): return 256;
    case int(Tag::linkEventDefinition): return 512;
    case int(Tag::terminateEventDefinition): return 1024;
    default: return 0;
    }
}

// What a child adds to the definitions of its event.
std::uint16_t bits_of(const Element& child)
{
    if (is_event_definition(child.tag)) return std::uint16_t(kSomeDefinition | bit_of(child.tag));
    if (child.tag != Tag::eventDefinitionRef) return 0;
    const Element* const referenced = child.referenced();
    return std::uint16_t(kSomeDefinition | (referenced != nullptr ? bit_of(referenced->tag) : 0));
}

}  // namespace

Facts::Facts(const Document& document)
    : document_(document), in_set_(document.size()), incoming_(document.size()), outgoing_(document.size()),
      defined_(document.size()), levels_(document.size()), executable_(document.size())
{
    for (const Element& element : document.model().elements()) note(element);
    std::sort(named_.begin(), named_.end());
    std::sort(catches_.begin(), catches_.end());
    std::sort(links_.begin(), links_.end());
    std::sort(used_.begin(), used_.end());
    users_.reserve(used_.size());
    for (const Used& used : used_) users_.push_back(&document.model().elements()[used.by]);
    find_reached();
}

void Facts::note_use(const Element& by, std::string_view attribute, Use use)
{
    const Element* const whom = by.reference(attribute);
    if (whom != nullptr && whom->model == by.model) used_.push_back({whom->index, use, by.index});
}

void Facts::note(const Element& element)
{
    if (element.tag == Tag::sequenceFlow) {
        note_use(element, "sourceRef", Use::flow_source);
        note_use(element, "targetRef", Use::flow_target);
    } else if (element.tag == Tag::association) {
        note_use(element, "sourceRef", Use::association_source);
        note_use(element, "targetRef", Use::association_target);
    } else if (element.tag == Tag::boundaryEvent) {
        note_use(element, "attachedToRef", Use::attached);
        note_catch(element);
    } else if (element.tag == Tag::startEvent) {
        note_catch(element);
    } else if (element.tag == Tag::process && element.flag("isExecutable")) {
        executable_[element.index] = any_executable_ = true;
    }
    if (element.parent == nullptr) return;
    const bool instantiates = (element.tag == Tag::receiveTask || element.tag == Tag::eventBasedGateway) &&
                              element.flag("instantiate");
    levels_[element.parent->index] |= element.tag == Tag::startEvent ? has_start
                                      : element.tag == Tag::endEvent ? has_end
                                      : instantiates                 ? has_instantiating
                                                                     : none;
    const bool is_bare_link = element.tag == Tag::linkEventDefinition &&
                              element.first(Tag::source) == nullptr && element.first(Tag::target) == nullptr;
    if (is_bare_link && element.parent->parent != nullptr) {
        links_.push_back({element.parent->parent->index, element.parent->tag, element.name});
    }
    std::uint16_t& defined = defined_[element.parent->index];
    defined = std::uint16_t(defined | bits_of(element));
    incoming_[element.parent->index] += element.tag == Tag::incoming ? 1 : 0;
    outgoing_[element.parent->index] += element.tag == Tag::outgoing ? 1 : 0;
    if (!is_naming_child(element.tag)) return;
    const Element* const whom = element.referenced();
    if (whom == nullptr || whom->model != element.model) return;
    named_.push_back({element.parent->index, element.tag, whom->index});
    if (element.tag == Tag::dataInputRefs || element.tag == Tag::dataOutputRefs) in_set_[whom->index] = true;
}

bool Facts::is_executable(const Element& element) const
{
    const Element* const process = is_process(element.tag) ? &element : element.enclosing(is_process);
    return process == nullptr ? any_executable_ : executable_[process->index];
}

bool Facts::is_in_process(const Element& element) const { return element.enclosing(is_process) != nullptr; }

std::size_t Facts::incoming(const Element& node) const
{
    return std::max(std::size_t(incoming_[node.index]), flows_in(node).size());
}

std::size_t Facts::outgoing(const Element& node) const
{
    return std::max(std::size_t(outgoing_[node.index]), flows_out(node).size());
}

bool Facts::defines(const Element& event, Tag definition) const
{
    return (definitions(event) & bit_of(definition)) != 0;
}
bool Facts::defines_any(const Element& event) const { return definitions(event) != 0; }

bool Facts::defines_only(const Element& event, std::initializer_list<Tag> allowed) const
{
    std::uint16_t bits = kSomeDefinition;
    for (const Tag tag : allowed) bits = std::uint16_t(bits | bit_of(tag));
    return (definitions(event) & ~bits) == 0;
}

std::uint16_t Facts::definitions(const Element& event) const
{
    if (event.model == &document_.model()) return defined_[event.index];
    std::uint16_t bits = 0;
    for (const Element& child : event.children()) bits = std::uint16_t(bits | bits_of(child));
    return bits;
}

std::span<const Element* const> Facts::users(const Element& element, Use use) const
{
    if (element.model != &document_.model()) return {};
    const auto from = std::lower_bound(used_.begin(), used_.end(), Used{element.index, use, 0});
    const auto to = std::lower_bound(from, used_.end(), Used{element.index, use, UINT32_MAX});
    return std::span(users_).subspan(std::size_t(from - used_.begin()), std::size_t(to - from));
}

bool Facts::names(const Element& who, Tag child, const Element& whom) const
{
    return std::binary_search(named_.begin(), named_.end(), Named{who.index, child, whom.index});
}

bool Facts::is_in_a_set(const Element& data) const { return in_set_[data.index]; }

bool Facts::level_has(const Element& node, Tag tag) const
{
    return node.parent != nullptr &&
           (levels_[node.parent->index] & (tag == Tag::startEvent ? has_start : has_end)) != 0;
}

bool Facts::level_is_instantiated(const Element& node) const
{
    return node.parent != nullptr && (levels_[node.parent->index] & has_instantiating) != 0;
}

bool Facts::has_link_by_name(const Element& definition, Tag partner) const
{
    if (definition.parent == nullptr || definition.parent->parent == nullptr || definition.name.empty())
        return false;
    return std::binary_search(links_.begin(), links_.end(),
                              Link{definition.parent->parent->index, partner, definition.name});
}

bool is_event_sub_process(const Element& element)
{
    return is_sub_process(element.tag) && element.flag("triggeredByEvent");
}

const Element* item_of(const Element& element)
{
    const char* attribute = element.tag == Tag::message ? "itemRef" : "itemSubjectRef";
    if (element.tag == Tag::error || element.tag == Tag::escalation || element.tag == Tag::signal)
        attribute = "structureRef";
    if (const Element* item = element.reference(attribute); item != nullptr || element.attribute(attribute))
        return item;
    const Element* behind = nullptr;
    if (element.tag == Tag::dataObjectReference) behind = element.reference("dataObjectRef");
    if (element.tag == Tag::dataStoreReference) behind = element.reference("dataStoreRef");
    return behind != nullptr && behind->tag != element.tag ? item_of(*behind) : nullptr;
}

bool same_item(const Element* a, const Element* b)
{
    if (a == nullptr || b == nullptr) return false;
    if (a == b) return true;
    const std::string_view structure = a->attribute("structureRef").value_or("");
    return !structure.empty() && structure == b->attribute("structureRef").value_or("");
}

}  // namespace lt::bpmn
