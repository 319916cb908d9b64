// One step of an instance: an input moves tokens until all rest. A pure function of graph, state, input and time: no clock, no
// database, no thread. Work that takes time runs between steps: a step opens a wait, a later one completes it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "process/engine/state.h"

namespace lt::engine {

// Inputs. Variables are contexts (or null).
struct Start {
    std::optional<Beginning> beginning{};  // nothing: the start without an event
    Value variables{};
    Value payload{};  // of a message or signal that starts it
};
struct
    Complete {  // user task, work, or called process; of an ad-hoc sub-process: nothing more is started in it
    Number wait = kNobody;
    Value variables{};
};
struct Choose {  // somebody starts an activity of an ad-hoc sub-process; its wait stays open for the next one
    Number wait = kNobody;
    std::string node{};
};
struct RaiseError {  // a BPMN error from a task, worker or called process
    Number wait = kNobody;
    std::string code{};
    Value payload{};
};
struct RaiseEscalation {
    Number wait = kNobody;
    std::string code{};
    Value payload{};
};
struct Fail {  // technical, after the last retry: becomes an incident
    Number wait = kNobody;
    std::string why{};
};
struct FireTimer {
    Number wait = kNobody;
};
struct DeliverMessage {
    Number wait = kNobody;
    Value payload{};
};
struct DeliverSignal {  // to every open subscription of that name
    std::string name{};
    Value payload{};
};
struct ChangeVariables {  // of the root
    Value variables{};
};
struct Cancel {};  // the instance, without handlers or compensation
struct Skip {      // an operator takes a wait as done, or as come
    Number wait = kNobody;
};
struct Retry {  // an operator lets go on what an incident stopped
    Number incident = kNobody;
};
struct MoveToken {  // an operator takes the token of a wait to another node of the same level
    Number wait = kNobody;
    std::string node{};
};
struct Compensate {};  // a called process that completed
using Input =
    std::variant<Start, Complete, Choose, RaiseError, RaiseEscalation, Fail, FireTimer, DeliverMessage,
                 DeliverSignal, ChangeVariables, Cancel, Skip, Retry, MoveToken, Compensate>;

enum class HistoryKind : std::uint8_t {
    started,  // the instance
    entered,  // a node by a token
    left,
    cancelled,  // a node, by what interrupted it
    taken,      // a flow
    thrown,     // an event
    caught,
    compensated,
    failed,  // an incident
    ended    // the instance
};
struct HistoryEvent {
    std::uint64_t ordinal = 0;  // in the instance, from 1
    HistoryKind kind{};
    Index node = kNone;
    Index flow = kNone;  // taken
    Number frame = kNobody;
    std::string detail{};  // name of what was thrown or caught, why it failed, status at the end
};

struct Thrown {                 // to outside; signals reach this instance's own subscriptions within the step
    EventKind kind{};           // message, signal, escalation
    std::string name{};         // or code
    std::string element{};      // id of the message …
    std::string correlation{};  // message: value of its first correlation key
    Index node = kNone;
    Value payload{};
};

struct Outcome {
    State state{};
    std::vector<Number> opened{};  // waits of the new state
    std::vector<Wait> closed{};    // as they were
    std::vector<HistoryEvent> history{};
    std::vector<Thrown> thrown{};
    std::uint64_t moves = 0;  // of tokens
};

struct StepLimits {
    std::uint64_t moves = 30'000;  // in one step; then an incident on each token that still moves
    std::uint32_t turns = 10'000;  // of one multi-instance
    std::size_t tokens = 20'000;   // frames of an instance
};
struct Environment {
    base::Time now{};
    StepLimits limits{};
};

// Refused: an input for a wait that is not open any more (not_found), of another kind or at another time (conflict).
base::Result<Outcome> step(const Graph& graph, State state, const Input& input,
                           const Environment& environment);

// What one who carries out a wait is given: its data inputs where it has any, else all variables in sight. too_large: one value can't hold them.
base::Result<Value> inputs_of(const Graph& graph, const State& state, const Wait& wait);
// What a called process gives back: its data outputs where it has any, else nothing. too_large, too.
base::Result<Value> outputs_of(const Graph& graph, const State& state);

}  // namespace lt::engine
