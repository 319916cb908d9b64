// Items that messages and operations carry, and what a called element takes and gives.
#include <array>

#include "process/bpmn/rules/rules.h"

namespace lt::bpmn {
namespace {

using base::msg;

bool is_service(Tag tag) { return tag == Tag::serviceTask; }
bool is_send(Tag tag) { return tag == Tag::sendTask; }
bool is_receive(Tag tag) { return tag == Tag::receiveTask; }

std::size_t count_of(const Element& element, Tag child)
{
    const Element* const io = element.first(Tag::ioSpecification);
    return io == nullptr ? 0 : io->children(child).size();
}

const Element* operation_of(const Element& task) { return task.reference("operationRef"); }

// The item of the message that an operation takes or gives.
const Element* message_item(const Element& operation, Tag direction)
{
    const Element* const message = operation.reference(direction);
    return message == nullptr ? nullptr : item_of(*message);
}

// Whether one of the task's inputs or outputs has that item.
bool has_item(const Element& task, Tag data, const Element* item)
{
    const Element* const io = task.first(Tag::ioSpecification);
    if (io == nullptr) return false;
    for (const Element& one : io->children(data)) {
        if (same_item(item_of(one), item)) return true;
    }
    return false;
}

// A task with a message: its input or output names an item, which is the message's.
bool carries_message(const Element& task, Tag data)
{
    const Element* const message = task.reference("messageRef");
    if (message == nullptr || count_of(task, data) == 0) return true;
    return has_item(task, data, item_of(*message));
}

bool fits_what_it_calls(const Facts& facts, const Element& e)
{
    const Element* const called = e.reference("calledElement");
    return called == nullptr || !is_callable(called->tag) ||
           interface_of(e) == facts.called_interface(*called);
}

bool binds_its_messages(const Element& binding)
{
    const Element* const operation = operation_of(binding);
    const Element* const input = binding.reference("inputDataRef");
    const Element* const output = binding.reference("outputDataRef");
    if (operation == nullptr || input == nullptr || output == nullptr) return true;
    return same_item(item_of(*input), message_item(*operation, Tag::inMessageRef)) &&
           same_item(item_of(*output), message_item(*operation, Tag::outMessageRef));
}

constexpr std::array kOperationRules{
    Rule{"EXT.042", Weight::error, is_service,
         msg("Công việc dịch vụ có thao tác (operationRef) phải có đúng một tập vào."),
         [](const Facts&, const Element& e) {
             return !e.attribute("operationRef") || count_of(e, Tag::inputSet) == 1;
         }},
    Rule{"EXT.043", Weight::error, is_service,
         msg("Công việc dịch vụ có thao tác (operationRef) chỉ được có một tập ra."),
         [](const Facts&, const Element& e) {
             return !e.attribute("operationRef") || count_of(e, Tag::outputSet) <= 1;
         }},
    Rule{"EXT.044", Weight::executable, is_service,
         msg("Dữ liệu vào của công việc dịch vụ phải cùng kiểu với thông điệp vào của thao tác."),
         [](const Facts&, const Element& e) {
             const Element* const operation = operation_of(e);
             return operation == nullptr || count_of(e, Tag::dataInput) == 0 ||
                    has_item(e, Tag::dataInput, message_item(*operation, Tag::inMessageRef));
         }},
    Rule{"EXT.045", Weight::executable, is_service,
         msg("Dữ liệu ra của công việc dịch vụ phải cùng kiểu với thông điệp ra của thao tác."),
         [](const Facts&, const Element& e) {
             const Element* const operation = operation_of(e);
             return operation == nullptr || operation->first(Tag::outMessageRef) == nullptr ||
                    has_item(e, Tag::dataOutput, message_item(*operation, Tag::outMessageRef));
         }},
    Rule{"EXT.046", Weight::error, is_send, msg("Công việc gửi có thông điệp chỉ được có một tập vào."),
         [](const Facts&, const Element& e) {
             return !e.attribute("messageRef") || count_of(e, Tag::inputSet) <= 1;
         }},
    Rule{"EXT.047", Weight::error, is_send, msg("Công việc gửi có thông điệp chỉ được có một dữ liệu vào."),
         [](const Facts&, const Element& e) {
             return !e.attribute("messageRef") || count_of(e, Tag::dataInput) <= 1;
         }},
    Rule{"EXT.048", Weight::executable, is_send,
         msg("Dữ liệu vào của công việc gửi phải cùng kiểu với thông điệp."),
         [](const Facts&, const Element& e) { return carries_message(e, Tag::dataInput); }},
    Rule{"EXT.050", Weight::error, is_receive, msg("Công việc nhận có thông điệp chỉ được có một tập ra."),
         [](const Facts&, const Element& e) {
             return !e.attribute("messageRef") || count_of(e, Tag::outputSet) <= 1;
         }},
    Rule{"EXT.051", Weight::error, is_receive,
         msg("Công việc nhận có thông điệp chỉ được có một dữ liệu ra."),
         [](const Facts&, const Element& e) {
             return !e.attribute("messageRef") || count_of(e, Tag::dataOutput) <= 1;
         }},
    Rule{"EXT.052", Weight::executable, is_receive,
         msg("Dữ liệu ra của công việc nhận phải cùng kiểu với thông điệp."),
         [](const Facts&, const Element& e) { return carries_message(e, Tag::dataOutput); }},
    Rule{"EXT.063", Weight::executable, [](Tag tag) { return tag == Tag::callActivity; },
         msg("Hoạt động gọi phải có dữ liệu vào, dữ liệu ra và các tập giống như phần tử được gọi."),
         fits_what_it_calls},
    Rule{"EXT.064", Weight::error, is_callable,
         msg("Phần tử được gọi có giao diện (supportedInterfaceRef) phải có ioBinding."),
         [](const Facts&, const Element& e) {
             return e.first(Tag::supportedInterfaceRef) == nullptr || e.first(Tag::ioBinding) != nullptr;
         }},
    Rule{"EXT.065", Weight::error, is_callable,
         msg("Dữ liệu của ioBinding phải cùng kiểu với thông điệp vào và ra của thao tác."),
         [](const Facts&, const Element& e) {
             if (e.first(Tag::supportedInterfaceRef) == nullptr) return true;
             for (const Element& binding : e.children(Tag::ioBinding)) {
                 if (!binds_its_messages(binding)) return false;
             }
             return true;
         }},
    Rule{"EXT.099", Weight::error, [](Tag tag) { return tag == Tag::callActivity; },
         msg("Quy trình được gọi phải có sự kiện bắt đầu không định nghĩa."),
         [](const Facts& facts, const Element& e) {
             const Element* const called = e.reference("calledElement");
             return called == nullptr || called->tag != Tag::process || facts.has_plain_start(*called);
         }},
};

}  // namespace

std::span<const Rule> operation_rules() { return kOperationRules; }

}  // namespace lt::bpmn
