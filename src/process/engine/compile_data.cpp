// Activities and gateways of a graph: their repetition, their data, correlation.
#include "process/engine/compiler.h"

namespace lt::engine {

using bpmn::Element;
using bpmn::Tag;

void Compiler::fill(Index node)
{
    const Element& element = at(node);
    Node& made = graph_.nodes[node];
    made.instantiate = element.flag("instantiate");
    if (const Element* flow = element.reference("default")) {
        const auto found = flow_of_.find(flow);
        if (found != flow_of_.end() && graph_.flows[found->second].source == node)
            made.default_flow = found->second;
    }
    if (bpmn::is_event(element.tag))
        fill_event(node);
    else if (bpmn::is_activity(element.tag))
        fill_activity(node);
    else
        fill_gateway(node);
}

void Compiler::fill_gateway(Index node)
{
    Node& made = graph_.nodes[node];
    made.activation = expression_of(at(node), Tag::activationCondition);
    made.parallel_start =
        made.kind == NodeKind::event_gateway && at(node).attribute("eventGatewayType") == "Parallel";
    if (made.parallel_start && !made.instantiate)
        refuse(at(node), base::msg("cổng sự kiện song song phải là cổng khởi tạo quy trình."));
}

void Compiler::fill_activity(Index node)
{
    const Element& element = at(node);
    Node& made = graph_.nodes[node];
    const std::int64_t wanted = element.number("startQuantity", 1);
    const std::int64_t given = element.number("completionQuantity", 1);
    if (wanted < 1 || given < 1 || wanted > 10'000 || given > 10'000)
        refuse(element, base::msg("số lượng bắt đầu và số lượng hoàn thành phải từ 1 đến 10.000."));
    made.start_quantity = std::uint32_t(wanted);
    made.completion_quantity = std::uint32_t(given);
    made.for_compensation = element.flag("isForCompensation");
    if (made.kind == NodeKind::ad_hoc) {
        AdHoc rules;
        rules.chosen = element.attribute(kOwnSpace, "chosen") == "people";
        rules.sequential = element.attribute("ordering") == "Sequential";
        rules.cancel_remaining = element.flag("cancelRemainingInstances");
        rules.completion = expression_of(element, Tag::completionCondition);
        made.ad_hoc = Index(graph_.ad_hocs.size());
        graph_.ad_hocs.push_back(rules);
    }
    if (!holds_level(made.kind)) fill_work(node);
    fill_data(node, element);
    fill_loop(node);
    if (made.kind != NodeKind::receive_task) return;
    // Waits for its message as a catch event does.
    EventDefinition definition;
    definition.kind = EventKind::message;
    definition.name = graph_.works[graph_.nodes[node].work].message;
    definition.element = graph_.works[graph_.nodes[node].work].message_id;
    if (definition.name.empty()) refuse(element, base::msg("công việc nhận không nói thông điệp nào."));
    graph_.nodes[node].definitions = {Index(graph_.definitions.size()), Index(graph_.definitions.size() + 1)};
    graph_.definitions.push_back(std::move(definition));
}

void Compiler::fill_loop(Index node)
{
    const Element& element = at(node);
    LoopRules rules;
    if (const Element* loop = element.first(Tag::standardLoopCharacteristics)) {
        rules.kind = Loop::standard;
        rules.test_before = loop->flag("testBefore");
        rules.condition = expression_of(*loop, Tag::loopCondition);
        if (loop->attribute("loopMaximum")) {
            rules.maximum = loop->number("loopMaximum", -1);
            if (rules.maximum < 1) refuse(element, base::msg("số vòng lặp tối đa phải từ 1."));
        }
        if (rules.condition == kNone && rules.maximum < 0)
            refuse(element, base::msg("vòng lặp không có điều kiện cũng không có số vòng tối đa."));
    } else if (const Element* many = element.first(Tag::multiInstanceLoopCharacteristics)) {
        rules.kind = many->flag("isSequential") ? Loop::sequential : Loop::parallel;
        rules.condition = expression_of(*many, Tag::completionCondition);
        const std::string_view literal = many->text_of(Tag::loopCardinality);
        if (literal.starts_with('-') && literal.find_first_not_of("0123456789", 1) == std::string_view::npos)
            refuse(element, base::msg("số lần thực hiện không được âm."));
        rules.cardinality = expression_of(*many, Tag::loopCardinality);
        rules.collection = variable(many->reference(Tag::loopDataInputRef));
        rules.item = variable(many->first(Tag::inputDataItem));
        rules.result = variable(many->reference(Tag::loopDataOutputRef));
        rules.result_item = variable(many->first(Tag::outputDataItem));
        if (rules.cardinality == kNone && rules.collection.empty())
            refuse(element, base::msg("hoạt động nhiều lần không nói bao nhiêu lần."));
        const std::string_view behaviour = many->attribute("behavior").value_or("All");
        const bool none = behaviour == "None";
        if (none || behaviour == "One") {
            rules.behaviour = none ? Behaviour::none : Behaviour::one;
            const Element* event = many->reference(none ? "noneBehaviorEventRef" : "oneBehaviorEventRef");
            rules.occasions.push_back({kNone, occasion(node, event, nullptr)});
        } else if (behaviour == "Complex") {
            rules.behaviour = Behaviour::complex;
            for (const Element& complex : many->children(Tag::complexBehaviorDefinition)) {
                const Index condition = expression_of(complex, Tag::condition);
                rules.occasions.push_back({condition, occasion(node, nullptr, complex.first(Tag::event))});
            }
        }
    }
    if (rules.kind == Loop::none) return;
    graph_.nodes[node].loop = Index(graph_.loops.size());
    graph_.loops.push_back(std::move(rules));
}

// The name under which expressions see an item: its own or its id. References to data objects and stores stand for these.
std::string Compiler::variable(const Element* element) const
{
    if (element == nullptr) return {};
    if (element->tag == Tag::dataObjectReference)
        if (const Element* object = element->reference("dataObjectRef")) element = object;
    if (element->tag == Tag::dataStoreReference)
        if (const Element* store = element->reference("dataStoreRef")) element = store;
    return std::string(element->name.empty() ? element->id : element->name);
}

void Compiler::declare(const Element& element, std::vector<std::string>& names)
{
    for (const Element& child : element.children())
        if (child.tag == Tag::dataObject || child.tag == Tag::property || child.tag == Tag::dataInput ||
            child.tag == Tag::dataOutput)
            names.push_back(variable(&child));
}

void Compiler::fill_data(Index node, const Element& element) { graph_.nodes[node].data = data_of(element); }

// Of an activity with an ioSpecification, or of an event, which holds its inputs and outputs itself.
Index Compiler::data_of(const Element& element)
{
    Data data;
    const Element* io = element.first(Tag::ioSpecification);
    const Element& holder = io != nullptr ? *io : element;
    const auto item = [&](const Element& child) {
        return DataItem{std::string(child.id), variable(&child), false};
    };
    for (const Element& child : holder.children()) {
        if (child.tag == Tag::dataInput) data.inputs.push_back(item(child));
        if (child.tag == Tag::dataOutput) data.outputs.push_back(item(child));
        if (child.tag == Tag::inputSet)
            add_set(data.input_sets, child, Tag::dataInputRefs, Tag::optionalInputRefs, data);
        if (child.tag == Tag::outputSet)
            add_set(data.output_sets, child, Tag::dataOutputRefs, Tag::optionalOutputRefs, data);
    }
    for (const Element& child : element.children()) {
        if (child.tag == Tag::dataInputAssociation) data.before.push_back(association(child));
        if (child.tag == Tag::dataOutputAssociation) data.after.push_back(association(child));
        if (child.tag == Tag::property && !bpmn::is_sub_process(element.tag) && element.tag != Tag::process)
            data.properties.push_back(variable(&child));
    }
    if (data.inputs.empty() && data.outputs.empty() && data.before.empty() && data.after.empty() &&
        data.properties.empty())
        return kNone;
    graph_.data.push_back(std::move(data));
    return Index(graph_.data.size() - 1);
}

void Compiler::add_set(std::vector<DataSet>& sets, const Element& set, Tag refs, Tag optional, Data& data)
{
    DataSet made;
    for (const Element& child : set.children(refs)) {
        const std::string name = variable(child.referenced());
        bool needed = true;
        for (const Element& other : set.children(optional))
            if (other.trimmed() == child.trimmed()) needed = false;
        if (needed && !name.empty()) made.required.push_back(name);
        for (auto* items : {&data.inputs, &data.outputs})
            for (DataItem& item : *items)
                if (!needed && item.name == name) item.optional = true;
    }
    sets.push_back(std::move(made));
}

Association Compiler::association(const Element& element)
{
    Association made;
    for (const Element& source : element.children(Tag::sourceRef))
        if (const Element* item = source.referenced()) made.sources.push_back(variable(item));
    made.target = variable(element.reference(Tag::targetRef));
    made.transformation = expression_of(element, Tag::transformation);
    for (const Element& assignment : element.children(Tag::assignment)) {
        const std::string_view to = assignment.text_of(Tag::to);
        const Element* item = element.resolve(to);
        made.assignments.push_back(
            {expression_of(assignment, Tag::from), item != nullptr ? variable(item) : std::string(to)});
    }
    return made;
}

// Keys of the collaboration whose properties are read from messages by paths, and from the process by its subscription.
void Compiler::add_correlations()
{
    for (const Element& key : document_.model().elements()) {
        if (key.tag != Tag::correlationKey) continue;
        Correlation made;
        made.id = key.id;
        for (const Element& listed : key.children(Tag::correlationPropertyRef)) {
            const Element* property = listed.referenced();
            if (property == nullptr) continue;
            CorrelationProperty& added = made.properties.emplace_back();
            added.id = property->id;
            for (const Element& path : property->children(Tag::correlationPropertyRetrievalExpression)) {
                const Element* message = path.reference("messageRef");
                const Index expression = expression_of(path, Tag::messagePath);
                if (message != nullptr && expression != kNone)
                    added.paths.emplace_back(std::string(message->id), expression);
            }
            for (const Element& subscription : level_elements_[0]->children(Tag::correlationSubscription)) {
                if (subscription.reference("correlationKeyRef") != &key) continue;
                for (const Element& binding : subscription.children(Tag::correlationPropertyBinding))
                    if (binding.reference("correlationPropertyRef") == property)
                        added.subscription = expression_of(binding, Tag::dataPath);
            }
        }
        graph_.correlations.push_back(std::move(made));
    }
}

}  // namespace lt::engine
