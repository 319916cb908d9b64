// Random models, played at random, against a small and slow reading of the standard: every move of the history must be allowed where it
// was made, by path search over single flows, and where the engine rests nothing may be able to move.
#include <algorithm>
#include <map>
#include <random>
#include <set>

#include <gtest/gtest.h>

#include "process/bpmn/document.h"
#include "process/engine/engine.h"
#include "process/engine/model_testing.h"

namespace lt::engine {
namespace {

using Random = std::mt19937;

int draw(Random& random, int below) { return std::uniform_int_distribution<>(0, below - 1)(random); }

struct Drawn {
    std::string elements{"<startEvent id='s'/><endEvent id='e'/>"};
    std::string flows{"s>n0;"};
};

// Any graph of tasks and gateways: forks without joins, joins without forks, loops, and activities that may be left by their border.
Drawn draw_model(Random& random)
{
    Drawn model;
    const int size = 3 + draw(random, 10);
    static constexpr const char* kKinds[] = {"task",
                                             "task",
                                             "userTask",
                                             "userTask",
                                             "exclusiveGateway",
                                             "parallelGateway",
                                             "parallelGateway",
                                             "inclusiveGateway",
                                             "inclusiveGateway",
                                             "inclusiveGateway"};
    const auto connect = [&](const std::string& from, int at, int count, bool conditions) {
        std::set<std::string> targets;
        while (int(targets.size()) < count) {
            const bool back = draw(random, 6) == 0;
            const int to = back ? draw(random, size) : at + 1 + draw(random, 4);
            targets.insert(to >= size ? "e" : "n" + std::to_string(to));
            if (int(targets.size()) < count && draw(random, 3) == 0) break;
        }
        std::size_t left = targets.size();
        for (const std::string& to : targets) {
            model.flows += from + ">" + to;
            --left;
            if (conditions)
                model.flows += left == 0 ? "[default]" : draw(random, 2) == 0 ? "[true]" : "[false]";
            model.flows += ";";
        }
    };
    for (int i = 0; i < size; ++i) {
        const std::string kind = kKinds[draw(random, 10)];
        const std::string id = "n" + std::to_string(i);
        model.elements += "<" + kind + " id='" + id + "'/>";
        connect(id, i, kind == "task" || kind == "userTask" ? 1 : 1 + draw(random, 3),
                kind == "exclusiveGateway" || kind == "inclusiveGateway");
        if (kind != "userTask" || draw(random, 2) == 0) continue;
        model.elements += "<boundaryEvent id='b" + std::to_string(i) + "' attachedToRef='" + id +
                          "' cancelActivity='" + (draw(random, 2) == 0 ? "true" : "false") +
                          "'><messageEventDefinition messageRef='M'/></boundaryEvent>";
        connect("b" + std::to_string(i), i, 1, false);
    }
    return model;
}

// Where tokens are by the standard's own picture: on flows, and in activities that wait.
class Reference {
public:
    explicit Reference(const Graph& graph) : graph_(graph) {}

