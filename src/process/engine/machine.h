// One step while it runs. Its parts: step.cpp (inputs), machine.cpp (tokens and frames), gateways.cpp, joins.cpp, activities.cpp, repetition.cpp,
// events.cpp (catching), throwing.cpp, compensation.cpp, data.cpp.
//
// Two things hold everywhere: a frame that is taken away takes its waits and what is inside with it, children first; and after
// anything that throws an event the frame at hand may be gone, so it is looked up again.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "process/engine/engine.h"

namespace lt::engine {

// A token can't go on: no flow to take, a failed expression, a limit. Caught where a move is made; becomes an incident.
struct Stuck {
    std::string why{};
};

inline const std::string kTooManyMoves =
    base::msg("Quá nhiều bước đi trong một lần: có thể có vòng lặp không dừng.");

class Machine {
public:
    Machine(const Graph& graph, Outcome& outcome, const Environment& environment)
        : graph_(graph), state_(outcome.state), outcome_(outcome), environment_(environment),
          last_before_(outcome.state.last)
    {
    }

    base::Result<base::Done> take(const Input& input);
    void run();
    void finish();

private:
    struct Move {
        Number frame = kNobody;
        std::uint32_t epoch = 0;
        Stage stage = Stage::arrive;
        Index node = kNone;
        Index flow = kNone;
    };

    // step.cpp
    base::Result<base::Done> apply(const Start& input);
    base::Result<base::Done> apply(const Complete& input);
    base::Result<base::Done> apply(const RaiseError& input);
    base::Result<base::Done> apply(const RaiseEscalation& input);
    base::Result<base::Done> apply(const Fail& input);
    base::Result<base::Done> apply(const FireTimer& input);
    base::Result<base::Done> apply(const DeliverMessage& input);
    base::Result<base::Done> apply(const DeliverSignal& input);
    base::Result<base::Done> apply(const ChangeVariables& input);
    base::Result<base::Done> apply(const Cancel& input);
    base::Result<base::Done> apply(const Choose& input);
    base::Result<base::Done> apply(const Skip& input);
    base::Result<base::Done> apply(const Retry& input);
    base::Result<base::Done> apply(const MoveToken& input);
    base::Result<base::Done> apply(const Compensate& input);
    void begin_with(Frame& root, const Beginning& beginning, const Value& payload);
    void start_root(Frame& root);
    void complete_work(Wait& wait, const Value& variables, bool skipped);

    // machine.cpp
    Frame* alive(Number number) { return state_.frame(number); }
    const Node& node_of(const Frame& frame) const { return graph_.nodes[frame.node]; }
    Frame& add(Role role, Frame& parent, Index node, Index level = kNone);
    void drop(Frame& frame);
    void kill(Frame& frame);
    void kill_inside(Frame& frame);
    void cancel(Frame& frame);
    void purge(Frame& level);
    void child_gone(Number parent, Role role);
    void touch(Frame& level);
    void settle(Frame& frame);
    void quiet(Frame& level);
    void end(Status status, std::string error = {});
    void queue(Frame& frame, Stage stage, Index node = kNone, Index flow = kNone);
    void emit(Frame& level, Index flow);
    void emit(Frame& level, const std::vector<Index>& flows, std::uint32_t times = 1);
    void consume(Frame& level, std::uint32_t tokens);
    bool make_next_move();
    void make(const Move& move);
    void stop_all();
    void stall(Frame& level, Index node, Index flow, const std::string& why);
    void fail(Frame& frame, Stage stage, const std::string& why);
    Wait& open(WaitKind kind, Frame& frame, Index node, Index definition = kNone);
    void close(Wait& wait);
    template <class Which>
    void close_waits(Frame& frame, Which which);
    void close_all(Frame& frame);
    void note(HistoryKind kind, Index node, Number frame, std::string detail = {}, Index flow = kNone);

    // gateways.cpp
    void arrive(Frame& level, Index node, Index flow);
    void enter(Frame& level, Index node, Index flow, std::uint32_t tokens);
    void enter_node(Frame& level, Index node);
    void pass(Frame& level, Index node, const std::vector<Index>& flows);
    Index choose_one(Index node, const Frame& level) const;
    std::uint32_t waiting_at(const Frame& level, const Node& node) const;
    void hold(Frame& level, Index flow);
    std::uint32_t held(const Frame& level, Index flow) const;
    void take_held(Frame& level, Index flow, std::uint32_t count);
    void arrive_at_parallel(Frame& level, Index node);
    void arrive_at_quantity(Frame& level, Index node);
    bool check_joins();
    bool check_join(Frame& level, Index node);
    bool expects_none(const Frame& level, const Node& node, const std::vector<bool>& filled) const;
    bool is_armed(const Frame& host, Index boundary) const;
    void try_complex(Frame& level, Index node);
    void activate_complex(Frame& level, Index node);
    bool reset_complex(Frame& level, Index node);
    std::vector<Index> split(Index node, const Frame& level, const Variables& extra, bool may_be_empty) const;
    std::vector<Index> leaving(Index node, const Frame& level) const;

