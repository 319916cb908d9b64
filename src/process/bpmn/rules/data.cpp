// Data objects, inputs, outputs, sets, associations.
#include <array>

#include "process/bpmn/rules/rules.h"

namespace lt::bpmn {
namespace {

using base::msg;

bool is_data_association(Tag tag)
{
    return tag == Tag::dataInputAssociation || tag == Tag::dataOutputAssociation;
}
bool is_data_port(Tag tag) { return tag == Tag::dataInput || tag == Tag::dataOutput; }

// Belongs to the ioSpecification of a process, not of something inside it.
bool is_of_process(const Element* data)
{
    return data != nullptr && data->parent != nullptr && data->parent->tag == Tag::ioSpecification &&
           data->parent->parent != nullptr && data->parent->parent->tag == Tag::process;
}

// All that the children of one tag name is named by a dataInputRefs or dataOutputRefs of the same set.
bool are_among(const Facts& facts, const Element& set, Tag some, Tag all)
{
    for (const Element& one : set.children(some)) {
        const Element* const data = one.referenced();
        if (data != nullptr && !facts.names(set, all, *data)) return false;
    }
    return true;
}

bool name_each_other(const Facts& facts, const Element& set, Tag child, Tag back)
{
    for (const Element& one : set.children(child)) {
        const Element* const other = one.referenced();
        if (other != nullptr && (other->parent != set.parent || !facts.names(*other, back, set)))
            return false;
    }
    return true;
}

bool agrees_with_its_item(const Facts&, const Element& e)
{
    const Element* const item = e.reference("itemSubjectRef");
    return item == nullptr || item->tag != Tag::itemDefinition ||
           item->flag("isCollection") == e.flag("isCollection");
}

// name = "object [state]", where both have names to follow.
bool follows_the_naming(const Facts&, const Element& e)
{
    const Element* const object = e.reference("dataObjectRef");
    const Element* const state = e.first(Tag::dataState);
    if (e.name.empty() || object == nullptr || object->name.empty() || state == nullptr ||
        state->name.empty())
        return true;
    return e.name == std::string(object->name) + " [" + std::string(state->name) + "]";
}

bool joins_equal_items(const Facts&, const Element& e)
{
    const Element* const source = e.reference(Tag::sourceRef);
    const Element* const target = e.reference(Tag::targetRef);
    if (e.first(Tag::transformation) != nullptr || source == nullptr || target == nullptr) return true;
    const Element* const from = item_of(*source);
    const Element* const to = item_of(*target);
    return from == nullptr || to == nullptr || same_item(from, to);
}

bool has_one_source(const Facts&, const Element& e)
{
    if (e.first(Tag::transformation) != nullptr) return true;
    const std::size_t sources = e.children(Tag::sourceRef).size();
    return sources == 1 || (sources == 0 && e.first(Tag::assignment) != nullptr);
}

constexpr std::array kDataRules{
    Rule{"EXT.020,EXT.077,EXT.081,EXT.083", Weight::executable,
         [](Tag tag) { return tag == Tag::dataObject || is_data_port(tag); },
         msg("isCollection phải giống của kiểu dữ liệu (itemDefinition) được chỉ tới."),
         agrees_with_its_item},
    Rule{"EXT.076", Weight::executable, [](Tag tag) { return tag == Tag::dataObjectReference; },
         msg("Tên của tham chiếu dữ liệu phải có dạng: tên đối tượng [trạng thái]."), follows_the_naming},
    Rule{"EXT.078", Weight::error, [](Tag tag) { return tag == Tag::property; },
         msg("Thuộc tính dữ liệu (property) chỉ được đặt trong quy trình, hoạt động hoặc sự kiện."),
         [](const Facts&, const Element& e) {
             return e.parent != nullptr &&
                    (e.parent->tag == Tag::process || is_activity(e.parent->tag) || is_event(e.parent->tag));
         }},
    Rule{"EXT.080", Weight::error, is_data_association,
         msg("Dữ liệu vào của quy trình không được là đích của liên hệ dữ liệu."),
         [](const Facts&, const Element& e) {
             const Element* const target = e.reference(Tag::targetRef);
             return !is_of_process(target) || target->tag != Tag::dataInput;
         }},
    Rule{"EXT.082", Weight::error, is_data_association,
         msg("Dữ liệu ra của quy trình không được là nguồn của liên hệ dữ liệu."),
         [](const Facts&, const Element& e) {
             for (const Element& child : e.children(Tag::sourceRef)) {
                 const Element* const source = child.referenced();
                 if (is_of_process(source) && source->tag == Tag::dataOutput) return false;
             }
             return true;
         }},
    Rule{"EXT.084", Weight::error, [](Tag tag) { return tag == Tag::dataInput; },
         msg("Dữ liệu vào phải thuộc ít nhất một tập vào (inputSet)."),
         [](const Facts& facts, const Element& e) { return facts.is_in_a_set(e); }},
    Rule{"EXT.088", Weight::error, [](Tag tag) { return tag == Tag::dataOutput; },
         msg("Dữ liệu ra phải thuộc ít nhất một tập ra (outputSet)."),
         [](const Facts& facts, const Element& e) { return facts.is_in_a_set(e); }},
    Rule{"EXT.085", Weight::error, [](Tag tag) { return tag == Tag::inputSet; },
         msg("Dữ liệu vào tuỳ chọn phải có trong dataInputRefs của cùng tập."),
         [](const Facts& facts, const Element& e) {
             return are_among(facts, e, Tag::optionalInputRefs, Tag::dataInputRefs);
         }},
    Rule{"EXT.086", Weight::error, [](Tag tag) { return tag == Tag::inputSet; },
         msg("Dữ liệu vào khi đang thực hiện phải có trong dataInputRefs của cùng tập."),
         [](const Facts& facts, const Element& e) {
             return are_among(facts, e, Tag::whileExecutingInputRefs, Tag::dataInputRefs);
         }},
    Rule{"EXT.089", Weight::error, [](Tag tag) { return tag == Tag::outputSet; },
         msg("Dữ liệu ra tuỳ chọn phải có trong dataOutputRefs của cùng tập."),
         [](const Facts& facts, const Element& e) {
             return are_among(facts, e, Tag::optionalOutputRefs, Tag::dataOutputRefs);
         }},
    Rule{"EXT.090", Weight::error, [](Tag tag) { return tag == Tag::outputSet; },
         msg("Dữ liệu ra khi đang thực hiện phải có trong dataOutputRefs của cùng tập."),
         [](const Facts& facts, const Element& e) {
             return are_among(facts, e, Tag::whileExecutingOutputRefs, Tag::dataOutputRefs);
         }},
    Rule{"EXT.087", Weight::error, [](Tag tag) { return tag == Tag::inputSet || tag == Tag::outputSet; },
         msg("Tập vào và tập ra phải chỉ tới nhau."),
         [](const Facts& facts, const Element& e) {
             return e.tag == Tag::inputSet ? name_each_other(facts, e, Tag::outputSetRefs, Tag::inputSetRefs)
                                           : name_each_other(facts, e, Tag::inputSetRefs, Tag::outputSetRefs);
         }},
    Rule{"EXT.091", Weight::executable, is_data_association,
         msg("Hai đầu của liên hệ dữ liệu phải cùng kiểu, trừ khi có phép biến đổi (transformation)."),
         joins_equal_items},
    Rule{"EXT.092", Weight::error, is_data_association,
         msg("Liên hệ dữ liệu không có phép biến đổi phải có đúng một nguồn (sourceRef)."), has_one_source},
};

}  // namespace

std::span<const Rule> data_rules() { return kDataRules; }

}  // namespace lt::bpmn