    // Follows one step; what is not allowed is written down.
    void follow(const std::vector<HistoryEvent>& history)
    {
        for (const HistoryEvent& event : history) {
            switch (event.kind) {
            case HistoryKind::taken:
                if (allowed_.erase(event.flow) == 0) wrong("took", event.flow);
                flows_[event.flow] += 1;
                break;
            case HistoryKind::entered: enter(event.node); break;
            case HistoryKind::left: leave(event.node); break;
            case HistoryKind::cancelled: inside_[event.node] -= 1; break;
            case HistoryKind::caught:
                if (graph_.nodes[event.node].kind == NodeKind::boundary_event) give(event.node);
                break;
            case HistoryKind::started:
            case HistoryKind::thrown:
            case HistoryKind::compensated:
            case HistoryKind::failed:
            case HistoryKind::ended: break;
            }
        }
        if (!allowed_.empty()) wrong("did not take", *allowed_.begin());
    }
    void must_rest()
    {
        for (Index node = 0; node < graph_.nodes.size(); ++node)
            if (enabled(node)) problems += " rests before " + graph_.id_of(node);
    }
    std::string problems{};

private:
    void wrong(const char* what, Index index)
    {
        problems += std::string(" ") + what + " " + graph_.flows[index].id;
    }
    std::vector<Index> out(Index node) const
    {
        const Range range = graph_.nodes[node].outgoing;
        return {graph_.outgoing.begin() + range.begin, graph_.outgoing.begin() + range.end};
    }
    std::vector<Index> in(Index node) const
    {
        const Range range = graph_.nodes[node].incoming;
        return {graph_.incoming.begin() + range.begin, graph_.incoming.begin() + range.end};
    }
    int tokens(Index flow) const
    {
        const auto found = flows_.find(flow);
        return found == flows_.end() ? 0 : found->second;
    }
    std::vector<Index> exits(Index node) const
    {
        std::vector<Index> all = out(node);
        const Range boundaries = graph_.nodes[node].boundaries;
        for (Index i = boundaries.begin; i < boundaries.end; ++i)
            for (const Index flow : out(graph_.nodes_of[i])) all.push_back(flow);
        return all;
    }
    // Is there a way from a token on `from` to `to` that doesn't pass the gateway?
    bool path(Index from, Index to, Index gateway) const
    {
        std::set<Index> seen;
        std::vector<Index> todo{from};
        while (!todo.empty()) {
            const Index flow = todo.back();
            todo.pop_back();
            if (flow == to) return true;
            const Index node = graph_.flows[flow].target;
            if (node == gateway) continue;
            for (const Index next : exits(node))
                if (seen.insert(next).second) todo.push_back(next);
        }
        return false;
    }
    bool enabled(Index node) const
    {
        const NodeKind kind = graph_.nodes[node].kind;
        const std::vector<Index> incoming = in(node);
        if (kind == NodeKind::parallel)
            return !incoming.empty() && std::all_of(incoming.begin(), incoming.end(),
                                                    [&](Index flow) { return tokens(flow) > 0; });
        const bool some =
            std::any_of(incoming.begin(), incoming.end(), [&](Index flow) { return tokens(flow) > 0; });
        if (kind != NodeKind::inclusive || !some) return some;
        // A token inside an activity stands at its flows, and at those of each of its events.
        for (const auto& [flow, count] : flows_)
            if (count > 0 && graph_.flows[flow].target != node && blocks({flow}, incoming, node))
                return false;
        for (const auto& [inside, count] : inside_) {
            if (count <= 0) continue;
            if (blocks(out(inside), incoming, node)) return false;
            const Range boundaries = graph_.nodes[inside].boundaries;
            for (Index i = boundaries.begin; i < boundaries.end; ++i)
                if (blocks(out(graph_.nodes_of[i]), incoming, node)) return false;
        }
        return true;
    }
    bool blocks(const std::vector<Index>& at, const std::vector<Index>& incoming, Index gateway) const
    {
        bool to_empty = false;
        for (const Index flow : incoming)
            for (const Index from : at) {
                if (!path(from, flow, gateway)) continue;
                if (tokens(flow) > 0) return false;
                to_empty = true;
            }
        return to_empty;
    }
    void enter(Index node)
    {
        const NodeKind kind = graph_.nodes[node].kind;
        if (kind == NodeKind::start_event) return;
        if (!enabled(node)) problems += " entered " + graph_.id_of(node);
        bool one = false;
        for (const Index flow : in(node)) {
            const bool takes =
                tokens(flow) > 0 && (kind == NodeKind::parallel || kind == NodeKind::inclusive || !one);
            if (!takes) continue;
            flows_[flow] -= 1;
            one = true;
        }
        if (is_activity(kind)) inside_[node] += 1;
    }
    void leave(Index node)
    {
        if (is_activity(graph_.nodes[node].kind)) inside_[node] -= 1;
        give(node);
    }
    // What the node must give now.
    void give(Index node)
    {
        if (!allowed_.empty()) wrong("did not take", *allowed_.begin());
        allowed_.clear();
        const NodeKind kind = graph_.nodes[node].kind;
        const auto truth = [&](Index flow) {
            const Index condition = graph_.flows[flow].condition;
            return condition == kNone || truth_of(condition);
        };
        for (const Index flow : out(node)) {
            if (flow == graph_.nodes[node].default_flow) continue;
            if (kind == NodeKind::exclusive && !allowed_.empty()) break;
            if (kind == NodeKind::parallel || truth(flow)) allowed_.insert(flow);
        }
        if (allowed_.empty() && graph_.nodes[node].default_flow != kNone)
            allowed_.insert(graph_.nodes[node].default_flow);
    }
    bool truth_of(Index condition) const
    {
        class Nothing final : public Sight {
            std::optional<Value> find(std::string_view) const override { return {}; }
        };
        return graph_.expressions[condition]->evaluate(Nothing(), {})->is_true();
    }

    const Graph& graph_;
    std::map<Index, int> flows_{}, inside_{};
    std::set<Index> allowed_{};
};

TEST(RandomModels, EveryMoveIsAllowedAndNothingIsForgotten)
{
    Random random(20260105);
    int whole = 0;
    for (int round = 0; round < 600; ++round) {
        const Drawn drawn = draw_model(random);
        const auto document =
            bpmn::read(testing::model(drawn.elements, drawn.flows, "<message id='M' name='M'/>"));
        ASSERT_TRUE(document);
        const auto graph = compile(*document, "p", FeelExpressions());
        ASSERT_TRUE(graph) << graph.error().message.str();
        Environment environment;
        environment.limits.moves = 400;
        environment.limits.tokens = 300;
        Reference reference(*graph);
        State state;
        Input input = Start{};
        bool stopped = false;
        for (int act = 0; act < 15 && !stopped; ++act) {
            const auto outcome = step(*graph, state, input, environment);
            ASSERT_TRUE(outcome);
            reference.follow(outcome->history);
            // Through its JSON and back, as it would be stored.
            const auto json = to_json(*graph, outcome->state);
            ASSERT_TRUE(json);
            state = *from_json(*graph, *json);
            for (const Wait& wait : state.waits) stopped = stopped || wait.kind == WaitKind::incident;
            if (!stopped) reference.must_rest();
            ASSERT_EQ(reference.problems, "") << drawn.elements << "\n" << drawn.flows << "\nact " << act;
            if (state.ended() || state.waits.empty()) break;
            const Wait& wait = state.waits[std::size_t(draw(random, int(state.waits.size())))];
            if (wait.kind == WaitKind::user_task)
                input = Complete{wait.number, {}};
            else
                input = DeliverMessage{wait.number, {}};
        }
        whole += stopped ? 0 : 1;
    }
    EXPECT_GT(whole, 280) << "most models should rest by themselves";
}

}  // namespace
}  // namespace lt::engine
