// How a token comes to a node, rests before joins, and splits behind them.
#include <algorithm>

#include "process/engine/machine.h"

namespace lt::engine {

void Machine::arrive(Frame& level, Index node, Index flow)
{
    const Node& to = graph_.nodes[node];
    const bool several = to.incoming.size() > 1;
    if (flow != kNone) {
        if (to.kind == NodeKind::parallel && several) {
            hold(level, flow);
            return arrive_at_parallel(level, node);
        }
        if ((to.kind == NodeKind::inclusive && several) || to.kind == NodeKind::complex) {
            hold(level, flow);
            touch(level);
            if (to.kind == NodeKind::complex) try_complex(level, node);
            return;
        }
        if (to.start_quantity > 1) {
            hold(level, flow);
            return arrive_at_quantity(level, node);
        }
    }
    if (is_activity(to.kind) && level.node != kNone && node_of(level).kind == NodeKind::ad_hoc &&
        graph_.ad_hocs[node_of(level).ad_hoc].sequential && flow != kNone) {
        level.enabled.insert(level.enabled.begin(), node);
        return consume(level, 1);
    }
    enter(level, node, flow, 1);
}

// The node does its work with the tokens that it took. If it can't, one token stays before it as an incident.
void Machine::enter(Frame& level, Index node, Index flow, std::uint32_t tokens)
{
    const Number before = state_.last;
    const std::uint32_t epoch = level.epoch;
    try {
        if (stopping_) throw Stuck{kTooManyMoves};
        enter_node(level, node);
    } catch (const Stuck& stuck) {
        if (!level.alive || level.epoch != epoch) return;
        undo_since(level, before);
        level.live += 1;
        stall(level, node, flow, stuck.why);
    }
    // What interrupted the level meanwhile took these tokens too.
    if (level.epoch == epoch) consume(level, tokens);
}

// Takes away what began inside a frame in a move that failed.
void Machine::undo_since(Frame& frame, Number before)
{
    for (std::size_t i = state_.frames.size(); i-- > 0 && state_.frames[i].number > before;) {
        Frame& child = state_.frames[i];
        if (!child.alive || child.parent != frame.number) continue;
        kill(child);
        (child.role == Role::handler ? frame.handlers : frame.live) -= 1;
    }
}

void Machine::enter_node(Frame& level, Index node)
{
    const Node& to = graph_.nodes[node];
    switch (to.kind) {
    case NodeKind::exclusive: return pass(level, node, {choose_one(node, level)});
    case NodeKind::inclusive: return pass(level, node, split(node, level, {}, false));
    case NodeKind::parallel:
        return pass(level, node,
                    {graph_.outgoing.begin() + to.outgoing.begin, graph_.outgoing.begin() + to.outgoing.end});
    case NodeKind::complex: return activate_complex(level, node);
    case NodeKind::event_gateway:
    case NodeKind::catch_event: {
        Frame& frame = add(Role::event, level, node);
        note(HistoryKind::entered, node, frame.number);
        const Number number = frame.number;
        if (to.kind == NodeKind::catch_event)
            arm(frame, node);
        else
            for (Index i = to.outgoing.begin; i < to.outgoing.end; ++i)
                arm(frame, graph_.flows[graph_.outgoing[i]].target);
        return fire_true_conditions(number);
    }
    case NodeKind::throw_event:
    case NodeKind::end_event:
        if (to.definitions.size() > 0) return start_throwing(level, node);
        return pass(level, node, leaving(node, level));
    case NodeKind::start_event: return pass(level, node, leaving(node, level));
    case NodeKind::boundary_event:
    case NodeKind::event_sub_process: CHECK(false); return;
    case NodeKind::task:
    case NodeKind::user_task:
    case NodeKind::service_task:
    case NodeKind::script_task:
    case NodeKind::send_task:
    case NodeKind::receive_task:
    case NodeKind::business_rule_task:
    case NodeKind::call_activity:
    case NodeKind::sub_process:
    case NodeKind::transaction:
    case NodeKind::ad_hoc: return begin_activity(level, node);
    }
}

// Nodes that do nothing but pass tokens on.
void Machine::pass(Frame& level, Index node, const std::vector<Index>& flows)
{
    note(HistoryKind::entered, node, level.number);
    note(HistoryKind::left, node, level.number);
    emit(level, flows);
}

namespace {

// Sorted by flow.
template <class Frames>
auto place_of(Frames& level, Index flow)
{
    return std::lower_bound(level.held.begin(), level.held.end(), flow,
                            [](const Held& held, Index wanted) { return held.flow < wanted; });
}

}  // namespace

void Machine::hold(Frame& level, Index flow)
{
    const auto place = place_of(level, flow);
    if (place != level.held.end() && place->flow == flow)
        place->count += 1;
    else
        level.held.insert(place, {flow, 1});
}

std::uint32_t Machine::held(const Frame& level, Index flow) const
{
    const auto place = place_of(level, flow);
    return place == level.held.end() || place->flow != flow ? 0 : place->count;
}

void Machine::take_held(Frame& level, Index flow, std::uint32_t count)
{
    const auto place = place_of(level, flow);
    CHECK(place != level.held.end() && place->flow == flow && place->count >= count);
    place->count -= count;
    if (place->count == 0) level.held.erase(place);
}

std::uint32_t Machine::waiting_at(const Frame& level, const Node& node) const
{
    std::uint32_t sum = 0;
    for (Index i = node.incoming.begin; i < node.incoming.end; ++i) sum += held(level, graph_.incoming[i]);
    return sum;
}

// One from each flow; what is more waits for the next round.
void Machine::arrive_at_parallel(Frame& level, Index node)
{
    const Node& to = graph_.nodes[node];
    for (Index i = to.incoming.begin; i < to.incoming.end; ++i)
        if (held(level, graph_.incoming[i]) == 0) return;
    for (Index i = to.incoming.begin; i < to.incoming.end; ++i) take_held(level, graph_.incoming[i], 1);
    enter(level, node, kNone, to.incoming.size());
}

void Machine::arrive_at_quantity(Frame& level, Index node)
{
    const Node& to = graph_.nodes[node];
    if (waiting_at(level, to) < to.start_quantity) return;
    std::uint32_t wanted = to.start_quantity;
    for (Index i = to.incoming.begin; i < to.incoming.end && wanted > 0; ++i) {
        const std::uint32_t some = std::min(wanted, held(level, graph_.incoming[i]));
        if (some > 0) take_held(level, graph_.incoming[i], some);
        wanted -= some;
    }
    enter(level, node, kNone, to.start_quantity);
}

Index Machine::choose_one(Index node, const Frame& level) const
{
    const Node& from = graph_.nodes[node];
    for (Index i = from.outgoing.begin; i < from.outgoing.end; ++i) {
        const Index flow = graph_.outgoing[i];
        if (flow == from.default_flow) continue;
        if (graph_.flows[flow].condition == kNone || is_true(level.number, graph_.flows[flow].condition))
            return flow;
    }
    if (from.default_flow == kNone) throw Stuck{base::msg("Không có luồng đi ra nào thoả điều kiện.")};
    return from.default_flow;
}

// All true flows and those without a condition; else the default. In the second phase of a complex gateway nothing may come of it, and
// only conditions that are true count.
std::vector<Index> Machine::split(Index node, const Frame& level, const Variables& extra,
                                  bool may_be_empty) const
{
    const Node& from = graph_.nodes[node];
    std::vector<Index> flows;
    for (Index i = from.outgoing.begin; i < from.outgoing.end; ++i) {
        const Index flow = graph_.outgoing[i];
        const Index condition = graph_.flows[flow].condition;
        if (flow == from.default_flow) continue;
        if (condition == kNone ? !may_be_empty : is_true(level.number, condition, extra))
            flows.push_back(flow);
    }
    if (!flows.empty() || may_be_empty) return flows;
    if (from.default_flow != kNone) return {from.default_flow};
    if (from.outgoing.size() > 0) throw Stuck{base::msg("Không có luồng đi ra nào thoả điều kiện.")};
    return flows;
}

// Behind an activity or event: flows without a condition always, the default when no condition is true.
std::vector<Index> Machine::leaving(Index node, const Frame& level) const
{
    const Node& from = graph_.nodes[node];
    std::vector<Index> flows;
    bool conditional = false;
    bool fulfilled = false;
    for (Index i = from.outgoing.begin; i < from.outgoing.end; ++i) {
        const Index flow = graph_.outgoing[i];
        const Index condition = graph_.flows[flow].condition;
        if (flow == from.default_flow) continue;
        if (condition != kNone) {
            conditional = true;
            if (!is_true(level.number, condition)) continue;
            fulfilled = true;
        }
        flows.push_back(flow);
    }
    if (!fulfilled && from.default_flow != kNone)
        flows.push_back(from.default_flow);
    else if (conditional && flows.empty())
        throw Stuck{base::msg("Không có luồng đi ra nào thoả điều kiện.")};
    return flows;
}

}  // namespace lt::engine
