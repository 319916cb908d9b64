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

void Machine::hold(Frame& level, Index flow)
{
    for (Held& held : level.held)
        if (held.flow == flow) {
            held.count += 1;
            return;
        }
    level.held.push_back({flow, 1});
}

std::uint32_t Machine::held(const Frame& level, Index flow) const
{
    for (const Held& held : level.held)
        if (held.flow == flow) return held.count;
    return 0;
}

void Machine::take_held(Frame& level, Index flow, std::uint32_t count)
{
    for (std::size_t i = 0; i < level.held.size(); ++i) {
        if (level.held[i].flow != flow) continue;
        level.held[i].count -= count;
        if (level.held[i].count == 0) level.held.erase(level.held.begin() + std::ptrdiff_t(i));
        return;
    }
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

// Looked at when nothing else moves, so that a token on its way is never overlooked; true when one fired.
bool Machine::check_joins()
{
    while (!joins_.empty()) {
        const Number number = joins_.back();
        joins_.pop_back();
        Frame* level = alive(number);
        if (level == nullptr || level->level == kNone) continue;
        std::vector<Index> nodes;
        for (const Held& held : level->held) {
            const Index node = graph_.flows[held.flow].target;
            if (graph_.nodes[node].reach != kNone &&
                std::find(nodes.begin(), nodes.end(), node) == nodes.end())
                nodes.push_back(node);
        }
        for (const Served& served : level->served)
            if (std::find(nodes.begin(), nodes.end(), served.node) == nodes.end())
                nodes.push_back(served.node);
        for (const Index node : nodes)
            if (check_join(*level, node)) {
                if (level->alive) joins_.push_back(number);
                return true;
            }
    }
    return false;
}

bool Machine::check_join(Frame& level, Index node)
{
    const Node& join = graph_.nodes[node];
    if (join.kind == NodeKind::complex) return reset_complex(level, node);
    std::vector<bool> filled(join.incoming.size());
    std::uint32_t tokens = 0;
    for (Index i = 0; i < filled.size(); ++i) {
        filled[i] = held(level, graph_.incoming[join.incoming.begin + i]) > 0;
        if (filled[i]) tokens += 1;
    }
    if (tokens == 0 || !expects_none(level, join, filled)) return false;
    for (Index i = 0; i < filled.size(); ++i)
        if (filled[i]) take_held(level, graph_.incoming[join.incoming.begin + i], 1);
    enter(level, node, kNone, tokens);
    return true;
}

bool Machine::is_armed(const Frame& host, Index boundary) const
{
    const Range definitions = graph_.nodes[boundary].definitions;
    for (Index i = definitions.begin; i < definitions.end; ++i) {
        const EventKind kind = graph_.definitions[i].kind;
        if (kind == EventKind::compensation) return false;
        if (kind > EventKind::signal) return true;
    }
    return std::any_of(state_.waits.begin(), state_.waits.end(), [&](const Wait& wait) {
        return wait.open && wait.frame == host.number && wait.node == boundary;
    });
}

// The rule of the standard for inclusive joins: no token of the level can come to an empty flow that could not come to a filled one.
bool Machine::expects_none(const Frame& level, const Node& join, const std::vector<bool>& filled) const
{
    const Level& here = graph_.levels[level.level];
    const auto has = [](const std::vector<std::uint64_t>& bits, Index bit) {
        return (bits[bit / 64] >> (bit % 64) & 1) != 0;
    };
    const auto blocks = [&](bool is_flow, Index index) {
        bool to_empty = false;
        for (Index i = 0; i < filled.size(); ++i) {
            const Reach& reach = graph_.reaches[join.reach + i];
            const bool reaches = is_flow ? has(reach.flows, index - here.flows.begin)
                                         : has(reach.nodes, index - here.nodes.begin);
            if (reaches && filled[i]) return false;
            to_empty = to_empty || reaches;
        }
        return to_empty;
    };
    for (const Held& held : level.held)
        if (blocks(true, held.flow)) return false;
    for (const auto* moves : {&resting_, &passing_, &throwing_})
        for (const Move& move : *moves) {
            if (move.frame != level.number || move.epoch != level.epoch || move.node == kNone) continue;
            if (move.flow != kNone ? blocks(true, move.flow) : blocks(false, move.node)) return false;
        }
    for (const Frame& child : state_.frames) {
        if (!child.alive || child.parent != level.number || child.node == kNone ||
            child.role == Role::handler)
            continue;
        if (child.role == Role::compensation) continue;
        if (blocks(false, child.node)) return false;
        const Range boundaries = graph_.nodes[child.node].boundaries;
        for (Index i = boundaries.begin; i < boundaries.end; ++i)
            if (blocks(false, graph_.nodes_of[i]) && is_armed(child, graph_.nodes_of[i])) return false;
    }
    return true;
}

// First phase of a complex gateway: after each arrival, unless it waits for the rest of an earlier round.
void Machine::try_complex(Frame& level, Index node)
{
    const Node& join = graph_.nodes[node];
    for (const Served& served : level.served)
        if (served.node == node) return;
    Variables extra{{"activationCount", Value::integer(waiting_at(level, join))},
                    {"waitingForStart", Value::boolean(true)}};
    for (Index i = join.incoming.begin; i < join.incoming.end; ++i)
        extra.emplace_back(graph_.flows[graph_.incoming[i]].id,
                           Value::integer(held(level, graph_.incoming[i])));
    try {
        if (join.activation != kNone && !is_true(level.number, join.activation, extra)) return;
    } catch (const Stuck& stuck) {
        // The token that came last stands for the gateway until the operator lets it try again.
        for (Index i = join.incoming.begin; i < join.incoming.end; ++i) {
            if (held(level, graph_.incoming[i]) == 0) continue;
            take_held(level, graph_.incoming[i], 1);
            return stall(level, node, graph_.incoming[i], stuck.why);
        }
        return;
    }
    std::vector<Index> flows;
    for (Index i = join.incoming.begin; i < join.incoming.end; ++i)
        if (held(level, graph_.incoming[i]) > 0) flows.push_back(graph_.incoming[i]);
    for (const Index flow : flows) take_held(level, flow, 1);
    if (join.reach != kNone) level.served.push_back({node, flows});
    const Number number = level.number;
    enter(level, node, kNone, std::uint32_t(flows.size()));
    Frame* still = alive(number);
    if (still != nullptr && join.reach == kNone && waiting_at(*still, join) > 0) try_complex(*still, node);
    if (still != nullptr && std::find(joins_.begin(), joins_.end(), number) == joins_.end())
        joins_.push_back(number);
}

void Machine::activate_complex(Frame& level, Index node)
{
    pass(level, node, split(node, level, {{"waitingForStart", Value::boolean(true)}}, false));
}

// Second phase: takes what came on the flows that were not served, when no more is to be expected.
bool Machine::reset_complex(Frame& level, Index node)
{
    const Node& join = graph_.nodes[node];
    const auto found = std::find_if(level.served.begin(), level.served.end(),
                                    [&](const Served& served) { return served.node == node; });
    if (found == level.served.end()) return false;
    std::vector<bool> filled(join.incoming.size());
    std::vector<Index> late;
    for (Index i = 0; i < filled.size(); ++i) {
        const Index flow = graph_.incoming[join.incoming.begin + i];
        const bool served = std::find(found->flows.begin(), found->flows.end(), flow) != found->flows.end();
        if (!served && held(level, flow) > 0) late.push_back(flow);
        filled[i] = served || held(level, flow) > 0;
    }
    if (!expects_none(level, join, filled)) return false;
    try {
        const auto flows = late.empty()
                               ? std::vector<Index>{}
                               : split(node, level, {{"waitingForStart", Value::boolean(false)}}, true);
        level.served.erase(found);
        for (const Index flow : late) take_held(level, flow, 1);
        pass(level, node, flows);
    } catch (const Stuck& stuck) {
        level.served.erase(found);
        for (const Index flow : late) take_held(level, flow, 1);
        level.live += 1;
        stall(level, node, kNone, stuck.why);
    }
    const Number number = level.number;
    consume(level, std::uint32_t(late.size()));
    if (Frame* still = alive(number); still != nullptr && waiting_at(*still, join) > 0)
        try_complex(*still, node);
    return true;
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
