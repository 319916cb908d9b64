// Tokens and frames: how they come, rest and go.
#include "process/engine/machine.h"

#include <algorithm>

namespace lt::engine {

Frame& Machine::add(Role role, Frame& parent, Index node, Index level)
{
    if (state_.frames.size() >= environment_.limits.tokens)
        throw Stuck{base::msg("Quá nhiều token cùng một lúc trong một hồ sơ.")};
    (role == Role::handler ? parent.handlers : parent.live) += 1;
    Frame& frame = state_.frames.emplace_back();
    frame.number = ++state_.last;
    frame.parent = parent.number;
    frame.role = role;
    frame.node = node;
    frame.level = level;
    return frame;
}

// The frame alone: it has nothing inside any more.
void Machine::drop(Frame& frame)
{
    close_all(frame);
    frame.alive = false;
}

void Machine::close_all(Frame& frame)
{
    close_waits(frame, [](const Wait&) { return true; });
}

// What is inside, children first. Nobody is told.
void Machine::kill_inside(Frame& frame)
{
    if (frame.live + frame.handlers == 0) return;
    std::vector<Frame*> doomed;
    std::vector<Number> numbers{frame.number};  // ascending, since children are younger
    for (Frame& other : state_.frames) {
        if (!other.alive || other.number <= frame.number) continue;
        if (!std::binary_search(numbers.begin(), numbers.end(), other.parent)) continue;
        doomed.push_back(&other);
        numbers.push_back(other.number);
    }
    for (auto at = doomed.rbegin(); at != doomed.rend(); ++at) cancel(**at);
}

void Machine::cancel(Frame& frame)
{
    if (frame.node != kNone && frame.role != Role::turn && frame.role != Role::compensation)
        note(HistoryKind::cancelled, frame.node, frame.number);
    drop(frame);
}

// With all that is inside. The parent is not told.
void Machine::kill(Frame& frame)
{
    kill_inside(frame);
    cancel(frame);
}

// All tokens, activities and handlers of a level; what completed in it can still be compensated.
void Machine::purge(Frame& level)
{
    kill_inside(level);
    level.held.clear();
    level.served.clear();
    level.enabled.clear();
    close_choice(level);
    level.live = 0;
    level.handlers = 0;
    level.epoch += 1;
}

void Machine::child_gone(Number number, Role role)
{
    Frame* parent = alive(number);
    if (parent == nullptr) return;
    touch(*parent);
    (role == Role::handler ? parent->handlers : parent->live) -= 1;
    if (parent->live == 0) settle(*parent);
}

void Machine::consume(Frame& level, std::uint32_t tokens)
{
    if (!level.alive) return;
    CHECK(level.live >= tokens);
    touch(level);
    level.live -= tokens;
    if (level.live == 0) settle(level);
}

// Something in it moved or went: its joins may fire now.
void Machine::touch(Frame& level)
{
    if (!level.held.empty() && std::find(joins_.begin(), joins_.end(), level.number) == joins_.end())
        joins_.push_back(level.number);
}

// Nothing is inside but handlers.
void Machine::settle(Frame& frame)
{
    switch (frame.role) {
    case Role::process:
    case Role::activity:
    case Role::turn:
    case Role::handler: quiet(frame); break;
    case Role::event: throwing(frame); break;
    case Role::compensation: queue(frame, Stage::advance); break;
    case Role::restored: {
        const Number parent = frame.parent;
        if (frame.handlers > 0) return;
        drop(frame);
        child_gone(parent, Role::restored);
        break;
    }
    case Role::repetition:
    case Role::incident: break;
    }
}

void Machine::quiet(Frame& level)
{
    if (level.phase == Phase::failed || level.phase == Phase::ready) return;
    if (level.phase == Phase::cancelling) return transaction_cancelled(level);
    if (level.phase == Phase::active) {
        if (level.node != kNone && node_of(level).kind == NodeKind::ad_hoc && next_ad_hoc(level)) return;
        disarm_handlers(level);
        level.phase = Phase::completing;
    }
    if (level.handlers == 0) level_done(level);
}

void Machine::end(Status status, std::string error)
{
    Frame& root = state_.frames.front();
    if (root.live + root.handlers > 0) purge(root);
    std::vector<Record> records = std::move(root.records);
    Variables variables = std::move(root.variables);
    drop(root);
    // What is left: the variables, and what can be compensated later if another process called this one.
    state_.status = status;
    state_.error = std::move(error);
    root.phase = Phase::completing;
    root.variables = std::move(variables);
    if (status == Status::completed) root.records = std::move(records);
    static constexpr const char* kNames[] = {"running", "stuck", "completed", "terminated", "failed"};
    note(HistoryKind::ended, kNone, root.number, kNames[std::size_t(status)]);
    resting_.clear();
    passing_.clear();
    throwing_.clear();
}

void Machine::queue(Frame& frame, Stage stage, Index node, Index flow)
{
    const Move move{frame.number, frame.epoch, stage, node, flow};
    if (stage != Stage::arrive && stage != Stage::enter) return passing_.push_back(move);
    const Node& to = graph_.nodes[node];
    const bool join =
        to.incoming.size() > 1 &&
        (to.kind == NodeKind::parallel || to.kind == NodeKind::inclusive || to.kind == NodeKind::complex);
    const bool throws =
        (to.kind == NodeKind::throw_event || to.kind == NodeKind::end_event) && to.definitions.size() > 0;
    if (throws)
        throwing_.push_back(move);
    else if (join || to.kind == NodeKind::catch_event || to.kind == NodeKind::event_gateway ||
             to.kind == NodeKind::receive_task || to.kind == NodeKind::user_task || to.start_quantity > 1)
        resting_.push_back(move);
    else
        passing_.push_back(move);
}

void Machine::emit(Frame& level, Index flow)
{
    level.live += 1;
    note(HistoryKind::taken, kNone, level.number, {}, flow);
    queue(level, Stage::arrive, graph_.flows[flow].target, flow);
}

void Machine::emit(Frame& level, const std::vector<Index>& flows, std::uint32_t times)
{
    for (const Index flow : flows)
        for (std::uint32_t i = 0; i < times; ++i) emit(level, flow);
}

// First what comes to rest, then what passes, then joins that can fire, and only then what throws: so all that is armed in this step
// hears it.
bool Machine::make_next_move()
{
    for (auto* moves : {&resting_, &passing_}) {
        if (moves->empty()) continue;
        const Move move = moves->front();
        moves->pop_front();
        make(move);
        return true;
    }
    if (check_joins()) return true;
    if (throwing_.empty()) return false;
    const Move move = throwing_.front();
    throwing_.pop_front();
    make(move);
    return true;
}

void Machine::run()
{
    while (true) {
        if (changed_) {
            changed_ = false;
            recheck_conditions();
            recheck_ready();
        }
        if (state_.ended()) return;
        if (++outcome_.moves > environment_.limits.moves) return stop_all();
        if (!make_next_move() && !changed_) return;
    }
}

void Machine::make(const Move& move)
{
    Frame* frame = alive(move.frame);
    if (frame == nullptr || frame->epoch != move.epoch) return;
    if (move.stage == Stage::arrive) return arrive(*frame, move.node, move.flow);
    if (move.stage == Stage::enter) return enter(*frame, move.node, move.flow, 1);
    try {
        switch (move.stage) {
        case Stage::begin: begin_turn(*frame); break;
        case Stage::turn: go_on(*frame); break;
        case Stage::leave: leave(*frame); break;
        case Stage::advance: advance(*frame); break;
        case Stage::arrive:
        case Stage::enter: break;
        }
    } catch (const Stuck& stuck) {
        if (Frame* still = alive(move.frame)) fail(*still, move.stage, stuck.why);
    }
}

// The step would not end: every token that still moves stays where it is, as an incident.
void Machine::stop_all()
{
    for (auto* moves : {&resting_, &passing_, &throwing_}) {
        for (const Move& move : *moves) {
            Frame* frame = alive(move.frame);
            if (frame == nullptr || frame->epoch != move.epoch || frame->phase == Phase::failed) continue;
            if (move.stage == Stage::arrive || move.stage == Stage::enter)
                stall(*frame, move.node, move.flow, kTooManyMoves);
            else
                fail(*frame, move.stage, kTooManyMoves);
        }
        moves->clear();
    }
    stopping_ = true;
    while (check_joins()) {}  // a join that could fire is stopped there too
    stopping_ = false;
}

// Takes the place of a token of the level.
void Machine::stall(Frame& level, Index node, Index flow, const std::string& why)
{
    Frame& frame =
        state_.frames.emplace_back();  // also beyond the limit of tokens: the token is there already
    frame.number = ++state_.last;
    frame.parent = level.number;
    frame.role = Role::incident;
    frame.node = node;
    frame.flow = flow;
    fail(frame, Stage::enter, why);
}

void Machine::fail(Frame& frame, Stage stage, const std::string& why)
{
    frame.phase = Phase::failed;
    frame.stage = stage;
    open(WaitKind::incident, frame, frame.node).name = why;
    note(HistoryKind::failed, frame.node, frame.number, why);
}

Wait& Machine::open(WaitKind kind, Frame& frame, Index node, Index definition)
{
    Wait& wait = state_.waits.emplace_back();
    wait.number = ++state_.last;
    wait.frame = frame.number;
    wait.kind = kind;
    wait.node = node;
    wait.definition = definition;
    frame.waits += 1;
    outcome_.opened.push_back(wait.number);
    return wait;
}

void Machine::close(Wait& wait)
{
    if (!wait.open) return;
    wait.open = false;
    if (Frame* frame = alive(wait.frame)) frame->waits -= 1;
    outcome_.closed.push_back(wait);
}

void Machine::disarm_handlers(Frame& level)
{
    if (level.waits == 0 || graph_.levels[level.level].handlers.size() == 0) return;
    close_waits(level, [&](const Wait& wait) {
        return graph_.nodes[wait.node].kind == NodeKind::start_event &&
               graph_.nodes[wait.node].level != level.level;
    });
}

void Machine::note(HistoryKind kind, Index node, Number frame, std::string detail, Index flow)
{
    outcome_.history.push_back({++state_.events, kind, node, flow, frame, std::move(detail)});
}

// What is over leaves the state; what opened and closed in the same step was never there for others.
void Machine::finish()
{
    if (state_.ended()) state_.frames.front().alive = true;
    std::erase_if(state_.frames, [](const Frame& frame) { return !frame.alive; });
    std::erase_if(outcome_.opened, [&](Number number) { return state_.wait(number) == nullptr; });
    std::erase_if(outcome_.closed, [&](const Wait& wait) { return wait.number > last_before_; });
    std::erase_if(state_.waits, [](const Wait& wait) { return !wait.open; });
    if (!state_.ended()) state_.status = state_.waits.empty() ? Status::stuck : Status::running;
}

}  // namespace lt::engine
