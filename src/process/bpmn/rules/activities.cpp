// Activities, sub-processes of all kinds, loops, resource roles.
#include <array>

#include "process/bpmn/lexical.h"
#include "process/bpmn/rules/rules.h"

namespace lt::bpmn {
namespace {

using base::msg;

bool is_multi_instance(Tag tag) { return tag == Tag::multiInstanceLoopCharacteristics; }
bool is_ad_hoc(Tag tag) { return tag == Tag::adHocSubProcess; }

template <class Is>
bool has_child(const Element& element, Is is)
{
    for (const Element& child : element.children()) {
        if (is(child.tag)) return true;
    }
    return false;
}

bool is_script_task(Tag tag) { return tag == Tag::scriptTask; }
bool is_activity_but_script(Tag tag) { return is_activity(tag) && !is_script_task(tag); }
bool starts_with_tokens(const Facts&, const Element& e) { return e.number("startQuantity", 1) >= 1; }
bool ends_with_tokens(const Facts&, const Element& e) { return e.number("completionQuantity", 1) >= 1; }

bool has_no_choreography(const Facts&, const Element& e) { return !has_child(e, is_choreography_activity); }

std::size_t loops_of(const Element& activity)
{
    return activity.children(Tag::standardLoopCharacteristics).size() +
           activity.children(Tag::multiInstanceLoopCharacteristics).size();
}

bool is_collection(const Element* item) { return item != nullptr && item->flag("isCollection"); }

// One item of a collection: of its structure, and no collection itself.
bool is_item_of(const Element& loop, Tag collection, Tag one)
{
    const Element* const all = loop.reference(collection);
    const Element* const data = loop.first(one);
    if (all == nullptr || data == nullptr) return true;
    const Element* const item = item_of(*data);
    const Element* const items = item_of(*all);
    if (item == nullptr && items == nullptr) return !data->flag("isCollection");
    return same_item(item, items) && !is_collection(item);
}

bool is_condition(const Element* expression)
{
    return expression == nullptr || !is_no_condition(expression->trimmed());
}

constexpr std::array kActivityRules{
    Rule{"EXT.036", Weight::error, [](Tag tag) { return tag == Tag::process; },
         msg("Quy trình không được chứa hoạt động phối hợp (choreography)."), has_no_choreography},
    Rule{"EXT.056", Weight::error, is_sub_process,
         msg("Quy trình con không được chứa hoạt động phối hợp (choreography)."), has_no_choreography},
    Rule{"EXT.035", Weight::error, [](Tag tag) { return tag == Tag::process; },
         msg("Quy trình công khai (Public) không được ghi là thực thi."),
         [](const Facts&, const Element& e) {
             return e.attribute("processType") != "Public" || !e.flag("isExecutable");
         }},
    Rule{"EXT.037", Weight::error, is_activity_but_script,
         msg("Số lượng bắt đầu (startQuantity) phải từ 1 trở lên."), starts_with_tokens},
    Rule{"EXT.038", Weight::error, is_activity_but_script,
         msg("Số lượng hoàn thành (completionQuantity) phải từ 1 trở lên."), ends_with_tokens},
    // The published models that must end in an error when they run have such quantities at tasks with a script, so a check lets these
    // pass; none is deployed, for the engine refuses them.
    Rule{"EXT.037", Weight::warning, is_script_task,
         msg("Số lượng bắt đầu (startQuantity) nhỏ hơn 1: quy trình này không chạy được."),
         starts_with_tokens},
    Rule{"EXT.038", Weight::warning, is_script_task,
         msg("Số lượng hoàn thành (completionQuantity) nhỏ hơn 1: quy trình này không chạy được."),
         ends_with_tokens},
    Rule{"EXT.039", Weight::error, is_resource_role,
         msg("Vai trò không được vừa chỉ tới nguồn lực (resourceRef) vừa có biểu thức phân công."),
         [](const Facts&, const Element& e) {
             return e.first(Tag::resourceRef) == nullptr ||
                    e.first(Tag::resourceAssignmentExpression) == nullptr;
         }},
    Rule{"EXT.040", Weight::error, is_resource_role,
         msg("Vai trò chỉ được có tham số khi chỉ tới nguồn lực (resourceRef)."),
         [](const Facts&, const Element& e) {
             return e.first(Tag::resourceParameterBinding) == nullptr || e.first(Tag::resourceRef) != nullptr;
         }},
    Rule{"EXT.041,EXT.054,EXT.055", Weight::error, is_activity, msg("Hoạt động chỉ được có một kiểu lặp."),
         [](const Facts&, const Element& e) { return loops_of(e) <= 1; }},
    Rule{"EXT.049", Weight::error, [](Tag tag) { return tag == Tag::receiveTask; },
         msg("Công việc nhận khởi tạo quy trình (instantiate) không được có luồng vào."),
         [](const Facts& facts, const Element& e) {
             return !e.flag("instantiate") || facts.incoming(e) == 0;
         }},
    Rule{"EXT.057", Weight::error, is_sub_process,
         msg("Quy trình con sự kiện không được có luồng vào hoặc luồng ra."),
         [](const Facts& facts, const Element& e) {
             return !is_event_sub_process(e) || (facts.incoming(e) == 0 && facts.outgoing(e) == 0);
         }},
    Rule{"EXT.058", Weight::error, is_sub_process,
         msg("Quy trình con sự kiện phải có đúng một sự kiện bắt đầu."),
         [](const Facts&, const Element& e) {
             return !is_event_sub_process(e) || e.children(Tag::startEvent).size() == 1;
         }},
    Rule{"EXT.060", Weight::error, [](Tag tag) { return tag == Tag::transaction; },
         msg("Phương thức (method) của giao dịch phải là một URI hoặc ##Compensate, ##Image, ##Store."),
         [](const Facts&, const Element& e) {
             const std::string_view method = trimmed(e.attribute("method").value_or(""));
             return method == "##Compensate" || method == "##Image" || method == "##Store" || is_uri(method);
         }},
    Rule{"EXT.061", Weight::error, is_ad_hoc,
         msg("Quy trình con tuỳ biến (ad-hoc) phải có ít nhất một hoạt động."),
         [](const Facts&, const Element& e) { return has_child(e, is_activity); }},
    Rule{
        "EXT.062", Weight::error, is_ad_hoc,
        msg("Quy trình con tuỳ biến (ad-hoc) không được có sự kiện bắt đầu, sự kiện kết thúc hoặc hoạt động phối hợp."),
        [](const Facts&, const Element& e) {
            return !has_child(e, [](Tag tag) {
                return tag == Tag::startEvent || tag == Tag::endEvent || is_choreography_activity(tag);
            });
        }},
    Rule{"EXT.067", Weight::executable, is_multi_instance,
         msg("Hoạt động nhiều lần của quy trình thực thi phải có loopCardinality hoặc loopDataInputRef."),
         [](const Facts&, const Element& e) {
             return e.first(Tag::loopCardinality) != nullptr || e.first(Tag::loopDataInputRef) != nullptr;
         }},
    Rule{"EXT.068", Weight::executable, is_multi_instance,
         msg("loopDataInputRef phải chỉ tới một dữ liệu vào của chính hoạt động này."),
         [](const Facts&, const Element& e) {
             const Element* const data = e.reference(Tag::loopDataInputRef);
             if (data == nullptr || e.parent == nullptr || is_sub_process(e.parent->tag)) return true;
             return data->tag == Tag::dataInput && data->parent != nullptr &&
                    data->parent->tag == Tag::ioSpecification && data->parent->parent == e.parent;
         }},
    Rule{"EXT.069", Weight::executable, is_multi_instance,
         msg("outputDataItem phải cùng kiểu với một phần tử của loopDataOutputRef và không phải tập hợp."),
         [](const Facts&, const Element& e) {
             return is_item_of(e, Tag::loopDataOutputRef, Tag::outputDataItem);
         }},
    Rule{"EXT.070", Weight::executable, is_multi_instance,
         msg("inputDataItem phải cùng kiểu với một phần tử của loopDataInputRef và không phải tập hợp."),
         [](const Facts&, const Element& e) {
             return is_item_of(e, Tag::loopDataInputRef, Tag::inputDataItem);
         }},
    Rule{"EXT.071", Weight::error, is_multi_instance,
         msg("Điều kiện hoàn thành (completionCondition) phải cho giá trị đúng hoặc sai."),
         [](const Facts&, const Element& e) { return is_condition(e.first(Tag::completionCondition)); }},
    Rule{"EXT.072", Weight::error, [](Tag tag) { return tag == Tag::complexBehaviorDefinition; },
         msg("Điều kiện của complexBehaviorDefinition phải cho giá trị đúng hoặc sai."),
         [](const Facts&, const Element& e) { return is_condition(e.first(Tag::condition)); }},
    Rule{"EXT.079", Weight::error, is_sub_process, msg("Quy trình con không được có ioSpecification."),
         [](const Facts&, const Element& e) { return e.first(Tag::ioSpecification) == nullptr; }},
};

}  // namespace

std::span<const Rule> activity_rules() { return kActivityRules; }

}  // namespace lt::bpmn
