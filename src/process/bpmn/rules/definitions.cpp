// What event definitions need, and the data of events.
#include <array>

#include "process/bpmn/rules/rules.h"

namespace lt::bpmn {
namespace {

using base::msg;

bool is_throw_or_end(Tag tag) { return tag == Tag::intermediateThrowEvent || tag == Tag::endEvent; }
bool is_event_with_data(Tag tag) { return is_catching(tag) || is_throw_or_end(tag); }
bool is_message_definition(Tag tag) { return tag == Tag::messageEventDefinition; }
bool is_definition_reference(Tag tag) { return tag == Tag::eventDefinitionRef; }

Tag data_of(const Element& event) { return is_throw_or_end(event.tag) ? Tag::dataInput : Tag::dataOutput; }

// Inline definitions and references, in the order in which they stand. Null where a reference leads nowhere.
std::vector<const Element*> definitions_of(const Element& event)
{
    std::vector<const Element*> all;
    for (const Element& child : event.children()) {
        if (is_event_definition(child.tag)) all.push_back(&child);
        if (child.tag == Tag::eventDefinitionRef) all.push_back(child.referenced());
    }
    return all;
}

// What a definition carries; null: nothing, or it can carry nothing.
const Element* carried_by(const Element& definition)
{
    const Element* carrier = nullptr;
    if (definition.tag == Tag::messageEventDefinition) carrier = definition.reference("messageRef");
    if (definition.tag == Tag::errorEventDefinition) carrier = definition.reference("errorRef");
    if (definition.tag == Tag::escalationEventDefinition) carrier = definition.reference("escalationRef");
    if (definition.tag == Tag::signalEventDefinition) carrier = definition.reference("signalRef");
    return carrier != nullptr ? item_of(*carrier) : nullptr;
}

bool can_carry(const Element& definition)
{
    return definition.tag == Tag::messageEventDefinition || definition.tag == Tag::errorEventDefinition ||
           definition.tag == Tag::escalationEventDefinition || definition.tag == Tag::signalEventDefinition;
}

// A message definition that stands by itself is held to what events need where an event refers to it.
const Element* shared_message(const Element& reference)
{
    const Element* const definition = reference.referenced();
    const bool is_shared = definition != nullptr && is_message_definition(definition->tag) &&
                           (definition->parent == nullptr || !is_event(definition->parent->tag));
    return is_shared ? definition : nullptr;
}

bool has_as_many(const Facts&, const Element& e)
{
    const std::size_t data = e.children(data_of(e)).size();
    return data == 0 || data == definitions_of(e).size();
}

bool items_agree(const Facts&, const Element& e)
{
    const auto definitions = definitions_of(e);
    std::size_t i = 0;
    for (const Element& data : e.children(data_of(e))) {
        if (i == definitions.size()) return true;  // their number is another rule's
        const Element* const definition = definitions[i++];
        if (definition == nullptr || !can_carry(*definition)) continue;
        const Element* const item = item_of(data);
        const Element* const carried = carried_by(*definition);
        if ((item != nullptr || carried != nullptr) && !same_item(item, carried)) return false;
    }
    return true;
}

bool throws_a_code(const Facts&, const Element& e)
{
    for (const Element* definition : definitions_of(e)) {
        if (definition == nullptr || definition->tag != Tag::escalationEventDefinition) continue;
        const Element* const escalation = definition->reference("escalationRef");
        if (escalation == nullptr || trimmed(escalation->attribute("escalationCode").value_or("")).empty())
            return false;
    }
    return true;
}

constexpr std::array kDefinitionRules{
    Rule{
        "EXT.011", Weight::executable, is_throw_or_end,
        msg("Sự kiện phát leo thang của quy trình thực thi phải chỉ tới một leo thang có mã (escalationCode)."),
        throws_a_code},
    Rule{"EXT.093", Weight::executable, is_event_with_data,
         msg("Sự kiện có dữ liệu vào hoặc ra phải có số dữ liệu bằng số định nghĩa sự kiện."), has_as_many},
    Rule{
        "EXT.094", Weight::executable, is_event_with_data,
        msg("Dữ liệu của sự kiện phải cùng kiểu (itemDefinition) với thông điệp, lỗi, leo thang hoặc tín hiệu của nó."),
        items_agree},
    Rule{"EXT.095", Weight::error, is_definition_reference,
         msg("Định nghĩa nằm trong một sự kiện phát hoặc kết thúc không được dùng ở sự kiện khác."),
         [](const Facts&, const Element& e) {
             const Element* const definition = e.referenced();
             return definition == nullptr || definition->parent == nullptr ||
                    !is_throw_or_end(definition->parent->tag);
         }},
    Rule{
        "EXT.123", Weight::executable, [](Tag tag) { return tag == Tag::conditionalEventDefinition; },
        msg("Sự kiện điều kiện của quy trình thực thi cần một biểu thức hình thức không trống (xsi:type=\"tFormalExpression\")."),
        [](const Facts&, const Element& e) {
            const Element* const condition = e.first(Tag::condition);
            return condition != nullptr && condition->is_formal() && !condition->text.empty();
        }},
    Rule{"EXT.127", Weight::inside, is_message_definition,
         msg("Sự kiện thông điệp của quy trình thực thi phải chỉ tới thông điệp (messageRef)."),
         [](const Facts&, const Element& e) { return e.attribute("messageRef").has_value(); }},
    Rule{"EXT.128", Weight::inside, is_message_definition,
         msg("Sự kiện thông điệp của quy trình thực thi phải chỉ tới thao tác (operationRef)."),
         [](const Facts&, const Element& e) { return e.first(Tag::operationRef) != nullptr; }},
    Rule{"EXT.127", Weight::inside, is_definition_reference,
         msg("Sự kiện thông điệp của quy trình thực thi phải chỉ tới thông điệp (messageRef)."),
         [](const Facts&, const Element& e) {
             const Element* const shared = shared_message(e);
             return shared == nullptr || shared->attribute("messageRef").has_value();
         }},
    Rule{"EXT.128", Weight::inside, is_definition_reference,
         msg("Sự kiện thông điệp của quy trình thực thi phải chỉ tới thao tác (operationRef)."),
         [](const Facts&, const Element& e) {
             const Element* const shared = shared_message(e);
             return shared == nullptr || shared->first(Tag::operationRef) != nullptr;
         }},
    Rule{"EXT.131", Weight::error, [](Tag tag) { return tag == Tag::timerEventDefinition; },
         msg("Hẹn giờ chỉ được có một trong timeDate, timeDuration, timeCycle."),
         [](const Facts&, const Element& e) {
             const std::size_t count = e.children(Tag::timeDate).size() +
                                       e.children(Tag::timeDuration).size() +
                                       e.children(Tag::timeCycle).size();
             return count <= 1;
         }},
};

}  // namespace

std::span<const Rule> definition_rules() { return kDefinitionRules; }

}  // namespace lt::bpmn
