// Events of a graph: what they catch and throw.
#include "process/engine/compiler.h"

namespace lt::engine {

using bpmn::Element;
using bpmn::Tag;

namespace {

std::string name_or_id(const Element& element)
{
    return std::string(element.name.empty() ? element.id : element.name);
}

// What the operation of an event or task sends.
const Element* message_of(const Element& element)
{
    if (const Element* message = element.reference("messageRef")) return message;
    const Element* operation = element.reference("operationRef");
    if (operation == nullptr) operation = element.reference(Tag::operationRef);
    return operation == nullptr ? nullptr : operation->reference(Tag::inMessageRef);
}

EventKind kind_of_definition(const Element& definition)
{
    switch (static_cast<int>(definition.tag)) {
    case int(Tag::messageEventDefinition): return EventKind::message;
    case int(Tag::timerEventDefinition): return EventKind::timer;
    case int(Tag::conditionalEventDefinition): return EventKind::conditional;
    case int(Tag::signalEventDefinition): return EventKind::signal;
    case int(Tag::escalationEventDefinition): return EventKind::escalation;
    case int(Tag::errorEventDefinition): return EventKind::error;
    case int(Tag::compensateEventDefinition): return EventKind::compensation;
    case int(Tag::cancelEventDefinition): return EventKind::cancel;
    case int(Tag::linkEventDefinition): return EventKind::link;
    case int(Tag::terminateEventDefinition): return EventKind::terminate;
    default: refuse(definition, base::msg("loại sự kiện này không chạy được."));
    }
}

}  // namespace

void Compiler::fill_event(Index node)
{
    Node& made = graph_.nodes[node];
    const Element& element = at(node);
    made.interrupting = element.tag == Tag::boundaryEvent ? element.flag("cancelActivity")
                        : element.tag == Tag::startEvent  ? element.flag("isInterrupting")
                                                          : true;
    made.parallel_multiple = element.flag("parallelMultiple");
    define_all(node, element);
    if (made.definitions.size() > 32) refuse(element, base::msg("sự kiện có quá nhiều định nghĩa."));
    fill_data(node, element);
}

// Those inside and those referred to, in the order of the file.
void Compiler::define_all(Index node, const Element& holder)
{
    graph_.nodes[node].definitions.begin = Index(graph_.definitions.size());
    for (const Element& child : holder.children()) {
        if (bpmn::is_event_definition(child.tag)) define(node, child);
        if (child.tag != Tag::eventDefinitionRef) continue;
        const Element* referred = child.referenced();
        if (referred == nullptr) refuse(holder, base::msg("không có định nghĩa sự kiện được trỏ tới."));
        define(node, *referred);
    }
    graph_.nodes[node].definitions.end = Index(graph_.definitions.size());
}

void Compiler::define(Index node, const Element& definition)
{
    EventDefinition made;
    made.kind = kind_of_definition(definition);
    const auto named = [&](const Element* element) {
        if (element == nullptr) refuse(at(node), base::msg("sự kiện không nói thông điệp hay tín hiệu nào."));
        made.name = name_or_id(*element);
        made.element = element->id;
    };
    const auto coded = [&](const Element* element, std::string_view code) {
        if (element == nullptr) return;
        made.name = element->attribute(code).value_or("");
        made.element = element->id;
    };
    switch (made.kind) {
    case EventKind::message: named(message_of(definition)); break;
    case EventKind::signal: named(definition.reference("signalRef")); break;
    case EventKind::error: coded(definition.reference("errorRef"), "errorCode"); break;
    case EventKind::escalation: coded(definition.reference("escalationRef"), "escalationCode"); break;
    case EventKind::timer: define_timer(made, definition); break;
    case EventKind::conditional:
        made.expression = expression_of(definition, Tag::condition);
        if (made.expression == kNone) refuse(at(node), base::msg("sự kiện điều kiện không có điều kiện."));
        break;
    case EventKind::compensation: {
        made.waits = definition.flag("waitForCompletion");
        const Element* activity = definition.reference("activityRef");
        const auto found = node_of_.find(activity);
        if (activity != nullptr && found == node_of_.end())
            refuse(at(node), base::msg("không có hoạt động cần bồi hoàn trong quy trình này."));
        if (activity != nullptr) made.target = found->second;
        break;
    }
    case EventKind::link:
        if (graph_.nodes[node].kind == NodeKind::throw_event) link(node, made, definition);
        break;
    case EventKind::cancel:
    case EventKind::terminate: break;
    }
    graph_.definitions.push_back(std::move(made));
}

void Compiler::define_timer(EventDefinition& made, const Element& definition)
{
    static constexpr std::pair<Tag, TimerForm> kForms[] = {{Tag::timeDate, TimerForm::date},
                                                           {Tag::timeDuration, TimerForm::duration},
                                                           {Tag::timeCycle, TimerForm::cycle}};
    for (const auto& [tag, form] : kForms) {
        const Element* time = definition.first(tag);
        if (time == nullptr || time->trimmed().empty()) continue;
        made.form = form;
        made.timer = parse_timer(time->trimmed(), form);
        if (!made.timer) made.expression = expression(definition, time->trimmed());
        return;
    }
    refuse(definition, base::msg("sự kiện thời gian không nói khi nào."));
}

void Compiler::find_link_ends()
{
    std::size_t links = 0;
    for (Index node = 0; node < graph_.nodes.size(); ++node) {
        const NodeKind kind = graph_.nodes[node].kind;
        if (kind != NodeKind::catch_event && kind != NodeKind::throw_event) continue;
        for (const Element& child : at(node).children()) {
            const Element* link = child.tag == Tag::eventDefinitionRef ? child.referenced() : &child;
            if (link == nullptr || link->tag != Tag::linkEventDefinition) continue;
            if (++links > limits_.links) refuse(at(node), base::msg("mô hình có quá nhiều liên kết."));
            if (kind == NodeKind::catch_event) link_ends_.emplace_back(node, link);
        }
    }
}

// By the references of both ends or, as most tools write it, by equal names.
void Compiler::link(Index node, EventDefinition& made, const Element& definition)
{
    const Element* wanted = definition.reference(Tag::target);
    for (const auto& [other, caught] : link_ends_) {
        if (graph_.nodes[other].level != graph_.nodes[node].level) continue;
        const bool agrees = wanted != nullptr ? caught == wanted
                                              : !definition.name.empty() && caught->name == definition.name;
        if (agrees && made.target == kNone) made.target = other;
    }
    if (made.target == kNone) refuse(at(node), base::msg("liên kết không có đích trong cùng cấp."));
}

// What a multi-instance activity throws.
Range Compiler::occasion(Index node, const Element* definition, const Element* holder)
{
    const Range own = graph_.nodes[node].definitions;
    Range made{Index(graph_.definitions.size()), 0};
    if (definition != nullptr) define(node, *definition);
    if (holder != nullptr) {
        define_all(node, *holder);
        graph_.nodes[node].definitions = own;
    }
    made.end = Index(graph_.definitions.size());
    return made;
}

void Compiler::fill_work(Index node)
{
    Node& made = graph_.nodes[node];
    const Element& element = at(node);
    Work work;
    work.implementation = element.attribute("implementation").value_or("");
    if (const Element* message = message_of(element)) {
        work.message = name_or_id(*message);
        work.message_id = message->id;
    }
    work.script = element.text_of(Tag::script);
    work.format = element.attribute("scriptFormat").value_or("");
    const Element* operation = element.reference("operationRef");
    const bool standard = work.implementation.empty() || work.implementation.starts_with("##");
    work.topic = !standard              ? work.implementation
                 : operation != nullptr ? name_or_id(*operation)
                 : !work.format.empty() ? work.format
                                        : made.id;
    for (const bpmn::Attribute& attribute : element.attributes)
        if (!attribute.space.empty()) work.extensions.emplace_back(attribute.local, attribute.value);
    for (const Element& child : element.children()) {
        if (!bpmn::is_resource_role(child.tag)) continue;
        Performer performer;
        performer.kind = bpmn::name(child.tag);
        if (const Element* resource = child.reference(Tag::resourceRef))
            performer.resource = name_or_id(*resource);
        if (const Element* assigned = child.first(Tag::resourceAssignmentExpression))
            for (const Element& written : assigned->children())
                if (!written.trimmed().empty() && performer.expression == kNone)
                    performer.expression = expression(element, written.trimmed());
        work.performers.push_back(std::move(performer));
    }
    if (made.kind == NodeKind::call_activity) {
        const Element* called = element.reference("calledElement");
        if (called != nullptr && bpmn::is_global_task(called->tag)) {
            fill_global(node, *called);
            work.script = called->text_of(Tag::script);
            work.format = called->attribute("scriptLanguage").value_or("");
            work.implementation = called->attribute("implementation").value_or("");
            work.topic = !work.implementation.empty() && !work.implementation.starts_with("##")
                             ? work.implementation
                         : !work.format.empty() ? work.format
                                                : std::string(called->id);
        } else {
            const std::string_view name = element.attribute("calledElement").value_or("");
            const std::string_view elsewhere = element.attribute(kOwnSpace, "process").value_or("");
            if (!name.empty() && !elsewhere.empty())
                refuse(element,
                       base::msg("hoạt động gọi chỉ được có một trong calledElement và lt:process."));
            work.called = !elsewhere.empty()  ? elsewhere
                          : called != nullptr ? called->id
                                              : name.substr(name.rfind(':') + 1);
            if (work.called.empty()) refuse(element, base::msg("hoạt động gọi không nói gọi quy trình nào."));
        }
    }
    made.work = Index(graph_.works.size());
    graph_.works.push_back(std::move(work));
}

// A called global task is done as a task of that kind.
void Compiler::fill_global(Index node, const Element& called)
{
    Node& made = graph_.nodes[node];
    switch (static_cast<int>(called.tag)) {
    case int(Tag::globalUserTask): made.kind = NodeKind::user_task; break;
    case int(Tag::globalScriptTask): made.kind = NodeKind::script_task; break;
    case int(Tag::globalBusinessRuleTask): made.kind = NodeKind::business_rule_task; break;
    default: made.kind = NodeKind::task; break;
    }
}

}  // namespace lt::engine
