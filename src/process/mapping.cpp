#include "process/mapping.h"

#include <algorithm>

namespace lt::process {
namespace {

using engine::Graph;
using engine::Index;
using engine::Node;

engine::Loop loop_of(const Graph& graph, const Node& node)
{
    return node.loop == engine::kNone ? engine::Loop::none : graph.loops[node.loop].kind;
}

bool is_like(const Graph& from, const Node& old, const Graph& to, const Node& fresh)
{
    return old.kind == fresh.kind && loop_of(from, old) == loop_of(to, fresh);
}

bool is_kept(const Graph& from, const Node& old, const Graph& to)
{
    const auto same = to.node(old.id);
    return same && is_like(from, old, to, to.nodes[*same]);
}

// A token rests on its flow where the node behind it waits for more than one.
bool gathers(const Node& node)
{
    return node.start_quantity > 1 ||
           (node.incoming.size() > 1 &&
            (node.kind == engine::NodeKind::parallel || node.kind == engine::NodeKind::inclusive ||
             node.kind == engine::NodeKind::complex));
}

Image image_of(const Node& node) { return {node.id, node.name.empty() ? node.id : node.name}; }

Image image_of(const Graph& graph, const engine::Flow& flow)
{
    return {flow.id,
            image_of(graph.nodes[flow.source]).name + " → " + image_of(graph.nodes[flow.target]).name};
}

Open open_node(const Graph& from, const Node& old, const Graph& to)
{
    Open open{.old = image_of(old)};
    std::size_t fresh_ones = 0, namesakes = 0;
    for (const Node& node : to.nodes) {
        if (!is_like(from, old, to, node)) continue;
        const auto before = from.node(node.id);
        const bool is_new = !before || !is_like(from, from.nodes[*before], to, node);
        const auto at = is_new ? open.candidates.begin() + static_cast<std::ptrdiff_t>(fresh_ones++)
                               : open.candidates.end();
        open.candidates.insert(at, image_of(node));
        if (is_new && !old.name.empty() && node.name == old.name && ++namesakes == 1) open.proposed = node.id;
    }
    if (namesakes > 1) open.proposed.clear();
    return open;
}

Open open_flow(const Graph& from, const engine::Flow& old, const Graph& to)
{
    Open open{.old = image_of(from, old)};
    for (const engine::Flow& flow : to.flows) {
        const Node &target = to.nodes[flow.target], &before = from.nodes[old.target];
        if (!gathers(target) || target.kind != before.kind) continue;
        open.candidates.push_back(image_of(to, flow));
        if (target.id == before.id && to.nodes[flow.source].id == from.nodes[old.source].id)
            open.proposed = flow.id;
    }
    return open;
}

}  // namespace

Comparison compare(const Graph& from, const Graph& to)
{
    Comparison found;
    for (const Node& node : from.nodes) {
        if (is_kept(from, node, to))
            ++found.kept;
        else
            found.open.push_back(open_node(from, node, to));
    }
    for (const engine::Flow& flow : from.flows)
        if (gathers(from.nodes[flow.target]) && !to.flow(flow.id))
            found.open.push_back(open_flow(from, flow, to));
    return found;
}

}  // namespace lt::process
