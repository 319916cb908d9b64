// The whole state of an instance as one value: where its tokens rest, what it waits for, its variables, what could be compensated.
// Nodes are indices in memory and BPMN ids in JSON, so that a migration to another version can be checked and mapped by id.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "process/engine/graph.h"

namespace lt::engine {

using Number = std::uint32_t;  // unique in the instance, never given twice
inline constexpr Number kNobody = 0;

using Variables = std::vector<std::pair<std::string, Value>>;

enum class Role : std::uint8_t {
    process,       // the root
    activity,      // an activity that is done once
    repetition,    // a loop or multi-instance activity: holds its turns
    turn,          // one of them
    event,         // a catching or throwing event or an event gateway that a token is in
    handler,       // a running event sub-process, inside the level that it handles
    compensation,  // runs what its list says, one after the other, the last first
    restored,      // a completed sub-process whose event sub-process compensates it
    incident       // a token that could not go on
};

enum class Phase : std::uint8_t {
    ready,  // an activity that waits for its data
    active,
    completing,  // own work done, handlers still run
    handled,     // an interrupting event sub-process took over
    cancelling,  // a transaction that compensates what it did
    failed       // it could not go on at its stage: an incident
};

// Where a token or an activity goes on.
enum class Stage : std::uint8_t {
    arrive,  // a token comes to a node
    enter,   // the node begins with what it took
    begin,   // an activity, or one turn of it
    turn,    // a repetition decides what is next
    leave,   // an activity whose work is done
    advance  // the next of a list that is compensated
};

// Tokens that rest on a flow, before a join or an activity that wants several.
struct Held {
    Index flow = kNone;
    std::uint32_t count = 0;
};

// A complex gateway that fired and waits for the rest: flows that were served.
struct Served {
    Index node = kNone;
    std::vector<Index> flows{};
};

// Definitions of a parallel multiple event that came already.
struct Seen {
    Index node = kNone;
    std::uint32_t definitions = 0;  // bit set
};

// An activity that completed and can be compensated.
struct Record {
    Index node = kNone;
    Number number = 0;      // order of completion
    bool of_turns = false;  // `inner` are the turns of a loop or multi-instance
    bool of_turn = false;   // one of them: the handler at the border was for all
    Number call = kNobody;  // the wait of a called process, which is asked to compensate
    Variables variables{};  // its own, of that moment
    std::vector<Record> inner{};
};

struct Turns {
    std::uint32_t total = 0;  // 0 for a standard loop
    std::uint32_t started = 0;
    std::uint32_t active = 0;
    std::uint32_t completed = 0;
    std::uint32_t terminated = 0;
    std::uint32_t announced = 0;  // completions whose events were thrown
    Value items{};
    std::vector<Value> results{};
    std::vector<Record> records{};
};

struct Frame {
    Number number = kNobody;
    Number parent = kNobody;
    Role role{};
    Phase phase = Phase::active;
    bool alive = true;           // within a step only
    Index node = kNone;          // kNone for the root
    Index level = kNone;         // whose tokens it holds; kNone: none
    std::uint32_t epoch = 0;     // within a step only: moves of an older one are void
    std::uint32_t live = 0;      // tokens and frames inside but handlers
    std::uint32_t handlers = 0;  // running ones
    std::uint32_t waits = 0;     // open ones
    std::uint32_t position = 0;  // event: next definition to throw; turn: its number, from 1
    Stage stage = Stage::enter;  // failed: what is tried again
    Index flow = kNone;          // incident: where the token came from
    Number call = kNobody;       // the wait by which another process was called
    Variables variables{};
    std::vector<Held> held{};
    std::vector<Seen> seen{};
    std::vector<Served> served{};
    std::vector<Record> records{};  // completed activities of a level; what a compensation still has to run
    std::vector<Index> enabled{};   // ad-hoc: activities to run yet, in order
    std::unique_ptr<Turns> turns{};

    Frame() = default;
    Frame(Frame&&) = default;
    Frame& operator=(Frame&&) = default;
    Frame(const Frame& other);
    Frame& operator=(const Frame& other) { return *this = Frame(other); }
};

enum class WaitKind : std::uint8_t {
    user_task,
    work,  // service, script, send and business rule tasks
    message,
    signal,
    timer,
    condition,
    call,          // a called process
    compensation,  // a called process that compensates itself
    incident
};

struct Wait {
    Number number = kNobody;
    Number frame = kNobody;
    WaitKind kind{};
    bool open = true;    // within a step only
    bool held = false;   // condition: what it was when last looked at
    Index node = kNone;  // the event, or the activity
    Index definition = kNone;
    std::string name{};         // of message or signal; id of the called process; why there is an incident
    std::string correlation{};  // message: what it must agree with; empty: anything
    base::Time due{};           // timer
    std::int64_t repeats = 0;   // timer: firings after this one; -1: for ever
    std::optional<base::Time> until{};
    Duration interval{};
    Number called = kNobody;  // compensation: the wait by which the process was called
};

enum class Status : std::uint8_t {
    running,  // waits for something
    stuck,    // has tokens and waits for nothing that could ever come
    completed,
    terminated,
    failed
};

struct State {
    Status status = Status::running;
    Number last = 0;             // number given last
    std::uint64_t events = 0;    // of history so far
    std::string error{};         // failed: code of the error that nobody caught
    std::deque<Frame> frames{};  // by number; the root first
    std::deque<Wait> waits{};    // by number

    bool ended() const { return status >= Status::completed; }
    const Frame* frame(Number number) const;
    Frame* frame(Number number);
    const Wait* wait(Number number) const;  // open ones
    Wait* wait(Number number);
    // What stands under that name nearest to the frame; nothing: no such variable.
    std::optional<Value> find(Number frame, std::string_view name) const;
    Value variables() const;            // of the root, a context
    Value visible(Number frame) const;  // all in sight of a frame, a context
    std::uint64_t weight() const;       // of all values that it holds, as they count it
};

// The state without loss; refused when it is larger than that.
inline constexpr std::size_t kStateBytes = std::size_t{16} << 20;
base::Result<std::string> to_json(const Graph& graph, const State& state, std::size_t limit = kStateBytes);
// Refused: no such JSON, or a node or flow that the graph doesn't have (conflict, `field` is its id).
base::Result<State> from_json(const Graph& graph, std::string_view json);

}  // namespace lt::engine
