// Variables: what expressions see, and how data come to activities and from them (BPMN 2.0, 10.4).
#include <algorithm>

#include "process/engine/machine.h"

namespace lt::engine {

namespace {

class FrameSight final : public Sight {
public:
    FrameSight(const State& state, Number frame, const Variables& extra)
        : state_(state), frame_(frame), extra_(extra)
    {
    }
    std::optional<Value> find(std::string_view name) const override
    {
        for (const auto& [key, value] : extra_)
            if (key == name) return value;
        return state_.find(frame_, name);
    }

private:
    const State& state_;
    Number frame_;
    const Variables& extra_;
};

Value* variable_in(Frame& frame, std::string_view name)
{
    for (auto& [key, value] : frame.variables)
        if (key == name) return &value;
    return nullptr;
}

}  // namespace

Value Machine::evaluate(Number frame, Index expression, const Variables& extra) const
{
    auto value = graph_.expressions[expression]->evaluate(FrameSight(state_, frame, extra), environment_.now);
    if (!value) throw Stuck{value.error().message.str()};
    return std::move(*value);
}

// Null, the value of what is not there, is not true; anything else that is no boolean is a mistake of the model.
bool Machine::is_true(Number frame, Index expression, const Variables& extra) const
{
    const Value value = evaluate(frame, expression, extra);
    if (!value.is_null() && !value.is(feel::Kind::boolean))
        throw Stuck{base::msg("Điều kiện không cho ra đúng hay sai.")};
    return value.is_true();
}

void Machine::set_local(Frame& frame, const std::string& name, Value value)
{
    if (Value* there = variable_in(frame, name))
        *there = std::move(value);
    else
        frame.variables.emplace_back(name, std::move(value));
    changed_ = true;
}

// Where a variable of that name stands nearest; a new one belongs to the whole instance.
void Machine::assign(Number number, const std::string& name, Value value)
{
    for (Frame* frame = alive(number); frame != nullptr; frame = alive(frame->parent))
        if (variable_in(*frame, name) != nullptr || frame->parent == kNobody)
            return set_local(*frame, name, std::move(value));
}

void Machine::merge(Number frame, const Value& context)
{
    if (!context.is(feel::Kind::context)) return;
    for (const feel::Entry& entry : context.entries()) assign(frame, entry.key, entry.value);
}

void Machine::declare_level(Frame& level)
{
    for (const std::string& name : graph_.levels[level.level].variables)
        if (variable_in(level, name) == nullptr) level.variables.emplace_back(name, Value());
}

Value Machine::transfer(const Association& association, Number from) const
{
    if (association.transformation != kNone) return evaluate(from, association.transformation);
    if (association.sources.empty()) return {};
    return state_.find(from, association.sources.front()).value_or(Value());
}

// False: no input set has all that it needs yet. An input that no association fills is taken as given.
bool Machine::load_inputs(Frame& frame)
{
    if (node_of(frame).data == kNone) return true;
    const Data& data = graph_.data[node_of(frame).data];
    std::vector<std::string> missing;
    for (const std::string& name : data.properties) set_local(frame, name, {});
    for (const Association& association : data.before) {
        Value value = transfer(association, frame.parent);
        if (value.is_null() && association.assignments.empty()) missing.push_back(association.target);
        set_local(frame, association.target, std::move(value));
        for (const Assignment& assignment : association.assignments)
            if (assignment.from != kNone)
                set_local(frame, assignment.to, evaluate(frame.parent, assignment.from));
    }
    const auto available = [&](const DataSet& set) {
        return std::none_of(missing.begin(), missing.end(), [&](const std::string& name) {
            return std::find(set.required.begin(), set.required.end(), name) != set.required.end();
        });
    };
    return data.input_sets.empty() || std::any_of(data.input_sets.begin(), data.input_sets.end(), available);
}

// What a worker or a person gave: data outputs by their name or id, everything else to the variables.
void Machine::take_outputs(Frame& frame, const Value& given)
{
    if (!given.is(feel::Kind::context)) return;
    const Index index = node_of(frame).data;
    const bool call = node_of(frame).kind == NodeKind::call_activity;
    for (const feel::Entry& entry : given.entries()) {
        const DataItem* output = nullptr;
        if (index != kNone)
            for (const DataItem& item : graph_.data[index].outputs)
                if (item.name == entry.key || item.id == entry.key) output = &item;
        if (output != nullptr)
            set_local(frame, output->name, entry.value);
        else if (!call)
            assign(frame.number, entry.key, entry.value);
    }
}

void Machine::check_outputs(const Frame& frame) const
{
    if (node_of(frame).data == kNone) return;
    const Data& data = graph_.data[node_of(frame).data];
    const auto available = [&](const DataSet& set) {
        return std::all_of(set.required.begin(), set.required.end(), [&](const std::string& name) {
            return !state_.find(frame.number, name).value_or(Value()).is_null();
        });
    };
    if (!data.output_sets.empty() &&
        std::none_of(data.output_sets.begin(), data.output_sets.end(), available))
        throw Stuck{base::msg("Công việc không cho đủ dữ liệu đầu ra nào đã hẹn.")};
}

// The result of a multi-instance is written when all turns are done, everything else by each turn.
void Machine::write_outputs(Frame& frame, bool of_turn)
{
    if (node_of(frame).data == kNone) return;
    const std::string result = node_of(frame).loop == kNone ? "" : graph_.loops[node_of(frame).loop].result;
    for (const Association& association : graph_.data[node_of(frame).data].after) {
        const bool of_result =
            !result.empty() && !association.sources.empty() && association.sources.front() == result;
        if (node_of(frame).loop != kNone && of_result == of_turn) continue;
        const Value value = transfer(association, frame.number);
        const Number outside = of_turn ? alive(frame.parent)->parent : frame.parent;
        if (association.assignments.empty()) assign(outside, association.target, value);
        for (const Assignment& assignment : association.assignments)
            if (assignment.from != kNone)
                assign(outside, assignment.to, evaluate(frame.number, assignment.from));
    }
}

// Of a caught event: the data output of that definition, and from there by the associations; without one, its entries as variables.
void Machine::take_payload(Frame& frame, Index node, Index definition, const Value& payload)
{
    const Node& event = graph_.nodes[node];
    if (event.data == kNone || graph_.data[event.data].outputs.empty()) return merge(frame.number, payload);
    const Data& data = graph_.data[event.data];
    const Index position = definition == kNone ? 0 : definition - event.definitions.begin;
    const DataItem& output = data.outputs[std::min<std::size_t>(position, data.outputs.size() - 1)];
    Variables seen{{output.name, payload}};
    if (const Value* named = payload.is(feel::Kind::context) ? payload.find(output.name) : nullptr)
        seen.front().second = *named;
    for (const Association& association : data.after) {
        if (!association.sources.empty() && association.sources.front() != output.name) continue;
        const Value value = association.transformation != kNone
                                ? evaluate(frame.number, association.transformation, seen)
                                : seen.front().second;
        if (association.assignments.empty()) assign(frame.number, association.target, value);
        for (const Assignment& assignment : association.assignments)
            if (assignment.from != kNone)
                assign(frame.number, assignment.to, evaluate(frame.number, assignment.from, seen));
    }
}

// Of a thrown event: the data input of that definition.
Value Machine::payload_of(Frame& frame, Index node, Index definition)
{
    const Node& event = graph_.nodes[node];
    if (event.data == kNone || graph_.data[event.data].inputs.empty()) return {};
    const Data& data = graph_.data[event.data];
    const Index position = definition == kNone ? 0 : definition - event.definitions.begin;
    const DataItem& input = data.inputs[std::min<std::size_t>(position, data.inputs.size() - 1)];
    return state_.find(frame.number, input.name).value_or(Value());
}

}  // namespace lt::engine
