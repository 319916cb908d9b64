// Our own warnings: what the standard allows and what will hardly work.
#include <algorithm>
#include <array>

#include "process/bpmn/lexical.h"
#include "process/bpmn/rules/rules.h"

namespace lt::bpmn {
namespace {

using base::msg;

constexpr int kLookBack = 20;  // steps; a longer straight line is not followed further

bool is_level(Tag tag) { return tag == Tag::process || is_sub_process(tag); }

// The level has nodes, and a token to begin with.
bool has_beginning(const Facts& facts, const Element& level)
{
    bool is_empty = true;
    for (const Element& child : level.children()) {
        if (!is_flow_node(child.tag) || child.tag == Tag::boundaryEvent) continue;
        if (facts.incoming(child) == 0) return true;
        is_empty = false;
    }
    return is_empty;
}

// Compensation is thrown for an activity beside the event, for the scope around it, or, from a handler, for what it handles.
bool is_within_reach(const Facts&, const Element& e)
{
    const Element* const activity = e.reference("activityRef");
    const Element* level = e.parent != nullptr ? e.parent->parent : nullptr;
    if (activity == nullptr || level == nullptr || !is_event(e.parent->tag)) return true;
    if (activity->parent == level || level->is_inside(*activity)) return true;
    return is_event_sub_process(*level) && activity->parent == level->parent;
}

bool catches_each_error_once(const Facts& facts, const Element& e)
{
    std::vector<std::string_view> codes;
    for (const Element* boundary : facts.users(e, Use::attached)) {
        for (const Element& definition : boundary->children(Tag::errorEventDefinition))
            codes.push_back(error_code(definition));
    }
    std::sort(codes.begin(), codes.end());
    return std::adjacent_find(codes.begin(), codes.end()) == codes.end();
}

bool finds_a_catch(const Facts& facts, const Element& e)
{
    for (const Element& definition : e.children(Tag::errorEventDefinition)) {
        if (!facts.is_caught(e, error_code(definition))) return false;
    }
    return true;
}

// The choice from which a flow comes in a straight line, or null.
const Element* choice_behind(const Facts& facts, const Element& flow)
{
    const Element* at = flow.reference("sourceRef");
    for (int i = 0; at != nullptr && i < kLookBack; ++i) {
        const bool is_choice = at->tag == Tag::exclusiveGateway || at->tag == Tag::eventBasedGateway;
        if (is_choice && facts.flows_out(*at).size() > 1) return at;
        if (facts.flows_in(*at).size() != 1 || facts.flows_out(*at).size() != 1) return nullptr;
        at = facts.flows_in(*at).front()->reference("sourceRef");
    }
    return nullptr;
}

// A parallel join that waits for two branches of which a choice takes only one waits for ever.
bool waits_for_what_comes(const Facts& facts, const Element& e)
{
    std::vector<const Element*> choices;
    for (const Element* flow : facts.flows_in(e)) {
        if (const Element* const choice = choice_behind(facts, *flow); choice != nullptr)
            choices.push_back(choice);
    }
    std::sort(choices.begin(), choices.end());
    return std::adjacent_find(choices.begin(), choices.end()) == choices.end();
}

constexpr std::array kAdvice{
    Rule{"LT.start", Weight::warning, is_level,
         msg("Không có phần tử nào để bắt đầu: mọi phần tử đều có luồng vào."), has_beginning},
    Rule{"LT.reach", Weight::warning, is_flow_node,
         msg("Không có đường nào từ chỗ bắt đầu đi tới phần tử này."),
         [](const Facts& facts, const Element& e) {
             return facts.is_reached(e) || e.parent == nullptr || !is_level(e.parent->tag);
         }},
    Rule{"LT.compensation", Weight::warning, [](Tag tag) { return tag == Tag::compensateEventDefinition; },
         msg("Hoạt động được bồi hoàn (activityRef) phải ở cùng cấp với sự kiện hoặc bao quanh nó."),
         is_within_reach},
    Rule{"LT.catch-twice", Weight::warning, is_activity,
         msg("Hai sự kiện biên của hoạt động này cùng bắt một lỗi."), catches_each_error_once},
    Rule{"LT.uncaught", Weight::warning, [](Tag tag) { return tag == Tag::endEvent; },
         msg("Không có sự kiện nào bắt lỗi được phát ở đây; quy trình sẽ dừng vì lỗi."), finds_a_catch},
    Rule{"LT.deadlock", Weight::warning, [](Tag tag) { return tag == Tag::parallelGateway; },
         msg("Cổng song song chờ hai nhánh của một lựa chọn chỉ đi một nhánh; quy trình sẽ chờ mãi."),
         waits_for_what_comes},
    Rule{"LT.cardinality", Weight::warning, [](Tag tag) { return tag == Tag::loopCardinality; },
         msg("Số lần thực hiện (loopCardinality) không được âm."),
         [](const Facts&, const Element& e) {
             return !(is_decimal(e.trimmed()) && e.trimmed().starts_with('-'));
         }},
    Rule{"LT.loop-maximum", Weight::warning, [](Tag tag) { return tag == Tag::standardLoopCharacteristics; },
         msg("Số lần lặp nhiều nhất (loopMaximum) phải từ 1 trở lên."),
         [](const Facts&, const Element& e) { return e.number("loopMaximum", 1) >= 1; }},
};

}  // namespace

std::span<const Rule> advice() { return kAdvice; }

}  // namespace lt::bpmn
