// The shape of a graph: levels, nodes, flows and how they hang together.
#include <algorithm>

#include "process/engine/compiler.h"
#include "process/engine/graph.h"

namespace lt::engine {

using bpmn::Element;
using bpmn::Tag;

bool is_activity(NodeKind kind) { return kind >= NodeKind::task && kind <= NodeKind::ad_hoc; }
bool holds_level(NodeKind kind)
{
    return kind >= NodeKind::sub_process && kind <= NodeKind::event_sub_process;
}

std::optional<Index> Graph::node(std::string_view id) const
{
    const auto found = by_id_.find(std::string(id));
    if (found == by_id_.end() || found->second >= nodes.size()) return std::nullopt;
    return found->second;
}

std::optional<Index> Graph::flow(std::string_view id) const
{
    const auto found = by_id_.find(std::string(id));
    if (found == by_id_.end() || found->second < nodes.size()) return std::nullopt;
    return found->second - Index(nodes.size());
}

void refuse(const Element& element, const char* why)
{
    const std::string_view id = element.id.empty() ? bpmn::name(element.tag) : element.id;
    throw Refused{base::invalid(std::string(id), base::Message("Phần tử {{id}} (dòng {{line}}): {{why}}",
                                                               {{"id", std::string(id), false},
                                                                {"line", std::to_string(element.line), false},
                                                                {"why", why, true}}))};
}

namespace {

NodeKind kind_of(const Element& element)
{
    // Only tags of flow nodes come here.
    switch (static_cast<int>(element.tag)) {
    case int(Tag::startEvent): return NodeKind::start_event;
    case int(Tag::intermediateCatchEvent): return NodeKind::catch_event;
    case int(Tag::intermediateThrowEvent): return NodeKind::throw_event;
    case int(Tag::endEvent): return NodeKind::end_event;
    case int(Tag::boundaryEvent): return NodeKind::boundary_event;
    case int(Tag::task):
    case int(Tag::manualTask): return NodeKind::task;
    case int(Tag::userTask): return NodeKind::user_task;
    case int(Tag::serviceTask): return NodeKind::service_task;
    case int(Tag::scriptTask): return NodeKind::script_task;
    case int(Tag::sendTask): return NodeKind::send_task;
    case int(Tag::receiveTask): return NodeKind::receive_task;
    case int(Tag::businessRuleTask): return NodeKind::business_rule_task;
    case int(Tag::callActivity): return NodeKind::call_activity;
    case int(Tag::subProcess):
        return element.flag("triggeredByEvent") ? NodeKind::event_sub_process : NodeKind::sub_process;
    case int(Tag::transaction): return NodeKind::transaction;
    case int(Tag::adHocSubProcess): return NodeKind::ad_hoc;
    case int(Tag::exclusiveGateway): return NodeKind::exclusive;
    case int(Tag::inclusiveGateway): return NodeKind::inclusive;
    case int(Tag::parallelGateway): return NodeKind::parallel;
    case int(Tag::complexGateway): return NodeKind::complex;
    case int(Tag::eventBasedGateway): return NodeKind::event_gateway;
    default: refuse(element, base::msg("loại phần tử này không chạy được."));
    }
}

Range append(std::vector<Index>& all, const std::vector<Index>& some)
{
    const Index begin = Index(all.size());
    all.insert(all.end(), some.begin(), some.end());
    return {begin, Index(all.size())};
}

}  // namespace

// Level after level, so that the nodes and flows of one lie together.
void Compiler::add_levels(const Element& process)
{
    graph_.levels.emplace_back();
    level_elements_.push_back(&process);
    std::vector<std::size_t> depth{0};
    for (Index level = 0; level < graph_.levels.size(); ++level) {
        add_level(*level_elements_[level], level);
        const Range nodes = graph_.levels[level].nodes;
        for (Index node = nodes.begin; node < nodes.end; ++node) {
            if (!holds_level(graph_.nodes[node].kind)) continue;
            if (depth[level] + 1 > limits_.nesting) refuse(at(node), base::msg("lồng quá sâu."));
            depth.push_back(depth[level] + 1);
            graph_.nodes[node].inner = Index(graph_.levels.size());
            Level& inner = graph_.levels.emplace_back();
            inner.node = node;
            inner.parent = level;
            level_elements_.push_back(&at(node));
        }
    }
}

void Compiler::add_level(const Element& element, Index level)
{
    const Index first_node = Index(graph_.nodes.size());
    const Index first_flow = Index(graph_.flows.size());
    for (const Element& child : element.children()) {
        if (bpmn::is_flow_node(child.tag)) {
            Node& node = graph_.nodes.emplace_back();
            node.id = child.id;
            node.name = child.name;
            node.kind = kind_of(child);
            node.level = level;
            node_of_[&child] = Index(elements_.size());
            elements_.push_back(&child);
        } else if (child.tag == Tag::sequenceFlow) {
            flow_of_[&child] = Index(graph_.flows.size());
            graph_.flows.push_back({std::string(child.id), kNone, kNone, kNone});
        }
    }
    if (graph_.nodes.size() + graph_.flows.size() > limits_.elements)
        refuse(element, base::msg("mô hình có quá nhiều phần tử."));
    graph_.levels[level].nodes = {first_node, Index(graph_.nodes.size())};
    graph_.levels[level].flows = {first_flow, Index(graph_.flows.size())};
    declare(element, graph_.levels[level].variables);
}

void Compiler::connect(const Element& process)
{
    in_.resize(graph_.nodes.size());
    out_.resize(graph_.nodes.size());
    attached_.resize(graph_.nodes.size());
    std::vector<const Element*> flows(graph_.flows.size());
    for (const auto& [element, flow] : flow_of_) flows[flow] = element;
    for (Index flow = 0; flow < flows.size(); ++flow) {
        const Element& element = *flows[flow];
        const auto source = node_of_.find(element.reference("sourceRef"));
        const auto target = node_of_.find(element.reference("targetRef"));
        if (source == node_of_.end() || target == node_of_.end() ||
            graph_.nodes[source->second].level != graph_.nodes[target->second].level)
            refuse(element, base::msg("luồng này không nối hai phần tử của cùng một cấp."));
        graph_.flows[flow].source = source->second;
        graph_.flows[flow].target = target->second;
        graph_.flows[flow].condition = expression_of(element, Tag::conditionExpression);
        out_[source->second].push_back(flow);
        in_[target->second].push_back(flow);
    }
    for (Index node = 0; node < graph_.nodes.size(); ++node) {
        if (std::max(in_[node].size(), out_[node].size()) > limits_.flows_of_node)
            refuse(at(node), base::msg("quá nhiều luồng vào hoặc ra."));
        order_flows(node);
        graph_.nodes[node].incoming = append(graph_.incoming, in_[node]);
        graph_.nodes[node].outgoing = append(graph_.outgoing, out_[node]);
        if (graph_.nodes[node].kind != NodeKind::boundary_event) continue;
        const auto host = node_of_.find(at(node).reference("attachedToRef"));
        if (host == node_of_.end() || graph_.nodes[host->second].level != graph_.nodes[node].level)
            refuse(at(node), base::msg("sự kiện biên không gắn vào hoạt động nào của cùng cấp."));
        graph_.nodes[node].attached_to = host->second;
        attached_[host->second].push_back(node);
    }
    for (Index node = 0; node < graph_.nodes.size(); ++node)
        graph_.nodes[node].boundaries = append(graph_.nodes_of, attached_[node]);
    for (const Element* level : level_elements_) associate(*level);
    if (process.parent != nullptr) associate(*process.parent);
}

// A gateway tries its conditions in the order in which it lists its own outgoing flows.
void Compiler::order_flows(Index node)
{
    std::vector<Index> ordered;
    for (const Element& listed : at(node).children(Tag::outgoing)) {
        const auto flow = flow_of_.find(listed.referenced());
        if (flow == flow_of_.end() || graph_.flows[flow->second].source != node) continue;
        if (std::find(ordered.begin(), ordered.end(), flow->second) == ordered.end())
            ordered.push_back(flow->second);
    }
    if (ordered.size() < out_[node].size())
        for (const Index flow : out_[node])
            if (std::find(ordered.begin(), ordered.end(), flow) == ordered.end()) ordered.push_back(flow);
    out_[node] = std::move(ordered);
}

// The activity that compensates another is bound to its boundary event by an association.
void Compiler::associate(const Element& level)
{
    for (const Element& association : level.children(Tag::association)) {
        auto source = node_of_.find(association.reference("sourceRef"));
        auto target = node_of_.find(association.reference("targetRef"));
        if (source == node_of_.end() || target == node_of_.end()) continue;
        if (graph_.nodes[source->second].kind != NodeKind::boundary_event) std::swap(source, target);
        const Node& boundary = graph_.nodes[source->second];
        if (boundary.kind != NodeKind::boundary_event || boundary.attached_to == kNone) continue;
        if (!at(target->second).flag("isForCompensation")) continue;
        graph_.nodes[boundary.attached_to].handler = target->second;
    }
}

void Compiler::open_level(Index level)
{
    Level& made = graph_.levels[level];
    std::vector<Index> openings;
    std::vector<Index> handlers;
    for (Index index = made.nodes.begin; index < made.nodes.end; ++index) {
        const Node& node = graph_.nodes[index];
        if (node.kind == NodeKind::event_sub_process) {
            handlers.push_back(index);
            continue;
        }
        const bool handles = level > 0 && graph_.nodes[made.node].kind == NodeKind::event_sub_process;
        if (node.kind == NodeKind::start_event && made.start == kNone &&
            (node.definitions.size() == 0 || handles))
            made.start = index;
        if (node.incoming.size() == 0 && !node.for_compensation &&
            (is_activity(node.kind) || node.kind == NodeKind::throw_event ||
             node.kind == NodeKind::end_event || node.kind == NodeKind::catch_event ||
             node.kind >= NodeKind::exclusive)) {
            const bool link = node.kind == NodeKind::catch_event && node.definitions.size() == 1 &&
                              graph_.definitions[node.definitions.begin].kind == EventKind::link;
            if (!link && !node.instantiate) openings.push_back(index);
        }
    }
    if (made.node != kNone && graph_.nodes[made.node].kind == NodeKind::ad_hoc)
        std::erase_if(openings, [&](Index node) { return !is_activity(graph_.nodes[node].kind); });
    made.openings = append(graph_.nodes_of, openings);
    made.handlers = append(graph_.nodes_of, handlers);
    for (const Index handler : handlers) {
        if (made.node == handler) continue;
        const Level& inner = graph_.levels[graph_.nodes[handler].inner];
        if (inner.start == kNone)
            refuse(at(handler), base::msg("quy trình con sự kiện phải có sự kiện bắt đầu."));
        const Range definitions = graph_.nodes[inner.start].definitions;
        for (Index i = definitions.begin; i < definitions.end; ++i)
            if (graph_.definitions[i].kind == EventKind::compensation) made.compensation = handler;
    }
}

void Compiler::begin_process()
{
    const Level& process = graph_.levels[0];
    for (Index index = process.nodes.begin; index < process.nodes.end; ++index) {
        const Node& node = graph_.nodes[index];
        const auto begin_by = [&](Index which) {
            const Range definitions = graph_.nodes[which].definitions;
            for (Index i = definitions.begin; i < definitions.end; ++i)
                graph_.beginnings.push_back({which, i});
            if (definitions.size() == 0) graph_.beginnings.push_back({which, kNone});
        };
        if (node.kind == NodeKind::start_event || (node.kind == NodeKind::receive_task && node.instantiate))
            begin_by(index);
        if (node.kind == NodeKind::event_gateway && node.instantiate)
            for (Index i = node.outgoing.begin; i < node.outgoing.end; ++i)
                begin_by(graph_.flows[graph_.outgoing[i]].target);
    }
}

Graph Compiler::compile(const Element& process)
{
    graph_.process = process.id;
    graph_.name = process.name;
    add_levels(process);
    names_.assign({"loopCounter", "activationCount", "waitingForStart"});
    for (const Level& level : graph_.levels)
        names_.insert(names_.end(), level.variables.begin(), level.variables.end());
    for (const Element* element : elements_) {
        declare(*element, names_);
        if (const Element* io = element->first(Tag::ioSpecification)) declare(*io, names_);
    }
    connect(process);
    find_link_ends();
    for (Index node = 0; node < graph_.nodes.size(); ++node) fill(node);
    // Inner levels first: a level asks how its event sub-processes start.
    for (Index level = Index(graph_.levels.size()); level-- > 0;) open_level(level);
    begin_process();
    graph_.io = process.first(Tag::ioSpecification) ? data_of(process) : kNone;
    add_correlations();
    for (Index node = 0; node < graph_.nodes.size(); ++node)
        graph_.by_id_.emplace(graph_.nodes[node].id, node);
    for (Index flow = 0; flow < graph_.flows.size(); ++flow)
        graph_.by_id_.emplace(graph_.flows[flow].id, Index(graph_.nodes.size()) + flow);
    find_reaches(graph_, limits_.reach_bytes);
    return std::move(graph_);
}

Index Compiler::expression(const Element& element, std::string_view text)
{
    auto made = language_.compile(text, names_);
    if (!made) throw Refused{base::invalid(std::string(element.id), made.error().message)};
    graph_.expressions.push_back(std::move(*made));
    return Index(graph_.expressions.size() - 1);
}

Index Compiler::expression_of(const Element& parent, Tag child)
{
    const Element* found = parent.first(child);
    return found == nullptr || found->trimmed().empty() ? kNone : expression(parent, found->trimmed());
}

base::Result<Graph> compile(const bpmn::Document& document, std::string_view process,
                            const Expressions& expressions, const GraphLimits& limits)
{
    const Element* chosen = nullptr;
    const Element* imported = nullptr;  // a process that is called may lie in another file
    for (const auto& model : document.models())
        for (const Element& candidate : model->root().children(Tag::process)) {
            if (process.empty() ? !candidate.flag("isExecutable") : candidate.id != process) continue;
            const bool own = model.get() == &document.model();
            if (own && chosen != nullptr)
                return base::invalid("process",
                                     base::msg("Mô hình có nhiều quy trình: phải nói rõ quy trình nào."));
            if (own)
                chosen = &candidate;
            else if (imported == nullptr && !process.empty())
                imported = &candidate;
        }
    if (chosen == nullptr) chosen = imported;
    if (chosen == nullptr) return base::not_found(base::msg("Mô hình không có quy trình chạy được như vậy."));
    try {
        return Compiler(document, expressions, limits).compile(*chosen);
    } catch (const Refused& refused) {
        return refused.error;
    }
}

}  // namespace lt::engine
