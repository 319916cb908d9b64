// Sequence flows, what a level needs, links.
#include <array>

#include "process/bpmn/rules/rules.h"

namespace lt::bpmn {
namespace {

using base::msg;

bool is_flow(Tag tag) { return tag == Tag::sequenceFlow; }
bool is_link(Tag tag) { return tag == Tag::linkEventDefinition; }

bool is_artifact_end(const Element* element)
{
    return element != nullptr && (element->tag == Tag::association || element->tag == Tag::group ||
                                  element->tag == Tag::textAnnotation);
}

// Of a process, and open to flows.
bool is_end_of_flow(const Element& flow, const Element* element)
{
    if (element == nullptr) return true;  // a dangling reference is told as REF
    const bool in_choreography = flow.parent != nullptr && (is_choreography_activity(flow.parent->tag) ||
                                                            is_collaboration(flow.parent->tag));
    if (in_choreography && is_choreography_activity(element->tag)) return true;
    return (is_activity(element->tag) || is_gateway(element->tag) || is_event(element->tag)) &&
           !is_event_sub_process(*element);
}

// Nodes of which a level with a start event, or with an end event, asks that flows lead to or from them.
bool is_linked(Tag tag)
{
    return is_activity(tag) || is_gateway(tag) || tag == Tag::intermediateCatchEvent ||
           tag == Tag::intermediateThrowEvent;
}

bool stands_alone(const Element& node)
{
    return (is_activity(node.tag) && node.flag("isForCompensation")) || is_event_sub_process(node);
}

bool instantiates(const Element& node)
{
    return (node.tag == Tag::receiveTask || node.tag == Tag::eventBasedGateway) && node.flag("instantiate");
}

bool is_throw_link(const Element& link)
{
    return link.parent != nullptr && link.parent->tag == Tag::intermediateThrowEvent;
}
bool is_catch_link(const Element& link)
{
    return link.parent != nullptr && link.parent->tag == Tag::intermediateCatchEvent;
}

const Element* level_of(const Element& definition)
{
    return definition.parent != nullptr ? definition.parent->parent : nullptr;
}

// Tools write links by equal names instead of references.
bool is_linked_by_name(const Facts& facts, const Element& link)
{
    if (link.first(Tag::source) != nullptr || link.first(Tag::target) != nullptr) return false;
    return facts.has_link_by_name(link, is_throw_link(link) ? Tag::intermediateCatchEvent
                                                            : Tag::intermediateThrowEvent);
}

// All that a link names names it back; `holds` is asked about each.
template <class Holds>
bool all_named(const Element& link, Tag child, Holds holds)
{
    for (const Element& one : link.children(child)) {
        const Element* const other = one.referenced();
        if (other != nullptr && is_link(other->tag) && !holds(*other)) return false;
    }
    return true;
}

constexpr std::array kFlowRules{
    Rule{"EXT.006", Weight::error, is_flow, msg("Luồng không được dẫn tới chú thích, nhóm hoặc liên hệ."),
         [](const Facts&, const Element& e) { return !is_artifact_end(e.reference("targetRef")); }},
    Rule{"EXT.007", Weight::error, is_flow, msg("Luồng không được bắt đầu từ chú thích, nhóm hoặc liên hệ."),
         [](const Facts&, const Element& e) { return !is_artifact_end(e.reference("sourceRef")); }},
    Rule{"EXT.021", Weight::error, is_flow,
         msg("Luồng phải bắt đầu từ một hoạt động, cổng hoặc sự kiện, không từ quy trình con sự kiện."),
         [](const Facts&, const Element& e) { return is_end_of_flow(e, e.reference("sourceRef")); }},
    Rule{"EXT.022", Weight::error, is_flow,
         msg("Luồng phải dẫn tới một hoạt động, cổng hoặc sự kiện, không tới quy trình con sự kiện."),
         [](const Facts&, const Element& e) { return is_end_of_flow(e, e.reference("targetRef")); }},
    Rule{"EXT.023", Weight::error, is_flow,
         msg("Phần tử nguồn phải ghi luồng này trong outgoing, phần tử đích trong incoming."),
         [](const Facts& facts, const Element& e) {
             const Element* const source = e.reference("sourceRef");
             const Element* const target = e.reference("targetRef");
             return (source == nullptr || facts.names(*source, Tag::outgoing, e)) &&
                    (target == nullptr || facts.names(*target, Tag::incoming, e));
         }},
    Rule{"EXT.023", Weight::warning, [](Tag tag) { return tag == Tag::incoming || tag == Tag::outgoing; },
         msg("Phần tử ghi luồng vào hoặc ra mà luồng đó không nối với nó."),
         [](const Facts&, const Element& e) {
             const Element* const flow = e.referenced();
             if (flow == nullptr || flow->tag != Tag::sequenceFlow) return true;
             return flow->reference(e.tag == Tag::incoming ? "targetRef" : "sourceRef") == e.parent;
         }},
    Rule{"EXT.024", Weight::executable, is_flow,
         msg("Luồng của quy trình thực thi không được ghi isImmediate=\"false\"."),
         [](const Facts&, const Element& e) { return e.flag("isImmediate"); }},
    Rule{"EXT.025", Weight::error, is_flow,
         msg("Luồng có điều kiện phải đi từ một cổng, hoặc từ một hoạt động có ít nhất hai luồng ra."),
         [](const Facts& facts, const Element& e) {
             const Element* const source = e.reference("sourceRef");
             if (e.first(Tag::conditionExpression) == nullptr || source == nullptr) return true;
             return is_gateway(source->tag) || (is_activity(source->tag) && facts.outgoing(*source) >= 2);
         }},
    Rule{"EXT.026", Weight::error, [](Tag tag) { return is_activity(tag) || is_gateway(tag); },
         msg("Luồng mặc định (default) phải là một luồng ra của chính phần tử này."),
         [](const Facts&, const Element& e) {
             if (!e.attribute("default")) return true;
             const Element* const flow = e.reference("default");
             return flow != nullptr && flow->reference("sourceRef") == &e;
         }},
    Rule{"EXT.028,EXT.152", Weight::error, is_flow,
         msg("Luồng không được vượt ranh giới của bên tham gia hay quy trình con."),
         [](const Facts&, const Element& e) {
             const Element* const source = e.reference("sourceRef");
             const Element* const target = e.reference("targetRef");
             return source == nullptr || target == nullptr || source->parent == target->parent;
         }},
    Rule{"EXT.097", Weight::error, [](Tag tag) { return tag == Tag::endEvent; },
         msg("Nơi có sự kiện kết thúc phải có sự kiện bắt đầu."),
         [](const Facts& facts, const Element& e) {
             return facts.level_has(e, Tag::startEvent) || facts.level_is_instantiated(e);
         }},
    Rule{"EXT.105", Weight::error, [](Tag tag) { return tag == Tag::startEvent; },
         msg("Nơi có sự kiện bắt đầu phải có sự kiện kết thúc."),
         [](const Facts& facts, const Element& e) { return facts.level_has(e, Tag::endEvent); }},
    Rule{"EXT.150", Weight::error, is_linked, msg("Nơi có sự kiện bắt đầu, phần tử này phải có luồng vào."),
         [](const Facts& facts, const Element& e) {
             if (!facts.level_has(e, Tag::startEvent) || stands_alone(e) || instantiates(e)) return true;
             const bool is_catch =
                 e.tag == Tag::intermediateCatchEvent && facts.defines(e, Tag::linkEventDefinition);
             return is_catch || facts.names_incoming(e);
         }},
    Rule{"EXT.151", Weight::error, is_linked, msg("Nơi có sự kiện kết thúc, phần tử này phải có luồng ra."),
         [](const Facts& facts, const Element& e) {
             if (!facts.level_has(e, Tag::endEvent) || stands_alone(e)) return true;
             const bool is_throw =
                 e.tag == Tag::intermediateThrowEvent && facts.defines(e, Tag::linkEventDefinition);
             return is_throw || facts.names_outgoing(e);
         }},
    Rule{"EXT.118", Weight::executable, is_link,
         msg("Hai đầu của liên kết phải chỉ tới nhau (target và source)."),
         [](const Facts& facts, const Element& e) {
             return all_named(e, Tag::target,
                              [&](const Element& other) { return facts.names(other, Tag::source, e); }) &&
                    all_named(e, Tag::source,
                              [&](const Element& other) { return facts.names(other, Tag::target, e); });
         }},
    Rule{"EXT.124", Weight::executable, is_link,
         msg("Sự kiện nhận liên kết phải có ít nhất một nguồn (source)."),
         [](const Facts& facts, const Element& e) {
             return !is_catch_link(e) || e.first(Tag::source) != nullptr || is_linked_by_name(facts, e);
         }},
    Rule{"EXT.125", Weight::executable, is_link, msg("Sự kiện phát liên kết phải có đúng một đích (target)."),
         [](const Facts& facts, const Element& e) {
             return !is_throw_link(e) || e.children(Tag::target).size() == 1 || is_linked_by_name(facts, e);
         }},
    Rule{"EXT.124,EXT.125", Weight::warning, is_link,
         msg("Liên kết không ghi source hoặc target; hệ thống nối theo tên giống nhau."),
         [](const Facts& facts, const Element& e) {
             return !(is_throw_link(e) || is_catch_link(e)) || !is_linked_by_name(facts, e);
         }},
    Rule{"EXT.126", Weight::error, is_link, msg("Hai đầu của liên kết phải ở cùng một cấp của quy trình."),
         [](const Facts&, const Element& e) {
             const auto is_here = [&](const Element& other) {
                 return level_of(other) == level_of(e) || (!is_throw_link(other) && !is_catch_link(other));
             };
             return all_named(e, Tag::target, is_here) && all_named(e, Tag::source, is_here);
         }},
};

}  // namespace

std::span<const Rule> flow_rules() { return kFlowRules; }

}  // namespace lt::bpmn
