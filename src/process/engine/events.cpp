// Catching: what is armed, what comes, what then goes on.
#include "process/engine/machine.h"

namespace lt::engine {

void Machine::arm(Frame& frame, Index node)
{
    const Range definitions = graph_.nodes[node].definitions;
    for (Index definition = definitions.begin; definition < definitions.end; ++definition)
        arm_one(frame, node, definition);
}

void Machine::arm_one(Frame& frame, Index node, Index index)
{
    const EventDefinition& definition = graph_.definitions[index];
    switch (definition.kind) {
    case EventKind::message: {
        const std::string correlation = subscription_of(frame, definition);
        Wait& wait = open(WaitKind::message, frame, node, index);
        wait.name = definition.name;
        wait.correlation = correlation;
        break;
    }
    case EventKind::signal: open(WaitKind::signal, frame, node, index).name = definition.name; break;
    case EventKind::timer: arm_timer(frame, node, index); break;
    case EventKind::conditional: {
        Wait& wait = open(WaitKind::condition, frame, node, index);
        wait.held = holds(wait);
        break;
    }
    case EventKind::escalation:
    case EventKind::error:
    case EventKind::compensation:
    case EventKind::cancel:
    case EventKind::link:
    case EventKind::terminate: break;  // looked for when thrown
    }
}

void Machine::arm_timer(Frame& frame, Index node, Index index)
{
    const EventDefinition& definition = graph_.definitions[index];
    auto timer = definition.timer;
    if (!timer) timer = timer_of(evaluate(frame.number, definition.expression), definition.form);
    if (!timer) throw Stuck{base::msg("Biểu thức thời gian không cho ra thời điểm hay khoảng thời gian.")};
    const auto due = first_due(*timer, environment_.now);
    if (!due) return;
    Wait& wait = open(WaitKind::timer, frame, node, index);
    wait.due = *due;
    wait.repeats = timer->repeats < 0 ? -1 : timer->repeats - 1;
    wait.interval = timer->interval;
    wait.until = timer->until;
}

// Of those armed after `since`: a condition that is true already fires at once.
void Machine::fire_true_conditions(Number since)
{
    const Number last = state_.last;
    for (Number number = since + 1; number <= last; ++number) {
        const Wait* wait = state_.wait(number);
        if (wait != nullptr && wait->kind == WaitKind::condition && wait->held) trigger(number, {});
    }
}

// False: one fired at once and took the activity away.
bool Machine::arm_boundaries(Frame& frame)
{
    const Number since = state_.last;
    const Range boundaries = node_of(frame).boundaries;
    for (Index i = boundaries.begin; i < boundaries.end; ++i) arm(frame, graph_.nodes_of[i]);
    fire_true_conditions(since);
    return frame.alive;
}

bool Machine::arm_handlers(Frame& level)
{
    const Number since = state_.last;
    const Range handlers = graph_.levels[level.level].handlers;
    for (Index i = handlers.begin; i < handlers.end; ++i)
        arm(level, graph_.levels[graph_.nodes[graph_.nodes_of[i]].inner].start);
    fire_true_conditions(since);
    return level.alive && level.phase == Phase::active;
}

// What a wait was for has come.
void Machine::trigger(Number number, const Value& payload)
{
    Wait& wait = *state_.wait(number);
    Frame& frame = *alive(wait.frame);
    const Node& node = graph_.nodes[wait.node];
    const Index event = wait.node;
    const Index definition = wait.definition;
    if (node.parallel_multiple && !all_seen(wait, frame)) return;
    const bool in_flow = frame.role == Role::event;
    const bool stays = in_flow ? wait.kind == WaitKind::timer && wait.repeats != 0 && frame.node == event
                               : !node.interrupting;
    if (wait.kind == WaitKind::timer && wait.open) {
        close(wait);
        if (stays && wait.repeats != 0) repeat(Wait(wait), frame);
    }
    const Number before = state_.last;
    try {
        if (node.kind == NodeKind::boundary_event)
            fire_boundary(frame, event, definition, payload, node.interrupting);
        else if (node.kind == NodeKind::start_event && !in_flow)
            fire_handler(frame, event, definition, payload);
        else
            caught(frame, event, definition, payload, stays);
        if (node.parallel_multiple && stays && frame.alive && !in_flow) arm(frame, event);
    } catch (const Stuck& stuck) {
        // What came is lost to the mistake in the model; the operator sees where.
        if (!frame.alive) return;
        open(WaitKind::incident, frame, event).name = stuck.why;
        note(HistoryKind::failed, event, frame.number, stuck.why);
        undo_since(frame, before);
    }
}

// The next due time counts from the last one, not from now.
void Machine::repeat(const Wait& fired, Frame& frame)
{
    const auto due = engine::add(fired.due, fired.interval);
    if (!due || (fired.until && *due > *fired.until)) return;
    Wait& next = open(WaitKind::timer, frame, fired.node, fired.definition);
    next.due = *due;
    next.repeats = fired.repeats < 0 ? -1 : fired.repeats - 1;
    next.interval = fired.interval;
    next.until = fired.until;
}

// Each definition counts once; when all have come, the next round begins.
bool Machine::all_seen(Wait& wait, Frame& frame)
{
    const Node& node = graph_.nodes[wait.node];
    auto at = frame.seen.begin();
    while (at != frame.seen.end() && at->node != wait.node) ++at;
    if (at == frame.seen.end()) at = frame.seen.insert(at, {wait.node, 0});
    at->definitions |= 1U << (wait.definition - node.definitions.begin);
    close(wait);
    if (at->definitions != (std::uint64_t{1} << node.definitions.size()) - 1) return false;
    frame.seen.erase(at);
    return true;
}

// In the normal flow: a catch event, a receive task, or one of the events behind an event gateway.
void Machine::caught(Frame& frame, Index node, Index definition, const Value& payload, bool stays)
{
    const std::string name = definition == kNone ? "" : graph_.definitions[definition].name;
    if (frame.role != Role::event) {  // a receive task
        note(HistoryKind::caught, node, frame.number, name);
        close_waits(frame, [&](const Wait& wait) { return wait.node == node; });
        if (const Index data = graph_.nodes[node].data; data != kNone && !graph_.data[data].outputs.empty()) {
            const std::string& output = graph_.data[data].outputs.front().name;
            const Value* named = payload.is(feel::Kind::context) ? payload.find(output) : nullptr;
            set_local(frame, output, named != nullptr ? *named : payload);
        } else {
            merge(frame.number, payload);
        }
        return finish_turn(frame);
    }
    Frame& level = *alive(frame.parent);
    const std::vector<Index> flows = leaving(node, level);
    take_payload(level, node, definition, payload);
    const bool behind_gateway = frame.node != node;
    if (behind_gateway && !node_of(frame).parallel_start) note(HistoryKind::left, frame.node, frame.number);
    note(HistoryKind::caught, node, frame.number, name);
    emit(level, flows);
    if (stays) return;
    if (node_of(frame).parallel_start) {  // the others are still awaited
        close_waits(frame, [&](const Wait& wait) { return wait.node == node; });
        if (frame.waits > 0) return;
    }
    note(HistoryKind::left, node_of(frame).parallel_start ? frame.node : node, frame.number);
    drop(frame);
    child_gone(level.number, Role::event);
}

void Machine::fire_boundary(Frame& host, Index boundary, Index definition, const Value& payload, bool cancels)
{
    Frame& level = *alive(host.parent);
    const bool goes_on = level.level != kNone;  // else it compensates, outside of any flow
    std::vector<Index> flows;
    if (goes_on) {
        flows = leaving(boundary, level);
        take_payload(level, boundary, definition, payload);
    }
    note(HistoryKind::caught, boundary, host.number,
         definition == kNone ? "" : graph_.definitions[definition].name);
    const Role role = host.role;
    if (cancels) kill(host);
    emit(level, flows);
    if (cancels) child_gone(level.number, role);
}

// A condition fires when it becomes true, not while it stays so.
void Machine::recheck_conditions()
{
    std::vector<Number> numbers;
    for (const Wait& wait : state_.waits)
        if (wait.open && wait.kind == WaitKind::condition) numbers.push_back(wait.number);
    for (const Number number : numbers) {
        Wait* wait = state_.wait(number);
        if (wait == nullptr) continue;
        const bool before = wait->held;
        wait->held = holds(*wait);
        if (wait->held && !before) trigger(number, {});
    }
}

// One that can't be evaluated is an incident, shown once.
bool Machine::holds(const Wait& wait)
{
    const Number number = wait.number;
    try {
        return is_true(wait.frame, graph_.definitions[wait.definition].expression);
    } catch (const Stuck& stuck) {
        Frame& frame = *alive(wait.frame);
        const Index node = wait.node;
        for (const Wait& other : state_.waits)
            if (other.open && other.kind == WaitKind::incident && other.frame == frame.number &&
                other.node == node)
                return false;
        open(WaitKind::incident, frame, node).name = stuck.why;
        note(HistoryKind::failed, node, frame.number, stuck.why);
        CHECK(state_.wait(number) != nullptr);
        return false;
    }
}

}  // namespace lt::engine
