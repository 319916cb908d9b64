// Compensation (BPMN 2.0, 13.5.5): completed activities are undone one after the other, the last first; that order is right whatever
// depends on what. A list holds what is left to undo and waits for the handler that runs.
#include <algorithm>

#include "process/engine/machine.h"

namespace lt::engine {

// An activity or a turn of one completes: can it be compensated, and with which data?
void Machine::record(Frame& frame)
{
    const Node& node = node_of(frame);
    Frame& parent = *alive(frame.parent);
    if (node.for_compensation || (frame.role != Role::turn && parent.level == kNone)) return;
    Record made;
    made.node = frame.node;
    made.call = frame.call;
    made.of_turn = frame.role == Role::turn;
    if (frame.turns) {
        made.inner = std::move(frame.turns->records);
        made.of_turns = true;
    } else {
        made.inner = std::move(frame.records);
    }
    const bool inside = frame.level != kNone && graph_.levels[frame.level].compensation != kNone;
    const bool outside = node.handler != kNone && frame.role != Role::turn;
    if (!outside && !inside && made.inner.empty() && made.call == kNobody) return;
    made.number = ++state_.last;
    made.variables = frame.variables;
    (frame.role == Role::turn ? parent.turns->records : parent.records).push_back(std::move(made));
}

// Of the level of the thrower; of the level that it handles where it stands in an event sub-process. True: it has to wait.
bool Machine::compensate(Frame& thrower, const EventDefinition& definition)
{
    Frame* level = alive(thrower.parent);
    std::vector<Frame*> scopes{level};
    while (scopes.back()->role == Role::handler) scopes.push_back(alive(scopes.back()->parent));
    std::vector<Record> records;
    const bool whole = definition.target == kNone;
    if (whole) records = std::move(scopes.back()->records);
    for (Frame* scope : scopes) {
        if (whole) break;
        if (scope->node == definition.target) {  // the scope itself: all that is in it
            records = std::move(scope->records);
            break;
        }
        for (Record& done : scope->records)
            if (done.node == definition.target) records.push_back(std::move(done));
        std::erase_if(scope->records, [&](const Record& done) { return done.node == definition.target; });
        if (!records.empty()) break;
    }
    if (whole) scopes.back()->records.clear();
    if (records.empty()) return false;
    start_compensation(definition.waits ? thrower : *level, std::move(records));
    return definition.waits;
}

void Machine::start_compensation(Frame& parent, std::vector<Record> records)
{
    std::sort(records.begin(), records.end(),
              [](const Record& a, const Record& b) { return a.number < b.number; });
    Frame& list = add(Role::compensation, parent, kNone);
    list.records = std::move(records);
    queue(list, Stage::advance);
}

void Machine::advance(Frame& list)
{
    if (list.live > 0) return;
    if (list.records.empty()) {
        const Number parent = list.parent;
        drop(list);
        return child_gone(parent, Role::compensation);
    }
    Record done = std::move(list.records.back());
    list.records.pop_back();
    try {
        run_record(list, done);
    } catch (const Stuck&) {
        purge(list);
        list.records.push_back(std::move(done));
        throw;
    }
    if (list.alive && list.live == 0) queue(list, Stage::advance);
}

void Machine::run_record(Frame& list, const Record& done)
{
    const Node& node = graph_.nodes[done.node];
    const Index level = node.inner;
    const Index inside = level == kNone ? kNone : graph_.levels[level].compensation;
    if (node.handler != kNone && !done.of_turn) {
        note(HistoryKind::compensated, done.node, list.number);
        return begin_activity(list, node.handler, done.variables);
    }
    if (done.of_turns) {
        list.records.insert(list.records.end(), done.inner.begin(), done.inner.end());
        return;
    }
    note(HistoryKind::compensated, done.node, list.number);
    if (done.call != kNobody) {
        Frame& call = add(Role::activity, list, done.node);
        open(WaitKind::compensation, call, done.node).called = done.call;
        return;
    }
    if (inside != kNone) {
        Frame& restored = add(Role::restored, list, done.node, level);
        restored.variables = done.variables;
        restored.records = done.inner;
        const Index start = graph_.levels[graph_.nodes[inside].inner].start;
        return start_handler(restored, inside, start, graph_.nodes[start].definitions.begin, {});
    }
    // By default what is inside is compensated, with the data of the moment when it completed.
    Frame& inner = add(Role::compensation, list, kNone);
    inner.variables = done.variables;
    inner.records = done.inner;
    queue(inner, Stage::advance);
}

// The cancel end event of a transaction: what runs in it ends, what completed is compensated, then it is left by its cancel event.
void Machine::cancel_transaction(Frame& from)
{
    Frame* level = alive(from.parent);
    while (level != nullptr &&
           (level->level == kNone || level->node == kNone || node_of(*level).kind != NodeKind::transaction ||
            level->role == Role::restored))
        level = alive(level->parent);
    if (level == nullptr)
        return terminate(*alive(from.parent));  // no transaction around it: only its scope ends
    purge(*level);
    Frame& host = level->role == Role::turn ? *alive(level->parent) : *level;
    close_all(*level);
    close_all(host);
    level->phase = Phase::cancelling;
    if (level->records.empty()) return transaction_cancelled(*level);
    start_compensation(*level, std::exchange(level->records, {}));
}

void Machine::transaction_cancelled(Frame& level)
{
    Frame& host = level.role == Role::turn ? *alive(level.parent) : level;
    const Range boundaries = node_of(host).boundaries;
    for (Index i = boundaries.begin; i < boundaries.end; ++i) {
        const Range definitions = graph_.nodes[graph_.nodes_of[i]].definitions;
        for (Index at = definitions.begin; at < definitions.end; ++at)
            if (graph_.definitions[at].kind == EventKind::cancel)
                return fire_boundary(host, graph_.nodes_of[i], at, {}, true);
    }
    const Number parent = host.parent;
    kill(host);
    child_gone(parent, Role::activity);
}

}  // namespace lt::engine
