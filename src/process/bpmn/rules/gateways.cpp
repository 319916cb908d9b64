#include <array>

#include "process/bpmn/rules/rules.h"

namespace lt::bpmn {
namespace {

using base::msg;

bool is_event_gateway(Tag tag) { return tag == Tag::eventBasedGateway; }

bool has_direction(const Element& gateway, std::string_view direction)
{
    return trimmed(gateway.attribute("gatewayDirection").value_or("")) == direction;
}

// What an event gateway may wait for.
bool can_be_awaited(const Facts& facts, const Element& node)
{
    if (node.tag == Tag::receiveTask) return true;
    return node.tag == Tag::intermediateCatchEvent && facts.defines_any(node) &&
           facts.defines_only(node, {Tag::messageEventDefinition, Tag::signalEventDefinition,
                                     Tag::timerEventDefinition, Tag::conditionalEventDefinition});
}

bool follows_event_gateway(const Facts& facts, const Element& node)
{
    for (const Element* flow : facts.flows_in(node)) {
        const Element* const source = flow->reference("sourceRef");
        if (source != nullptr && is_event_gateway(source->tag)) return true;
    }
    return false;
}

// Whether one of the elements behind the gateway is such.
template <class Is>
bool leads_to(const Facts& facts, const Element& gateway, Is is)
{
    for (const Element* flow : facts.flows_out(gateway)) {
        const Element* const target = flow->reference("targetRef");
        if (target != nullptr && is(*target)) return true;
    }
    return false;
}

constexpr std::array kGatewayRules{
    Rule{"EXT.017", Weight::error, is_gateway, msg("Cổng hội tụ (Converging) chỉ được có một luồng ra."),
         [](const Facts& facts, const Element& e) {
             return !has_direction(e, "Converging") || facts.outgoing(e) <= 1;
         }},
    Rule{"EXT.018", Weight::error, is_gateway, msg("Cổng phân nhánh (Diverging) chỉ được có một luồng vào."),
         [](const Facts& facts, const Element& e) {
             return !has_direction(e, "Diverging") || facts.incoming(e) <= 1;
         }},
    Rule{"EXT.019", Weight::error, is_gateway,
         msg("Cổng hỗn hợp (Mixed) phải có ít nhất hai luồng vào và hai luồng ra."),
         [](const Facts& facts, const Element& e) {
             return !has_direction(e, "Mixed") || (facts.incoming(e) >= 2 && facts.outgoing(e) >= 2);
         }},
    Rule{"EXT.135", Weight::error, is_gateway,
         msg("Cổng phải có ít nhất hai luồng vào hoặc ít nhất hai luồng ra."),
         [](const Facts& facts, const Element& e) {
             return facts.incoming(e) >= 2 || facts.outgoing(e) >= 2;
         }},
    Rule{"EXT.136", Weight::error, is_event_gateway, msg("Cổng sự kiện phải có ít nhất hai luồng ra."),
         [](const Facts& facts, const Element& e) { return facts.outgoing(e) >= 2; }},
    Rule{"EXT.137", Weight::error, [](Tag tag) { return tag == Tag::sequenceFlow; },
         msg("Luồng ra của cổng sự kiện không được có điều kiện."),
         [](const Facts&, const Element& e) {
             const Element* const source = e.reference("sourceRef");
             return source == nullptr || !is_event_gateway(source->tag) ||
                    e.first(Tag::conditionExpression) == nullptr;
         }},
    Rule{
        "EXT.138", Weight::error, is_event_gateway,
        msg("Sau cổng sự kiện chỉ được là công việc nhận hoặc sự kiện nhận thông điệp, tín hiệu, hẹn giờ, điều kiện."),
        [](const Facts& facts, const Element& e) {
            return !leads_to(facts, e, [&](const Element& target) { return !can_be_awaited(facts, target); });
        }},
    Rule{"EXT.139", Weight::error, is_event_gateway,
         msg("Sau cổng sự kiện không được có cả công việc nhận và sự kiện nhận thông điệp."),
         [](const Facts& facts, const Element& e) {
             return !leads_to(facts, e, [](const Element& target) {
                 return target.tag == Tag::receiveTask;
             }) || !leads_to(facts, e, [&](const Element& target) {
                 return target.tag == Tag::intermediateCatchEvent &&
                        facts.defines(target, Tag::messageEventDefinition);
             });
         }},
    Rule{"EXT.140", Weight::error, [](Tag tag) { return tag == Tag::receiveTask; },
         msg("Công việc nhận đứng sau cổng sự kiện không được gắn sự kiện biên."),
         [](const Facts& facts, const Element& e) {
             return facts.users(e, Use::attached).empty() || !follows_event_gateway(facts, e);
         }},
    Rule{"EXT.141", Weight::error, is_flow_node,
         msg("Phần tử đứng sau cổng sự kiện không được có luồng vào nào khác."),
         [](const Facts& facts, const Element& e) {
             return facts.incoming(e) < 2 || !follows_event_gateway(facts, e);
         }},
    Rule{"EXT.142", Weight::error, is_event_gateway,
         msg("Cổng sự kiện khởi tạo quy trình (instantiate) không được có luồng vào."),
         [](const Facts& facts, const Element& e) {
             return !e.flag("instantiate") || facts.incoming(e) == 0;
         }},
};

}  // namespace

std::span<const Rule> gateway_rules() { return kGatewayRules; }

}  // namespace lt::bpmn
