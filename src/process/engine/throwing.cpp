// Throwing: signals and messages, errors and escalations, the end of a scope.
#include "decisions/feel/json.h"
#include "process/engine/machine.h"

namespace lt::engine {

// A frame stands for the token while it throws, so that what interrupts it takes it away.
void Machine::start_throwing(Frame& level, Index node)
{
    Frame& frame = add(Role::event, level, node);
    note(HistoryKind::entered, node, frame.number);
    load_inputs(frame);
    throwing(frame);
}

void Machine::throwing(Frame& frame)
{
    const Node& node = node_of(frame);
    while (frame.position < node.definitions.size()) {
        const Index definition = node.definitions.begin + frame.position++;
        if (!throw_one(frame, definition) || !frame.alive) return;
    }
    Frame& level = *alive(frame.parent);
    const std::vector<Index> flows = leaving(frame.node, level);
    note(HistoryKind::left, frame.node, frame.number);
    drop(frame);
    emit(level, flows);
    child_gone(level.number, Role::event);
}

// False: the token waits or is gone.
bool Machine::throw_one(Frame& frame, Index index)
{
    const EventDefinition& definition = graph_.definitions[index];
    if (definition.kind != EventKind::link)
        note(HistoryKind::thrown, frame.node, frame.number, definition.name);
    switch (definition.kind) {
    case EventKind::message: send(frame, frame.node, index); return true;
    case EventKind::signal: {
        const Value payload = payload_of(frame, frame.node, index);
        outcome_.thrown.push_back(
            {EventKind::signal, definition.name, definition.element, {}, frame.node, payload});
        throw_signal(definition.name, payload, kNobody);
        return frame.alive;
    }
    case EventKind::escalation:
        throw_escalation(frame, definition.name, definition.element, payload_of(frame, frame.node, index));
        return frame.alive;
    case EventKind::error:
        throw_error(frame, definition.name, definition.element, payload_of(frame, frame.node, index));
        return false;
    case EventKind::compensation: return !compensate(frame, definition);
    case EventKind::cancel: cancel_transaction(frame); return false;
    case EventKind::terminate: terminate(*alive(frame.parent)); return false;
    case EventKind::link: {
        Frame& level = *alive(frame.parent);
        const std::vector<Index> flows = leaving(definition.target, level);
        note(HistoryKind::left, frame.node, frame.number);
        drop(frame);
        pass(level, definition.target, flows);
        child_gone(level.number, Role::event);
        return false;
    }
    case EventKind::timer:
    case EventKind::conditional: break;  // can't be thrown
    }
    return true;
}

// To every subscription that is open now. A boundary event of `not_cancelling` leaves its activity alone.
void Machine::throw_signal(const std::string& name, const Value& payload, Number not_cancelling)
{
    std::vector<Number> numbers;
    for (const Wait& wait : state_.waits)
        if (wait.open && wait.kind == WaitKind::signal && wait.name == name) numbers.push_back(wait.number);
    for (const Number number : numbers) {
        const Wait* wait = state_.wait(number);
        if (wait == nullptr) continue;
        if (wait->frame == not_cancelling && graph_.nodes[wait->node].kind == NodeKind::boundary_event)
            fire_boundary(*alive(not_cancelling), wait->node, wait->definition, payload, false);
        else
            trigger(number, payload);
    }
}

// Of an event, or of a send task where there is no definition.
void Machine::send(Frame& frame, Index node, Index index)
{
    EventDefinition sent;
    if (index != kNone) {
        sent = graph_.definitions[index];
    } else {
        sent.name = graph_.works[graph_.nodes[node].work].message;
        sent.element = graph_.works[graph_.nodes[node].work].message_id;
        note(HistoryKind::thrown, node, frame.number, sent.name);
    }
    const Value payload = payload_of(frame, node, index);
    outcome_.thrown.push_back(
        {EventKind::message, sent.name, sent.element, correlation_of(sent, payload), node, payload});
}

// Which of the boundary events, or of the event sub-processes of a level, catches an error or escalation: one of that code before one
// without a code, which takes all (BPMN 2.0, 10.5.5). Of those without, one that names the very element comes first.
Index Machine::catching(Range nodes, bool in_levels, EventKind kind, const std::string& code,
                        const std::string& element, Index& definition) const
{
    Index all = kNone;
    for (Index i = nodes.begin; i < nodes.end; ++i) {
        const Index listed = graph_.nodes_of[i];
        const Index event = in_levels ? graph_.levels[graph_.nodes[listed].inner].start : listed;
        const Range definitions = graph_.nodes[event].definitions;
        for (Index at = definitions.begin; at < definitions.end; ++at) {
            const EventDefinition& caught = graph_.definitions[at];
            if (caught.kind != kind) continue;
            const bool same = code.empty()
                                  ? caught.name.empty() && !element.empty() && caught.element == element
                                  : caught.name == code;
            if (same) {
                definition = at;
                return event;
            }
            if (caught.name.empty() && all == kNone) {
                all = event;
                definition = at;
            }
        }
    }
    return all;
}

// From the innermost scope outwards: event sub-processes of the level, then boundary events of its activity. What a handler throws is
// not looked for in the level that it handles. False: nobody caught it, the instance has failed.
bool Machine::throw_error(Frame& from, const std::string& code, const std::string& element,
                          const Value& payload)
{
    bool from_handler = false;
    for (Frame* at = &from; at != nullptr; at = alive(at->parent)) {
        Index definition = kNone;
        if (at->level != kNone && at->phase == Phase::active && !from_handler && at->role != Role::restored) {
            const Index start = catching(graph_.levels[at->level].handlers, true, EventKind::error, code,
                                         element, definition);
            if (start != kNone) {
                fire_handler(*at, start, definition, payload);
                return true;
            }
        }
        if (at->role == Role::activity || at->role == Role::repetition) {
            const Index boundary =
                catching(node_of(*at).boundaries, false, EventKind::error, code, element, definition);
            if (boundary != kNone) {
                fire_boundary(*at, boundary, definition, payload, true);
                return true;
            }
        }
        from_handler = at->role == Role::handler;
    }
    note(HistoryKind::failed, from.node, from.number, code);
    end(Status::failed, code);
    return false;
}

// The same search, but harmless: where nobody catches it, it is only told to outside.
void Machine::throw_escalation(Frame& from, const std::string& code, const std::string& element,
                               const Value& payload)
{
    bool from_handler = false;
    for (Frame* at = &from; at != nullptr; at = alive(at->parent)) {
        Index definition = kNone;
        if (at->level != kNone && at->phase == Phase::active && !from_handler && at->role != Role::restored) {
            const Index start = catching(graph_.levels[at->level].handlers, true, EventKind::escalation, code,
                                         element, definition);
            if (start != kNone) return fire_handler(*at, start, definition, payload);
        }
        if (at->role == Role::activity || at->role == Role::repetition) {
            const Index boundary =
                catching(node_of(*at).boundaries, false, EventKind::escalation, code, element, definition);
            if (boundary != kNone)
                return fire_boundary(*at, boundary, definition, payload, graph_.nodes[boundary].interrupting);
        }
        from_handler = at->role == Role::handler;
    }
    outcome_.thrown.push_back({EventKind::escalation, code, element, {}, from.node, payload});
}

// Ends one scope at once. A sub-process is left by its normal flow.
void Machine::terminate(Frame& level)
{
    if (level.role == Role::process) return end(Status::terminated);
    purge(level);
    if (level.level != kNone) disarm_handlers(level);
    level.phase = Phase::completing;
    level_done(level);
}

namespace {

class PayloadSight final : public Sight {
public:
    explicit PayloadSight(const Value& payload) : payload_(payload) {}
    std::optional<Value> find(std::string_view name) const override
    {
        if (payload_.is(feel::Kind::context))
            if (const Value* entry = payload_.find(name)) return *entry;
        if (name == "payload") return payload_;
        return std::nullopt;
    }

private:
    const Value& payload_;
};

// All values of a key, or nothing when one is missing.
std::string key_of(std::vector<Value> values)
{
    if (values.empty()) return {};
    for (const Value& value : values)
        if (value.is_null()) return {};
    return feel::to_json(Value::list(std::move(values)));
}

}  // namespace

// Of the first key of which the message carries all properties.
std::string Machine::correlation_of(const EventDefinition& definition, const Value& payload) const
{
    for (const Correlation& key : graph_.correlations) {
        std::vector<Value> values;
        for (const CorrelationProperty& property : key.properties) {
            Value value;
            for (const auto& [message, path] : property.paths)
                if (message == definition.element)
                    if (auto read =
                            graph_.expressions[path]->evaluate(PayloadSight(payload), environment_.now))
                        value = std::move(*read);
            values.push_back(std::move(value));
        }
        if (std::string made = key_of(std::move(values)); !made.empty()) return made;
    }
    return {};
}

std::string Machine::subscription_of(const Frame& frame, const EventDefinition& definition) const
{
    for (const Correlation& key : graph_.correlations) {
        std::vector<Value> values;
        for (const CorrelationProperty& property : key.properties) {
            bool carried = false;
            for (const auto& path : property.paths) carried = carried || path.first == definition.element;
            values.push_back(carried && property.subscription != kNone
                                 ? evaluate(frame.number, property.subscription)
                                 : Value());
        }
        if (std::string made = key_of(std::move(values)); !made.empty()) return made;
    }
    return {};
}

}  // namespace lt::engine