    // activities.cpp
    void begin_activity(Frame& level, Index node, const Variables& given = {});
    void activate(Frame& frame);
    void begin_turn(Frame& frame);
    void start_level(Frame& frame);
    void finish_turn(Frame& frame);
    void complete_activity(Frame& frame);
    void leave(Frame& frame);
    void level_done(Frame& level);
    void start_ad_hoc(Frame& level);
    bool next_ad_hoc(Frame& level);
    void end_ad_hoc(Frame& level, std::uint32_t live);
    bool is_choice(const Frame& frame) const;
    void close_choice(Frame& level);
    void start_handler(Frame& level, Index sub_process, Index start, Index definition, const Value& payload);
    void fire_handler(Frame& level, Index start, Index definition, const Value& payload);
    void recheck_ready();

    // repetition.cpp
    void begin_repetition(Frame& outer);
    void add_turn(Frame& outer);
    void turn_done(Frame& turn);
    void go_on(Frame& outer);
    bool announce(Frame& outer);
    void throw_implicitly(Frame& outer, Index event);
    void complete_repetition(Frame& outer);

    // events.cpp
    void arm(Frame& frame, Index node);
    void arm_one(Frame& frame, Index node, Index definition);
    void arm_timer(Frame& frame, Index node, Index definition);
    void fire_true_conditions(Number since);
    void repeat(const Wait& fired, Frame& frame);
    void undo_since(Frame& frame, Number before);
    bool arm_boundaries(Frame& frame);
    bool arm_handlers(Frame& level);
    void disarm_handlers(Frame& level);
    void trigger(Number wait, const Value& payload);
    bool all_seen(Wait& wait, Frame& frame);
    void caught(Frame& frame, Index node, Index definition, const Value& payload, bool stays);
    void fire_boundary(Frame& host, Index boundary, Index definition, const Value& payload, bool cancels);
    void recheck_conditions();
    bool holds(const Wait& wait);

    // throwing.cpp
    void start_throwing(Frame& level, Index node);
    void throwing(Frame& frame);
    bool throw_one(Frame& frame, Index definition);
    void throw_signal(const std::string& name, const Value& payload, Number not_cancelling);
    void send(Frame& frame, Index node, Index definition);
    bool throw_error(Frame& from, const std::string& code, const std::string& element, const Value& payload);
    void throw_escalation(Frame& from, const std::string& code, const std::string& element,
                          const Value& payload);
    Index catching(Range nodes, bool in_levels, EventKind kind, const std::string& code,
                   const std::string& element, Index& definition) const;
    void terminate(Frame& level);
    std::string correlation_of(const EventDefinition& definition, const Value& payload) const;
    std::string subscription_of(const Frame& frame, const EventDefinition& definition) const;

    // compensation.cpp
    void record(Frame& frame);
    bool compensate(Frame& thrower, const EventDefinition& definition);
    void start_compensation(Frame& parent, std::vector<Record> records);
    void advance(Frame& list);
    void run_record(Frame& list, const Record& done);
    void cancel_transaction(Frame& from);
    void transaction_cancelled(Frame& level);

    // data.cpp
    Value evaluate(Number frame, Index expression, const Variables& extra = {}) const;
    bool is_true(Number frame, Index expression, const Variables& extra = {}) const;
    void set_local(Frame& frame, const std::string& name, Value value);
    void assign(Number frame, const std::string& name, Value value);
    void merge(Number frame, const Value& context);
    void declare_level(Frame& level);
    bool load_inputs(Frame& frame);
    Value transfer(const Association& association, Number from) const;
    void take_outputs(Frame& frame, const Value& given);
    void check_outputs(const Frame& frame) const;
    void write_outputs(Frame& frame, bool of_turn);
    void take_payload(Frame& frame, Index node, Index definition, const Value& payload);
    Value payload_of(Frame& frame, Index node, Index definition);

    const Graph& graph_;
    State& state_;
    Outcome& outcome_;
    const Environment& environment_;
    std::deque<Move> resting_{};  // come to rest at once
    std::deque<Move> passing_{};
    std::deque<Move> throwing_{};  // after all that can rest does
    std::vector<Number> joins_{};  // levels with tokens before inclusive or complex gateways
    Number last_before_ = 0;       // numbers above were given in this step
    bool stopping_ = false;        // nothing may move any more
    bool changed_ = false;         // a variable, since conditions were looked at
};

template <class Which>
void Machine::close_waits(Frame& frame, Which which)
{
    // The youngest are at the end, and most frames have few.
    std::uint32_t left = frame.waits;
    for (std::size_t i = state_.waits.size(); i-- > 0 && left > 0;) {
        Wait& wait = state_.waits[i];
        if (!wait.open || wait.frame != frame.number) continue;
        left -= 1;
        if (which(wait)) close(wait);
    }
}

}  // namespace lt::engine
