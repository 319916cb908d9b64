// Which definitions may stand where (formal/2013-12-09, table 10.93), what flows events have, boundary events.
#include <array>

#include "process/bpmn/rules/rules.h"

namespace lt::bpmn {
namespace {

using base::msg;

bool is_start(Tag tag) { return tag == Tag::startEvent; }
bool is_end(Tag tag) { return tag == Tag::endEvent; }
bool is_boundary(Tag tag) { return tag == Tag::boundaryEvent; }
bool is_catch(Tag tag) { return tag == Tag::intermediateCatchEvent; }
bool is_throw(Tag tag) { return tag == Tag::intermediateThrowEvent; }
bool is_intermediate(Tag tag) { return is_catch(tag) || is_throw(tag); }

bool is_in(const Element& event, Tag parent)
{
    return event.parent != nullptr && event.parent->tag == parent;
}
bool is_in_event_sub_process(const Element& event)
{
    return event.parent != nullptr && is_event_sub_process(*event.parent);
}
bool is_compensation(const Facts& facts, const Element& event)
{
    return facts.defines(event, Tag::compensateEventDefinition);
}
bool is_link(const Facts& facts, const Element& event)
{
    return facts.defines(event, Tag::linkEventDefinition);
}

// The start of an event sub-process that does not interrupt excludes two kinds more.
bool is_allowed_event_start(const Facts& facts, const Element& e)
{
    if (!facts.defines_any(e)) return false;
    for (const Tag never :
         {Tag::linkEventDefinition, Tag::cancelEventDefinition, Tag::terminateEventDefinition}) {
        if (facts.defines(e, never)) return false;
    }
    if (e.flag("isInterrupting")) return true;
    return !facts.defines(e, Tag::errorEventDefinition) && !is_compensation(facts, e);
}

bool is_allowed_boundary(const Facts& facts, const Element& e)
{
    if (!facts.defines_any(e) || is_link(facts, e) || facts.defines(e, Tag::terminateEventDefinition))
        return false;
    if (e.flag("cancelActivity")) return true;
    return !facts.defines(e, Tag::errorEventDefinition) && !facts.defines(e, Tag::cancelEventDefinition) &&
           !is_compensation(facts, e);
}

// The activities that an association joins to the event, in whichever direction it was drawn.
template <class Act>
void for_each_handler(const Facts& facts, const Element& event, Act act)
{
    for (const Element* association : facts.users(event, Use::association_source)) {
        const Element* const other = association->reference("targetRef");
        if (other != nullptr && is_activity(other->tag)) act(*other);
    }
    for (const Element* association : facts.users(event, Use::association_target)) {
        const Element* const other = association->reference("sourceRef");
        if (other != nullptr && is_activity(other->tag)) act(*other);
    }
}

constexpr std::array kEventRules{
    Rule{"EXT.096", Weight::error, is_start, msg("Sự kiện bắt đầu không được có luồng vào."),
         [](const Facts& facts, const Element& e) { return facts.incoming(e) == 0; }},
    Rule{"EXT.101", Weight::error, is_start, msg("Sự kiện bắt đầu phải có luồng ra."),
         [](const Facts& facts, const Element& e) { return facts.names_outgoing(e); }},
    Rule{
        "EXT.098,EXT.121", Weight::error, is_start,
        msg("Quy trình chỉ được bắt đầu bằng sự kiện không định nghĩa, thông điệp, hẹn giờ, điều kiện hoặc tín hiệu."),
        [](const Facts& facts, const Element& e) {
            return !is_in(e, Tag::process) ||
                   facts.defines_only(e, {Tag::messageEventDefinition, Tag::timerEventDefinition,
                                          Tag::conditionalEventDefinition, Tag::signalEventDefinition});
        }},
    Rule{"EXT.100", Weight::error, is_start,
         msg("Sự kiện bắt đầu của quy trình con không được có định nghĩa sự kiện."),
         [](const Facts& facts, const Element& e) {
             const bool is_inside =
                 e.parent != nullptr && is_sub_process(e.parent->tag) && !is_event_sub_process(*e.parent);
             return !is_inside || !facts.defines_any(e);
         }},
    Rule{
        "EXT.059,EXT.129", Weight::error, is_start,
        msg("Sự kiện bắt đầu của quy trình con sự kiện phải có định nghĩa thuộc loại được phép (không liên kết, huỷ, chấm dứt; "
            "nếu không ngắt thì không lỗi, không bồi hoàn)."),
        [](const Facts& facts, const Element& e) {
            return !is_in_event_sub_process(e) || is_allowed_event_start(facts, e);
        }},
    Rule{"EXT.104", Weight::error, is_end, msg("Sự kiện kết thúc không được có luồng ra."),
         [](const Facts& facts, const Element& e) { return facts.outgoing(e) == 0; }},
    Rule{"EXT.107", Weight::error, is_end, msg("Sự kiện kết thúc phải có luồng vào."),
         [](const Facts& facts, const Element& e) { return facts.names_incoming(e); }},
    Rule{"EXT.106", Weight::error, is_end, msg("Sự kiện kết thúc huỷ chỉ được dùng trong giao dịch."),
         [](const Facts& facts, const Element& e) {
             return !facts.defines(e, Tag::cancelEventDefinition) ||
                    e.enclosing([](Tag tag) { return tag == Tag::transaction; }) != nullptr;
         }},
    Rule{"EXT.146", Weight::error, is_end,
         msg("Sự kiện kết thúc không được là liên kết, điều kiện hoặc hẹn giờ."),
         [](const Facts& facts, const Element& e) {
             return !is_link(facts, e) && !facts.defines(e, Tag::conditionalEventDefinition) &&
                    !facts.defines(e, Tag::timerEventDefinition);
         }},
    Rule{
        "EXT.110,EXT.130,EXT.147", Weight::error, is_boundary,
        msg("Sự kiện biên phải có định nghĩa thuộc loại được phép (không liên kết, chấm dứt; nếu không ngắt thì không lỗi, huỷ, "
            "bồi hoàn)."),
        is_allowed_boundary},
    Rule{"EXT.111,EXT.120", Weight::error, is_boundary, msg("Sự kiện biên huỷ chỉ được gắn vào giao dịch."),
         [](const Facts& facts, const Element& e) {
             const Element* const host = e.reference("attachedToRef");
             return !facts.defines(e, Tag::cancelEventDefinition) || host == nullptr ||
                    host->tag == Tag::transaction;
         }},
    Rule{"EXT.112", Weight::error, is_boundary, msg("Sự kiện biên không được có luồng vào."),
         [](const Facts& facts, const Element& e) { return facts.incoming(e) == 0; }},
    Rule{"EXT.113", Weight::error, is_boundary, msg("Sự kiện biên phải có luồng ra."),
         [](const Facts& facts, const Element& e) {
             return is_compensation(facts, e) || facts.names_outgoing(e);
         }},
    Rule{"EXT.114", Weight::error, is_boundary, msg("Sự kiện biên bồi hoàn không được có luồng ra."),
         [](const Facts& facts, const Element& e) {
             return !is_compensation(facts, e) || facts.outgoing(e) == 0;
         }},
    Rule{"EXT.143", Weight::error, is_boundary,
         msg("Sự kiện biên bồi hoàn phải có liên hệ tới hoạt động bồi hoàn."),
         [](const Facts& facts, const Element& e) {
             bool has_handler = false;
             for_each_handler(facts, e, [&](const Element&) { has_handler = true; });
             return !is_compensation(facts, e) || has_handler;
         }},
    Rule{"EXT.144", Weight::error, is_boundary,
         msg("Hoạt động bồi hoàn phải ghi isForCompensation=\"true\"."),
         [](const Facts& facts, const Element& e) {
             bool all_for_it = true;
             for_each_handler(facts, e, [&](const Element& handler) {
                 all_for_it = all_for_it && handler.flag("isForCompensation");
             });
             return !is_compensation(facts, e) || all_for_it;
         }},
    Rule{"EXT.115", Weight::error, is_intermediate, msg("Sự kiện trung gian phải có luồng vào."),
         [](const Facts& facts, const Element& e) {
             return (is_catch(e.tag) && is_link(facts, e)) || facts.names_incoming(e);
         }},
    Rule{"EXT.116", Weight::error, is_intermediate, msg("Sự kiện trung gian phải có luồng ra."),
         [](const Facts& facts, const Element& e) {
             return (is_throw(e.tag) && is_link(facts, e)) || facts.names_outgoing(e);
         }},
    Rule{"EXT.117", Weight::error, is_intermediate,
         msg("Sự kiện phát liên kết không được có luồng ra, sự kiện nhận liên kết không được có luồng vào."),
         [](const Facts& facts, const Element& e) {
             return !is_link(facts, e) || (is_throw(e.tag) ? facts.outgoing(e) : facts.incoming(e)) == 0;
         }},
    Rule{"EXT.122", Weight::error, is_catch, msg("Sự kiện nhận trong luồng không được là bồi hoàn."),
         [](const Facts& facts, const Element& e) { return !is_compensation(facts, e); }},
    Rule{
        "EXT.148", Weight::error, is_catch,
        msg("Sự kiện nhận trong luồng phải có định nghĩa, không được là leo thang, lỗi, huỷ, bồi hoàn hoặc chấm dứt."),
        [](const Facts& facts, const Element& e) {
            return facts.defines_any(e) &&
                   facts.defines_only(e, {Tag::messageEventDefinition, Tag::timerEventDefinition,
                                          Tag::conditionalEventDefinition, Tag::signalEventDefinition,
                                          Tag::linkEventDefinition});
        }},
    Rule{"EXT.149", Weight::error, is_throw,
         msg("Sự kiện phát không được là hẹn giờ, lỗi, huỷ, điều kiện hoặc chấm dứt."),
         [](const Facts& facts, const Element& e) {
             return facts.defines_only(e, {Tag::messageEventDefinition, Tag::signalEventDefinition,
                                           Tag::escalationEventDefinition, Tag::compensateEventDefinition,
                                           Tag::linkEventDefinition});
         }},
};

}  // namespace

std::span<const Rule> event_rules() { return kEventRules; }

}  // namespace lt::bpmn
