// The life of an activity: ready, active, completing, completed (BPMN 2.0, 13.3.2), and of what is inside sub-processes.
#include "process/engine/machine.h"

namespace lt::engine {

void Machine::begin_activity(Frame& level, Index node, const Variables& given)
{
    const Node& to = graph_.nodes[node];
    const bool repeated = to.loop != kNone;
    Frame& frame =
        add(repeated ? Role::repetition : Role::activity, level, node, repeated ? kNone : to.inner);
    frame.variables = given;
    note(HistoryKind::entered, node, frame.number);
    activate(frame);
}

void Machine::activate(Frame& frame)
{
    if (!load_inputs(frame)) {
        frame.phase = Phase::ready;
        return;
    }
    frame.phase = Phase::active;
    if (!arm_boundaries(frame)) return;
    if (frame.role == Role::repetition)
        begin_repetition(frame);
    else
        begin_turn(frame);
}

// Activities whose data were missing may have them now.
void Machine::recheck_ready()
{
    for (std::size_t i = 0; i < state_.frames.size(); ++i) {
        Frame& frame = state_.frames[i];
        if (!frame.alive || frame.phase != Phase::ready) continue;
        try {
            activate(frame);
        } catch (const Stuck& stuck) {
            if (!frame.alive) continue;
            kill(frame);
            stall(*alive(frame.parent), frame.node, kNone, stuck.why);
        }
    }
    changed_ = false;  // loading inputs again is no change that anybody waits for
}

void Machine::begin_turn(Frame& frame)
{
    const Node& node = node_of(frame);
    switch (node.kind) {
    case NodeKind::user_task: open(WaitKind::user_task, frame, frame.node); break;
    case NodeKind::service_task:
    case NodeKind::script_task:
    case NodeKind::business_rule_task: open(WaitKind::work, frame, frame.node); break;
    case NodeKind::send_task:
        if (graph_.works[node.work].message.empty()) {
            open(WaitKind::work, frame, frame.node);
            break;
        }
        send(frame, frame.node, kNone);
        finish_turn(frame);
        break;
    case NodeKind::receive_task: arm(frame, frame.node); break;
    case NodeKind::call_activity:
        open(WaitKind::call, frame, frame.node).name = graph_.works[node.work].called;
        break;
    case NodeKind::sub_process:
    case NodeKind::transaction:
    case NodeKind::ad_hoc: start_level(frame); break;
    case NodeKind::task: finish_turn(frame); break;
    case NodeKind::start_event:
    case NodeKind::catch_event:
    case NodeKind::throw_event:
    case NodeKind::end_event:
    case NodeKind::boundary_event:
    case NodeKind::event_sub_process:
    case NodeKind::exclusive:
    case NodeKind::inclusive:
    case NodeKind::parallel:
    case NodeKind::complex:
    case NodeKind::event_gateway: CHECK(false); break;  // no activities
    }
}

void Machine::start_level(Frame& frame)
{
    const Level& level = graph_.levels[frame.level];
    disarm_handlers(frame);
    declare_level(frame);
    if (!arm_handlers(frame)) return;
    if (frame.node != kNone && node_of(frame).kind == NodeKind::ad_hoc)
        start_ad_hoc(frame);
    else if (level.start != kNone)
        pass(frame, level.start, leaving(level.start, frame));
    else
        for (Index i = level.openings.begin; i < level.openings.end; ++i) {
            frame.live += 1;
            queue(frame, Stage::arrive, graph_.nodes_of[i]);
        }
    if (frame.live == 0) settle(frame);
}

// The work of an activity, or of one turn of it, is done.
void Machine::finish_turn(Frame& frame)
{
    try {
        leave(frame);
    } catch (const Stuck& stuck) {
        if (frame.alive) fail(frame, Stage::leave, stuck.why);
    }
}

void Machine::leave(Frame& frame)
{
    if (frame.role == Role::repetition) return complete_repetition(frame);
    write_outputs(frame, frame.role == Role::turn);
    if (frame.role == Role::turn)
        turn_done(frame);
    else
        complete_activity(frame);
}

void Machine::complete_activity(Frame& frame)
{
    const Node& node = node_of(frame);
    Frame& parent = *alive(frame.parent);
    std::vector<Index> flows;
    if (!node.for_compensation) flows = leaving(frame.node, parent);
    bool last = false;
    const bool ad_hoc =
        parent.level != kNone && parent.node != kNone && node_of(parent).kind == NodeKind::ad_hoc;
    if (ad_hoc && parent.phase == Phase::active) {
        const AdHoc& rules = graph_.ad_hocs[node_of(parent).ad_hoc];
        last = rules.completion != kNone && is_true(parent.number, rules.completion);
    }
    record(frame);
    note(HistoryKind::left, frame.node, frame.number);
    drop(frame);
    if (last)
        end_ad_hoc(parent, 1);  // the activity that made it so still counts as live
    else if (!ad_hoc || parent.phase == Phase::active)
        emit(parent, flows, node.completion_quantity);
    child_gone(parent.number, frame.role);
}

// Nothing is left inside a level, no handler either.
void Machine::level_done(Frame& level)
{
    if (level.role == Role::process) return end(Status::completed);
    if (level.role != Role::handler) return finish_turn(level);
    note(HistoryKind::left, level.node, level.number);
    drop(level);
    child_gone(level.parent, Role::handler);
}

// Where nobody chooses, each activity that is enabled runs once, in the order of the model.
void Machine::start_ad_hoc(Frame& level)
{
    if (graph_.ad_hocs[node_of(level).ad_hoc].chosen) {
        open(WaitKind::user_task, level, level.node);
        return;
    }
    const Range openings = graph_.levels[level.level].openings;
    for (Index i = openings.begin; i < openings.end; ++i) {
        const Index node = graph_.nodes_of[i];
        if (graph_.ad_hocs[node_of(level).ad_hoc].sequential) {
            level.enabled.push_back(node);
            continue;
        }
        level.live += 1;
        queue(level, Stage::enter, node);
    }
}

// True: the level goes on, or waits in vain for its condition.
bool Machine::next_ad_hoc(Frame& level)
{
    if (graph_.ad_hocs[node_of(level).ad_hoc].chosen) return true;
    if (level.enabled.empty()) return graph_.ad_hocs[node_of(level).ad_hoc].completion != kNone;
    const Index node = level.enabled.front();
    level.enabled.erase(level.enabled.begin());
    level.live += 1;
    queue(level, Stage::enter, node);
    return true;
}

// A level whose activities people choose.
bool Machine::is_choice(const Frame& frame) const
{
    return frame.level != kNone && frame.node != kNone && node_of(frame).kind == NodeKind::ad_hoc &&
           graph_.ad_hocs[node_of(frame).ad_hoc].chosen;
}

void Machine::close_choice(Frame& level)
{
    if (is_choice(level))
        close_waits(level, [](const Wait& wait) { return wait.kind == WaitKind::user_task; });
}

// The completion condition is true, or people said so. `live`: what of its tokens still counts when the rest is cancelled.
void Machine::end_ad_hoc(Frame& level, std::uint32_t live)
{
    close_choice(level);
    disarm_handlers(level);
    level.phase = Phase::completing;
    level.enabled.clear();
    if (!graph_.ad_hocs[node_of(level).ad_hoc].cancel_remaining) return;
    const std::uint32_t handlers = level.handlers;
    for (std::size_t i = 0; i < state_.frames.size(); ++i) {
        Frame& child = state_.frames[i];
        if (child.alive && child.parent == level.number && child.role != Role::handler) kill(child);
    }
    level.held.clear();
    level.epoch += 1;
    level.live = live;
    level.handlers = handlers;
}

// An event sub-process starts. An interrupting one ends everything else in its level, whose normal flow goes on after it.
void Machine::fire_handler(Frame& level, Index start, Index definition, const Value& payload)
{
    const Node& event = graph_.nodes[start];
    const Index sub_process = graph_.levels[event.level].node;
    if (event.interrupting) {
        purge(level);
        disarm_handlers(level);
        level.phase = Phase::handled;
    }
    start_handler(level, sub_process, start, definition, payload);
}

void Machine::start_handler(Frame& level, Index sub_process, Index start, Index definition,
                            const Value& payload)
{
    Frame& handler = add(Role::handler, level, sub_process, graph_.nodes[sub_process].inner);
    note(HistoryKind::entered, sub_process, handler.number);
    note(HistoryKind::caught, start, handler.number, graph_.definitions[definition].name);
    declare_level(handler);
    take_payload(handler, start, definition, payload);
    if (!arm_handlers(handler)) return;
    pass(handler, start, leaving(start, handler));
    if (handler.live == 0) settle(handler);
}

}  // namespace lt::engine
