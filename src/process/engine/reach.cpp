// For each incoming flow of a join: from where it can be reached without passing the join itself (BPMN 2.0, 13.4.3 and the issue
// BPMN2-289 on inclusive gateways). Sequence flows never cross the border of a level, so each level is looked at by itself.
#include "process/engine/compiler.h"

namespace lt::engine {

namespace {

class ReachFinder {
public:
    ReachFinder(const Graph& graph, const Level& level) : graph_(graph), level_(level)
    {
        for (Index node = level.nodes.begin; node < level.nodes.end; ++node)
            if (graph.nodes[node].kind == NodeKind::throw_event && is_link(graph.nodes[node]))
                link_throwers_.push_back(node);
    }

    Reach backwards_from(Index flow, Index join)
    {
        reach_.flows.assign(words(level_.flows.size()), 0);
        reach_.nodes.assign(words(level_.nodes.size()), 0);
        join_ = join;
        todo_.clear();
        visit(graph_.flows[flow].source);
        while (!todo_.empty()) {
            const Index node = todo_.back();
            todo_.pop_back();
            expand(graph_.nodes[node]);
        }
        return std::move(reach_);
    }

    static std::size_t words(Index bits) { return (bits + 63) / 64; }

private:
    static bool mark(std::vector<std::uint64_t>& bits, Index bit)
    {
        const std::uint64_t mask = std::uint64_t{1} << (bit % 64);
        if ((bits[bit / 64] & mask) != 0) return false;
        bits[bit / 64] |= mask;
        return true;
    }

    bool is_link(const Node& node) const
    {
        return node.definitions.size() == 1 &&
               graph_.definitions[node.definitions.begin].kind == EventKind::link;
    }

    void visit(Index node)
    {
        if (node != join_ && mark(reach_.nodes, node - level_.nodes.begin)) todo_.push_back(node);
    }

    void arrive_by(const Node& node)
    {
        for (Index i = node.incoming.begin; i < node.incoming.end; ++i) {
            const Index flow = graph_.incoming[i];
            if (mark(reach_.flows, flow - level_.flows.begin)) visit(graph_.flows[flow].source);
        }
    }

    void expand(const Node& node)
    {
        arrive_by(node);
        // Whether a token inside the host gets out by this event depends on its being armed: that is asked when it runs.
        if (node.kind == NodeKind::boundary_event) arrive_by(graph_.nodes[node.attached_to]);
        if (node.kind != NodeKind::catch_event || !is_link(node)) return;
        for (const Index thrower : link_throwers_)
            if (&graph_.nodes[graph_.definitions[graph_.nodes[thrower].definitions.begin].target] == &node)
                visit(thrower);
    }

    const Graph& graph_;
    const Level& level_;
    Index join_ = kNone;
    Reach reach_{};
    std::vector<Index> todo_{};
    std::vector<Index> link_throwers_{};
};

}  // namespace

void find_reaches(Graph& graph, std::size_t bytes)
{
    const auto looks_ahead = [](const Node& node) {
        return (node.kind == NodeKind::inclusive || node.kind == NodeKind::complex) &&
               node.incoming.size() > 1;
    };
    for (const Level& level : graph.levels) {
        const std::size_t each =
            (ReachFinder::words(level.flows.size()) + ReachFinder::words(level.nodes.size())) * 8;
        for (Index join = level.nodes.begin; join < level.nodes.end; ++join) {
            const Node& node = graph.nodes[join];
            if (!looks_ahead(node)) continue;
            if (each * node.incoming.size() > bytes)
                throw Refused{base::Error{base::Fault::too_large,
                                          node.id,
                                          base::msg("Mô hình có quá nhiều cổng bao hàm trong một cấp lớn."),
                                          {}}};
            bytes -= each * node.incoming.size();
        }
    }
    for (const Level& level : graph.levels) {
        ReachFinder finder(graph, level);
        for (Index join = level.nodes.begin; join < level.nodes.end; ++join) {
            Node& node = graph.nodes[join];
            if (!looks_ahead(node)) continue;
            node.reach = Index(graph.reaches.size());
            for (Index i = node.incoming.begin; i < node.incoming.end; ++i)
                graph.reaches.push_back(finder.backwards_from(graph.incoming[i], join));
        }
    }
}

}  // namespace lt::engine
