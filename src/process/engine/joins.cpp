// Joins that have to know what may still come: inclusive and complex gateways (BPMN 2.0, 13.4.3 and 13.4.5).
#include <algorithm>

#include "process/engine/machine.h"

namespace lt::engine {

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
            if (graph_.nodes[node].reach != kNone) nodes.push_back(node);
        }
        for (const Served& served : level->served) nodes.push_back(served.node);
        std::sort(nodes.begin(), nodes.end());
        nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
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
    // From where an empty flow can be reached, but no filled one.
    Reach blocking;
    const auto add_up = [&](std::vector<std::uint64_t> Reach::*bits) {
        std::vector<std::uint64_t>& sum = blocking.*bits;
        sum.assign((graph_.reaches[join.reach].*bits).size(), 0);
        for (Index i = 0; i < filled.size(); ++i)
            for (std::size_t word = 0; word < sum.size(); ++word)
                if (!filled[i]) sum[word] |= (graph_.reaches[join.reach + i].*bits)[word];
        for (Index i = 0; i < filled.size(); ++i)
            for (std::size_t word = 0; word < sum.size(); ++word)
                if (filled[i]) sum[word] &= ~(graph_.reaches[join.reach + i].*bits)[word];
    };
    add_up(&Reach::flows);
    add_up(&Reach::nodes);
    const auto blocks = [&](bool is_flow, Index index) {
        const Index bit = index - (is_flow ? here.flows.begin : here.nodes.begin);
        return ((is_flow ? blocking.flows : blocking.nodes)[bit / 64] >> (bit % 64) & 1) != 0;
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
        if (stopping_) throw Stuck{kTooManyMoves};
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

}  // namespace lt::engine
