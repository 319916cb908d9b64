// Pools and message flows, choreographies, conversations.
#include <array>

#include "process/bpmn/rules/rules.h"

namespace lt::bpmn {
namespace {

using base::msg;

bool is_message_flow(Tag tag) { return tag == Tag::messageFlow; }
bool is_multiplicity(Tag tag) { return tag == Tag::participantMultiplicity; }

bool is_artifact_tag(Tag tag)
{
    return tag == Tag::association || tag == Tag::group || tag == Tag::textAnnotation;
}

// The process that a pool or a node stands for; null: a pool that shows none.
const Element* process_of(const Element& end)
{
    if (end.tag == Tag::participant) return end.reference("processRef");
    return end.enclosing([](Tag tag) { return tag == Tag::process; });
}

bool joins_two_pools(const Facts&, const Element& e)
{
    const Element* const source = e.reference("sourceRef");
    const Element* const target = e.reference("targetRef");
    if (source == nullptr || target == nullptr) return true;
    if (source == target) return false;
    if (source->tag == Tag::participant && target->tag == Tag::participant) return true;
    const Element* const from = process_of(*source);
    return from == nullptr || from != process_of(*target);
}

// Whether an end of a message flow is of that kind of event.
bool has_end(const Element& flow, std::string_view end, Tag event)
{
    const Element* const found = flow.reference(end);
    return found != nullptr && found->tag == event;
}

bool carries_message(const Facts& facts, const Element& flow, std::string_view end, Tag event)
{
    return !has_end(flow, end, event) || facts.defines(*flow.reference(end), Tag::messageEventDefinition);
}

bool has_no_artifact_end(const Element& flow, std::string_view end)
{
    const Element* const found = flow.reference(end);
    return found == nullptr || !is_artifact_tag(found->tag);
}

constexpr std::array kCollaborationRules{
    Rule{"EXT.008", Weight::error, is_message_flow,
         msg("Luồng thông điệp không được dẫn tới chú thích, nhóm hoặc liên hệ."),
         [](const Facts&, const Element& e) { return has_no_artifact_end(e, "targetRef"); }},
    Rule{"EXT.009", Weight::error, is_message_flow,
         msg("Luồng thông điệp không được bắt đầu từ chú thích, nhóm hoặc liên hệ."),
         [](const Facts&, const Element& e) { return has_no_artifact_end(e, "sourceRef"); }},
    Rule{"EXT.031", Weight::error, is_message_flow,
         msg("Luồng thông điệp phải nối hai bên tham gia khác nhau."), joins_two_pools},
    Rule{"EXT.102", Weight::error, is_message_flow,
         msg("Sự kiện bắt đầu không được là nguồn của luồng thông điệp."),
         [](const Facts&, const Element& e) { return !has_end(e, "sourceRef", Tag::startEvent); }},
    Rule{"EXT.108", Weight::error, is_message_flow,
         msg("Sự kiện kết thúc không được là đích của luồng thông điệp."),
         [](const Facts&, const Element& e) { return !has_end(e, "targetRef", Tag::endEvent); }},
    Rule{"EXT.103", Weight::error, is_message_flow,
         msg("Sự kiện bắt đầu nhận luồng thông điệp phải có định nghĩa thông điệp."),
         [](const Facts& facts, const Element& e) {
             return carries_message(facts, e, "targetRef", Tag::startEvent);
         }},
    Rule{"EXT.109", Weight::error, is_message_flow,
         msg("Sự kiện kết thúc gửi luồng thông điệp phải có định nghĩa thông điệp."),
         [](const Facts& facts, const Element& e) {
             return carries_message(facts, e, "sourceRef", Tag::endEvent);
         }},
    Rule{"EXT.119", Weight::error, is_message_flow,
         msg("Sự kiện phát không được là đích, sự kiện nhận không được là nguồn của luồng thông điệp."),
         [](const Facts&, const Element& e) {
             return !has_end(e, "targetRef", Tag::intermediateThrowEvent) &&
                    !has_end(e, "sourceRef", Tag::intermediateCatchEvent) &&
                    !has_end(e, "sourceRef", Tag::boundaryEvent);
         }},
    Rule{
        "EXT.027", Weight::error,
        [](Tag tag) { return tag == Tag::choreography || tag == Tag::globalConversation; },
        msg("Phối hợp (choreography) và hội thoại chung không được chỉ tới một phối hợp khác (choreographyRef)."),
        [](const Facts&, const Element& e) { return e.first(Tag::choreographyRef) == nullptr; }},
    Rule{"EXT.029", Weight::error, is_multiplicity, msg("Số bên tham gia ít nhất (minimum) không được âm."),
         [](const Facts&, const Element& e) { return e.number("minimum", 0) >= 0; }},
    Rule{"EXT.030", Weight::error, is_multiplicity,
         msg("Số bên tham gia nhiều nhất (maximum) phải từ 1 trở lên và không nhỏ hơn minimum."),
         [](const Facts&, const Element& e) {
             const std::int64_t most = e.number("maximum", 1);
             return most >= 1 && most >= e.number("minimum", 0);
         }},
    Rule{"EXT.032", Weight::error, [](Tag tag) { return tag == Tag::globalConversation; },
         msg("Hội thoại chung không được chứa nút hội thoại, liên hệ hoặc chú thích."),
         [](const Facts&, const Element& e) {
             for (const Element& child : e.children()) {
                 if (is_conversation_node(child.tag) || child.tag == Tag::conversationAssociation ||
                     is_artifact_tag(child.tag))
                     return false;
             }
             return true;
         }},
    Rule{"EXT.033", Weight::error, [](Tag tag) { return tag == Tag::collaboration; },
         msg("isClosed của cộng tác phải giống của phối hợp (choreography) được chỉ tới."),
         [](const Facts&, const Element& e) {
             for (const Element& child : e.children(Tag::choreographyRef)) {
                 const Element* const choreography = child.referenced();
                 if (choreography != nullptr && choreography->flag("isClosed") != e.flag("isClosed"))
                     return false;
             }
             return true;
         }},
};

}  // namespace

std::span<const Rule> collaboration_rules() { return kCollaborationRules; }

}  // namespace lt::bpmn
