// Standard loops and multi-instance activities (BPMN 2.0, 13.3.6 and 13.3.7).
#include "process/engine/machine.h"

namespace lt::engine {

void Machine::begin_repetition(Frame& outer)
{
    const LoopRules& rules = graph_.loops[node_of(outer).loop];
    outer.turns = std::make_unique<Turns>();
    Turns& turns = *outer.turns;
    if (rules.kind == Loop::standard) {
        const bool runs =
            !rules.test_before || rules.condition == kNone || is_true(outer.number, rules.condition);
        return runs ? add_turn(outer) : complete_repetition(outer);
    }
    std::int64_t total = 0;
    if (!rules.collection.empty()) {
        turns.items = state_.find(outer.number, rules.collection).value_or(Value());
        if (!turns.items.is(feel::Kind::list))
            throw Stuck{base::msg("Dữ liệu của hoạt động nhiều lần không phải là danh sách.")};
        total = std::int64_t(turns.items.items().size());
    } else {
        const Value number = evaluate(outer.number, rules.cardinality);
        const auto whole = number.is(feel::Kind::number) ? number.as_number().to_int64() : std::nullopt;
        if (!whole || *whole < 0) throw Stuck{base::msg("Số lần thực hiện phải là số nguyên không âm.")};
        total = *whole;
    }
    if (total > environment_.limits.turns) throw Stuck{base::msg("Một hoạt động lặp quá nhiều lần.")};
    turns.total = std::uint32_t(total);
    if (!rules.result_item.empty()) turns.results.resize(turns.total);
    if (total == 0) return complete_repetition(outer);
    const std::uint32_t first = rules.kind == Loop::parallel ? turns.total : 1;
    for (std::uint32_t i = 0; i < first; ++i) add_turn(outer);
}

void Machine::add_turn(Frame& outer)
{
    const LoopRules& rules = graph_.loops[node_of(outer).loop];
    Turns& turns = *outer.turns;
    Frame& turn = add(Role::turn, outer, outer.node, node_of(outer).inner);
    turn.position = ++turns.started;
    turns.active += 1;
    if (!rules.item.empty()) {
        const bool given = turns.items.is(feel::Kind::list);
        set_local(turn, rules.item, given ? turns.items.items()[turn.position - 1] : Value());
    }
    if (!rules.result_item.empty() && rules.result_item != rules.item) set_local(turn, rules.result_item, {});
    queue(turn, Stage::begin);
}

void Machine::turn_done(Frame& turn)
{
    Frame& outer = *alive(turn.parent);
    const LoopRules& rules = graph_.loops[node_of(outer).loop];
    Turns& turns = *outer.turns;
    turns.completed += 1;
    turns.active -= 1;
    if (turn.position <= turns.results.size())
        turns.results[turn.position - 1] = state_.find(turn.number, rules.result_item).value_or(Value());
    record(turn);
    drop(turn);
    outer.live -= 1;
    try {
        go_on(outer);
    } catch (const Stuck& stuck) {
        if (outer.alive) fail(outer, Stage::turn, stuck.why);
    }
}

// Another turn, or the end.
void Machine::go_on(Frame& outer)
{
    const LoopRules& rules = graph_.loops[node_of(outer).loop];
    const Turns& turns = *outer.turns;
    if (!announce(outer)) return;
    if (rules.kind == Loop::standard) {
        const bool more = (rules.maximum < 0 || turns.started < rules.maximum) &&
                          (rules.condition == kNone || is_true(outer.number, rules.condition));
        return more ? add_turn(outer) : complete_repetition(outer);
    }
    if (rules.condition != kNone && is_true(outer.number, rules.condition)) return complete_repetition(outer);
    if (turns.completed == turns.total) return complete_repetition(outer);
    if (turns.active == 0 && turns.started < turns.total) add_turn(outer);
}

// Throws the events of completed turns. False: the activity is over.
bool Machine::announce(Frame& outer)
{
    const LoopRules& rules = graph_.loops[node_of(outer).loop];
    while (outer.turns->announced < outer.turns->completed) {
        std::vector<Index> events;
        bool over = false;
        for (const Occasion& occasion : rules.occasions) {
            if (rules.behaviour == Behaviour::one && outer.turns->announced > 0) continue;
            if (rules.behaviour == Behaviour::complex) {
                if (occasion.condition == kNone || !is_true(outer.number, occasion.condition)) continue;
                over = true;
            }
            for (Index i = occasion.throws.begin; i < occasion.throws.end; ++i) events.push_back(i);
        }
        outer.turns->announced += 1;
        for (const Index event : events) {
            throw_implicitly(outer, event);
            if (!outer.alive) return false;
        }
        if (!over) continue;
        complete_repetition(outer);
        return false;
    }
    return true;
}

// By a boundary event of the activity itself, which does not cancel it, whatever it says; else as any other event.
void Machine::throw_implicitly(Frame& outer, Index event)
{
    const EventDefinition& definition = graph_.definitions[event];
    note(HistoryKind::thrown, outer.node, outer.number, definition.name);
    if (definition.kind == EventKind::signal) {
        outcome_.thrown.push_back(
            {EventKind::signal, definition.name, definition.element, {}, outer.node, {}});
        return throw_signal(definition.name, {}, outer.number);
    }
    Index found = kNone;
    const Index boundary = catching(node_of(outer).boundaries, false, definition.kind, definition.name,
                                    definition.element, found);
    if (boundary != kNone) return fire_boundary(outer, boundary, found, {}, false);
    throw_one(outer, event);
}

void Machine::complete_repetition(Frame& outer)
{
    const LoopRules& rules = graph_.loops[node_of(outer).loop];
    Turns& turns = *outer.turns;
    if (outer.live > 0) purge(outer);
    turns.terminated += turns.active;
    turns.active = 0;
    try {
        if (!rules.result.empty() && !rules.result_item.empty()) {
            Value list = Value::list(turns.results);
            bool own = false;
            if (node_of(outer).data != kNone)
                for (const DataItem& item : graph_.data[node_of(outer).data].outputs)
                    own = own || item.name == rules.result;
            if (own)
                set_local(outer, rules.result, std::move(list));
            else
                assign(outer.number, rules.result, std::move(list));
        }
        write_outputs(outer, false);
        complete_activity(outer);
    } catch (const Stuck& stuck) {
        if (outer.alive) fail(outer, Stage::leave, stuck.why);
    }
}

}  // namespace lt::engine
