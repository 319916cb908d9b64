// The inputs of a step: each finds its wait, and what was refused has changed nothing.
#include "process/engine/machine.h"

namespace lt::engine {

namespace {

base::Error gone() { return base::not_found(base::msg("Việc chờ này không còn mở.")); }
base::Error unfit() { return base::conflict(base::msg("Việc chờ này không nhận được thao tác đó.")); }

base::Error too_much()
{
    return base::Error{base::Fault::too_large, "variables", base::msg("Dữ liệu của hồ sơ quá lớn."), {}};
}

Value items_of(const std::vector<DataItem>& items, const State& state, Number frame)
{
    std::vector<feel::Entry> entries;
    for (const DataItem& item : items)
        entries.push_back({item.name, state.find(frame, item.name).value_or(Value())});
    return Value::context(std::move(entries));
}

bool is_work(WaitKind kind)
{
    return kind == WaitKind::user_task || kind == WaitKind::work || kind == WaitKind::call ||
           kind == WaitKind::compensation;
}

}  // namespace

base::Result<base::Done> Machine::take(const Input& input)
{
    const bool starts = std::holds_alternative<Start>(input);
    if (!starts && state_.frames.empty()) return base::conflict(base::msg("Hồ sơ chưa bắt đầu."));
    if (state_.ended() && !std::holds_alternative<Compensate>(input))
        return base::conflict(base::msg("Hồ sơ đã kết thúc."));
    try {
        return std::visit([&](const auto& given) { return apply(given); }, input);
    } catch (const Stuck& stuck) {
        return base::conflict(stuck.why);
    }
}

base::Result<base::Done> Machine::apply(const Start& input)
{
    if (!state_.frames.empty()) return base::conflict(base::msg("Hồ sơ đã bắt đầu."));
    Frame& root = state_.frames.emplace_back();
    root.number = ++state_.last;
    root.role = Role::process;
    root.level = 0;
    note(HistoryKind::started, kNone, root.number);
    merge(root.number, input.variables);
    declare_level(root);
    const Level& level = graph_.levels[0];
    if (!input.beginning && level.start == kNone && !graph_.beginnings.empty())
        return base::conflict(base::msg("Quy trình này chỉ bắt đầu bằng một sự kiện."));
    try {
        const bool normal = arm_handlers(root);
        if (!normal) return base::Done{};
        if (input.beginning && input.beginning->node != kNone)
            begin_with(root, *input.beginning, input.payload);
        else
            start_root(root);
    } catch (const Stuck& stuck) {
        if (root.alive) fail(root, Stage::begin, stuck.why);
    }
    return base::Done{};
}

void Machine::start_root(Frame& root)
{
    const Level& level = graph_.levels[0];
    if (level.start != kNone)
        pass(root, level.start, leaving(level.start, root));
    else
        for (Index i = level.openings.begin; i < level.openings.end; ++i) {
            root.live += 1;
            queue(root, Stage::arrive, graph_.nodes_of[i]);
        }
    if (root.live == 0) settle(root);
}

// By a start event, a receive task, or an event behind a gateway.
void Machine::begin_with(Frame& root, const Beginning& beginning, const Value& payload)
{
    const Node& node = graph_.nodes[beginning.node];
    const std::string name =
        beginning.definition == kNone ? "" : graph_.definitions[beginning.definition].name;
    take_payload(root, beginning.node, beginning.definition, payload);
    Index gateway = kNone;
    if (node.kind != NodeKind::start_event && node.incoming.size() == 1) {
        const Index source = graph_.flows[graph_.incoming[node.incoming.begin]].source;
        if (graph_.nodes[source].kind == NodeKind::event_gateway) gateway = source;
    }
    if (gateway != kNone) note(HistoryKind::entered, gateway, root.number);
    if (gateway != kNone && graph_.nodes[gateway].parallel_start) {
        Frame& frame = add(Role::event, root, gateway);
        const Range outgoing = graph_.nodes[gateway].outgoing;
        for (Index i = outgoing.begin; i < outgoing.end; ++i) {
            const Index target = graph_.flows[graph_.outgoing[i]].target;
            if (target != beginning.node) arm(frame, target);
        }
        if (frame.waits == 0) {
            drop(frame);
            root.live -= 1;
        }
    } else if (gateway != kNone) {
        note(HistoryKind::left, gateway, root.number);
    }
    if (node.parallel_multiple && node.definitions.size() > 1) {
        Frame& frame = add(Role::event, root, beginning.node);
        frame.seen.push_back({beginning.node, 1U << (beginning.definition - node.definitions.begin)});
        for (Index i = node.definitions.begin; i < node.definitions.end; ++i)
            if (i != beginning.definition) arm_one(frame, beginning.node, i);
        return;
    }
    note(HistoryKind::caught, beginning.node, root.number, name);
    pass(root, beginning.node, leaving(beginning.node, root));
    if (root.live == 0) settle(root);
}

base::Result<base::Done> Machine::apply(const Complete& input)
{
    Wait* wait = state_.wait(input.wait);
    if (wait == nullptr) return gone();
    if (!is_work(wait->kind)) return unfit();
    complete_work(*wait, input.variables, false);
    return base::Done{};
}

void Machine::complete_work(Wait& wait, const Value& variables, bool skipped)
{
    Frame& frame = *alive(wait.frame);
    const WaitKind kind = wait.kind;
    if (kind == WaitKind::user_task && is_choice(frame)) {
        merge(frame.number, variables);
        end_ad_hoc(frame, 0);
        if (frame.live == 0) settle(frame);
        return;
    }
    close(wait);
    if (kind == WaitKind::compensation) {
        drop(frame);
        return child_gone(frame.parent, Role::activity);
    }
    if (kind == WaitKind::call && !skipped) frame.call = wait.number;
    take_outputs(frame, variables);
    try {
        if (!skipped) check_outputs(frame);
    } catch (const Stuck& stuck) {
        return fail(frame, Stage::begin, stuck.why);
    }
    finish_turn(frame);
}

base::Result<base::Done> Machine::apply(const Choose& input)
{
    const Wait* wait = state_.wait(input.wait);
    if (wait == nullptr) return gone();
    Frame& level = *alive(wait->frame);
    if (wait->kind != WaitKind::user_task || !is_choice(level)) return unfit();
    if (graph_.ad_hocs[node_of(level).ad_hoc].sequential && level.live > 0)
        return base::conflict(base::msg("Việc trước chưa xong; ở đây làm từng việc một."));
    const Range openings = graph_.levels[level.level].openings;
    for (Index i = openings.begin; i < openings.end; ++i)
        if (const Index node = graph_.nodes_of[i]; graph_.id_of(node) == input.node) {
            level.live += 1;
            queue(level, Stage::enter, node);
            return base::Done{};
        }
    return base::not_found(base::msg("Ở đây không có việc này."));
}

base::Result<base::Done> Machine::apply(const RaiseError& input)
{
    Wait* wait = state_.wait(input.wait);
    if (wait == nullptr) return gone();
    if (!is_work(wait->kind)) return unfit();
    Frame& frame = *alive(wait->frame);
    close(*wait);
    throw_error(frame, input.code, {}, input.payload);
    return base::Done{};
}

base::Result<base::Done> Machine::apply(const RaiseEscalation& input)
{
    const Wait* wait = state_.wait(input.wait);
    if (wait == nullptr) return gone();
    if (!is_work(wait->kind)) return unfit();
    throw_escalation(*alive(wait->frame), input.code, {}, input.payload);
    return base::Done{};
}

base::Result<base::Done> Machine::apply(const Fail& input)
{
    Wait* wait = state_.wait(input.wait);
    if (wait == nullptr) return gone();
    if (!is_work(wait->kind)) return unfit();
    Frame& frame = *alive(wait->frame);
    close(*wait);
    fail(frame, wait->kind == WaitKind::compensation ? Stage::advance : Stage::begin, input.why);
    return base::Done{};
}

base::Result<base::Done> Machine::apply(const FireTimer& input)
{
    const Wait* wait = state_.wait(input.wait);
    if (wait == nullptr) return gone();
    if (wait->kind != WaitKind::timer) return unfit();
    trigger(input.wait, {});
    return base::Done{};
}

base::Result<base::Done> Machine::apply(const DeliverMessage& input)
{
    const Wait* wait = state_.wait(input.wait);
    if (wait == nullptr) return gone();
    if (wait->kind != WaitKind::message) return unfit();
    trigger(input.wait, input.payload);
    return base::Done{};
}

base::Result<base::Done> Machine::apply(const DeliverSignal& input)
{
    throw_signal(input.name, input.payload, kNobody);
    return base::Done{};
}

base::Result<base::Done> Machine::apply(const ChangeVariables& input)
{
    merge(state_.frames.front().number, input.variables);
    return base::Done{};
}

base::Result<base::Done> Machine::apply(const Cancel&)
{
    end(Status::terminated);
    return base::Done{};
}

base::Result<base::Done> Machine::apply(const Skip& input)
{
    Wait* wait = state_.wait(input.wait);
    if (wait == nullptr) return gone();
    if (is_work(wait->kind)) {
        complete_work(*wait, {}, true);
    } else if (wait->kind == WaitKind::incident) {
        // The work that failed is taken as done.
        Frame& frame = *alive(wait->frame);
        if (frame.phase != Phase::failed || frame.stage != Stage::begin || frame.live > 0) return unfit();
        if (frame.role == Role::process) return unfit();
        close(*wait);
        frame.phase = Phase::active;
        finish_turn(frame);
    } else {
        trigger(input.wait, {});
    }
    return base::Done{};
}

base::Result<base::Done> Machine::apply(const Retry& input)
{
    Wait* wait = state_.wait(input.incident);
    if (wait == nullptr) return gone();
    if (wait->kind != WaitKind::incident) return unfit();
    Frame& frame = *alive(wait->frame);
    close(*wait);
    if (frame.phase != Phase::failed) {  // of a condition, or of something that came
        changed_ = true;
        if (frame.level != kNone && frame.live == 0) settle(frame);
        return base::Done{};
    }
    frame.phase = Phase::active;
    if (frame.role == Role::incident) {
        Frame& level = *alive(frame.parent);
        // One that still stands on its flow comes anew, so that a join counts it.
        queue(level, frame.flow != kNone ? Stage::arrive : Stage::enter, frame.node, frame.flow);
        drop(frame);  // its place in the level is the token's again
    } else if (frame.role == Role::process) {
        disarm_handlers(frame);
        try {
            if (arm_handlers(frame)) start_root(frame);
        } catch (const Stuck& stuck) {
            fail(frame, Stage::begin, stuck.why);
        }
    } else if (frame.stage == Stage::advance && frame.role == Role::activity) {
        open(WaitKind::compensation, frame, frame.node).called = frame.call;
    } else {
        queue(frame, frame.stage);
    }
    return base::Done{};
}

base::Result<base::Done> Machine::apply(const MoveToken& input)
{
    const Wait* wait = state_.wait(input.wait);
    if (wait == nullptr) return gone();
    const auto flow = graph_.flow(input.node);
    const auto node = flow ? std::optional(graph_.flows[*flow].target) : graph_.node(input.node);
    if (!node) return base::not_found(base::msg("Quy trình không có phần tử này."));
    const NodeKind kind = graph_.nodes[*node].kind;
    if (kind == NodeKind::boundary_event || kind == NodeKind::event_sub_process ||
        kind == NodeKind::start_event)
        return base::conflict(base::msg("Không đặt token vào phần tử này được."));
    Frame* frame = alive(wait->frame);
    Frame* level = alive(frame->parent);
    while (level != nullptr && level->level != graph_.nodes[*node].level) {
        frame = level;
        level = alive(level->parent);
    }
    if (level == nullptr || frame->role == Role::handler)
        return base::conflict(base::msg("Token chỉ chuyển được trong cùng một cấp của quy trình."));
    kill(*frame);
    queue(*level, Stage::arrive, *node, flow.value_or(kNone));  // in the place of the frame
    touch(*level);
    return base::Done{};
}

// Asked by the process that called this one, after it completed.
base::Result<base::Done> Machine::apply(const Compensate&)
{
    if (state_.status != Status::completed)
        return base::conflict(base::msg("Chỉ bồi hoàn quy trình đã hoàn thành."));
    Frame& root = state_.frames.front();
    state_.status = Status::running;
    root.alive = true;
    root.phase = Phase::completing;
    const Index inside = graph_.levels[0].compensation;
    note(HistoryKind::compensated, kNone, root.number);
    if (inside != kNone) {
        const Index start = graph_.levels[graph_.nodes[inside].inner].start;
        start_handler(root, inside, start, graph_.nodes[start].definitions.begin, {});
    } else if (!root.records.empty()) {
        start_compensation(root, std::exchange(root.records, {}));
    } else {
        end(Status::completed);
    }
    return base::Done{};
}

base::Result<Outcome> step(const Graph& graph, State state, const Input& input,
                           const Environment& environment)
{
    Outcome outcome;
    outcome.state = std::move(state);
    Machine machine(graph, outcome, environment);
    try {
        if (auto taken = machine.take(input); !taken) return taken.error();
        machine.run();
    } catch (const feel::TooLarge&) {
        return too_much();
    }
    machine.finish();
    return outcome;
}

base::Result<Value> inputs_of(const Graph& graph, const State& state, const Wait& wait)
{
    const Node& node = graph.nodes[wait.node];
    try {
        if (node.data != kNone && !graph.data[node.data].inputs.empty())
            return items_of(graph.data[node.data].inputs, state, wait.frame);
        return node.kind == NodeKind::call_activity ? Value::context({}) : state.visible(wait.frame);
    } catch (const feel::TooLarge&) {
        return too_much();
    }
}

base::Result<Value> outputs_of(const Graph& graph, const State& state)
{
    if (graph.io == kNone || state.frames.empty()) return Value::context({});
    try {
        return items_of(graph.data[graph.io].outputs, state, state.frames.front().number);
    } catch (const feel::TooLarge&) {
        return too_much();
    }
}

}  // namespace lt::engine
