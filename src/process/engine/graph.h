// A process as it is run: flat arrays with indices in place of elements with references. Made once from a model, never changed after,
// shared by all threads. What the drawing and the history name by BPMN ids keeps them here.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "process/engine/expressions.h"
#include "process/engine/timer.h"

namespace lt::bpmn {
class Document;
}

namespace lt::engine {

// Of our own attributes: lt:process of a call activity, lt:chosen="people" of an ad-hoc sub-process.
inline constexpr std::string_view kOwnSpace = "https://lienthong.vn/bpmn";
using Index = std::uint32_t;
inline constexpr Index kNone = UINT32_MAX;

struct Range {  // of one of the arrays
    Index begin = 0;
    Index end = 0;
    Index size() const { return end - begin; }
};

enum class NodeKind : std::uint8_t {
    start_event,
    catch_event,
    throw_event,
    end_event,
    boundary_event,
    task,  // abstract or manual: the token passes
    user_task,
    service_task,
    script_task,
    send_task,
    receive_task,
    business_rule_task,
    call_activity,
    sub_process,
    transaction,
    ad_hoc,
    event_sub_process,
    exclusive,
    inclusive,
    parallel,
    complex,
    event_gateway
};
bool is_activity(NodeKind kind);
bool holds_level(NodeKind kind);  // sub-processes of all kinds

enum class EventKind : std::uint8_t {
    message,
    timer,
    conditional,
    signal,
    escalation,
    error,
    compensation,
    cancel,
    link,
    terminate
};

struct EventDefinition {
    EventKind kind{};
    std::string
        name{};  // of a message or signal; the code of an error or escalation, empty where it has none
    std::string element{};     // id of the message, signal, error or escalation; empty: none is named
    Index expression = kNone;  // condition; time of a timer that is no literal
    TimerForm form = TimerForm::duration;
    std::optional<Timer> timer{};  // a literal
    bool waits = true;             // a compensation is awaited
    Index target = kNone;          // node: activity to compensate, other end of a link
    Index payload = kNone;  // in io of its node: position of the data input or output that belongs to it
};

enum class Loop : std::uint8_t { none, standard, sequential, parallel };
enum class Behaviour : std::uint8_t { all, one, none, complex };

struct
    Occasion {  // complexBehaviorDefinition, or the one event of `one` and `none` (then without a condition)
    Index condition = kNone;
    Range throws{};  // definitions
};

struct LoopRules {
    Loop kind = Loop::none;
    bool test_before = false;
    std::int64_t maximum = -1;  // standard loop; -1: none
    Index condition = kNone;    // go on while true (standard); complete when true (multi-instance)
    Index cardinality = kNone;
    std::string collection{};   // variable with the items
    std::string item{};         // variable of each turn
    std::string result{};       // variable that takes the list of results
    std::string result_item{};  // variable of each turn that goes into it
    Behaviour behaviour = Behaviour::all;
    std::vector<Occasion> occasions{};
};

// A variable that an association reads or writes: by the name under which expressions see it.
struct Assignment {
    Index from = kNone;  // expression
    std::string to{};
};
struct Association {
    std::vector<std::string> sources{};
    std::string target{};
    Index transformation = kNone;
    std::vector<Assignment> assignments{};
};
struct DataItem {
    std::string id{};
    std::string name{};  // of the variable
    bool optional = false;
};
struct DataSet {
    std::vector<std::string> required{};
};
struct Data {
    std::vector<DataItem> inputs{};
    std::vector<DataItem> outputs{};
    std::vector<DataSet> input_sets{};
    std::vector<DataSet> output_sets{};
    std::vector<Association> before{};
    std::vector<Association> after{};
    std::vector<std::string> properties{};
};

struct Performer {
    std::string kind{};      // potentialOwner, humanPerformer, performer, resourceRole
    std::string resource{};  // name of the resource
    Index expression = kNone;
};

// What a worker, a desk or another process is told.
struct Work {
    std::string topic{};           // operation, implementation or script format: what kind of worker
    std::string implementation{};  // as the model says it
    std::string script{};
    std::string format{};
    std::string message{};  // name of the message sent or received
    std::string message_id{};
    std::string called{};  // id of the called process
    std::vector<Performer> performers{};
    std::vector<std::pair<std::string, std::string>>
        extensions{};  // attributes of other namespaces, by local name
};

struct AdHoc {
    bool chosen = false;  // people start its activities, as often as they want, and say when it is over
    bool sequential = false;
    bool cancel_remaining = true;
    Index completion = kNone;
};

struct Node {
    std::string id{};
    std::string name{};
    NodeKind kind{};
    Index level = 0;      // it lies in
    Index inner = kNone;  // level of a sub-process
    Range incoming{};     // of Graph::incoming
    Range outgoing{};     // of Graph::outgoing, in the order of the node's own
    Index default_flow = kNone;
    Range definitions{};
    Range boundaries{};  // of Graph::nodes_of
    Index attached_to = kNone;
    Index handler = kNone;  // activity that compensates this one
    Index loop = kNone;
    Index data = kNone;
    Index work = kNone;
    Index ad_hoc = kNone;
    Index activation = kNone;  // of a complex gateway
    Index reach = kNone;       // of Graph::reaches, one for each incoming flow; joins only
    std::uint32_t start_quantity = 1;
    std::uint32_t completion_quantity = 1;
    bool interrupting = true;  // boundary events and starts of event sub-processes
    bool parallel_multiple = false;
    bool instantiate = false;
    bool parallel_start = false;  // event gateway that awaits all its events
    bool for_compensation = false;
};

struct Flow {
    std::string id{};
    Index source = kNone;
    Index target = kNone;
    Index condition = kNone;
};

// The process, or what lies directly inside one sub-process.
struct Level {
    Index node = kNone;  // the sub-process; kNone for the process
    Index parent = kNone;
    Index start =
        kNone;         // the start event that opens it; of an event sub-process the one with its definitions
    Range openings{};  // of Graph::nodes_of: without a start event, what starts with the level
    Range handlers{};  // of Graph::nodes_of: event sub-processes
    Index compensation = kNone;  // the event sub-process that starts with a compensation
    Range nodes{};               // nodes lie together
    Range flows{};
    std::vector<std::string> variables{};  // data objects and properties
};

// From which flows and nodes of a level an incoming flow of a join can be reached without passing the join.
struct Reach {
    std::vector<std::uint64_t> flows{};  // bit i: flow number i of the level
    std::vector<std::uint64_t> nodes{};
};

// A way to begin the process; `node` is a start event, a receive task, or a target of an event gateway.
struct Beginning {
    Index node = kNone;
    Index definition = kNone;  // kNone: a start without an event
};

struct CorrelationProperty {
    std::string id{};
    std::vector<std::pair<std::string, Index>> paths{};  // id of a message, expression on its payload
    Index subscription = kNone;                          // expression on the variables of the process
};
struct Correlation {  // one key
    std::string id{};
    std::vector<CorrelationProperty> properties{};
};

class Graph {
public:
    std::string process{};  // id
    std::string name{};
    std::vector<Node> nodes{};
    std::vector<Flow> flows{};
    std::vector<Level> levels{};  // the process first
    std::vector<Index> incoming{};
    std::vector<Index> outgoing{};
    std::vector<Index> nodes_of{};
    std::vector<EventDefinition> definitions{};
    std::vector<LoopRules> loops{};
    std::vector<Data> data{};
    std::vector<Work> works{};
    std::vector<AdHoc> ad_hocs{};
    std::vector<Reach> reaches{};
    std::vector<Beginning> beginnings{};
    std::vector<Correlation> correlations{};
    std::vector<std::unique_ptr<const Expression>> expressions{};
    Index io = kNone;  // data of the process itself: what it is called with and gives back

    std::optional<Index> node(std::string_view id) const;
    std::optional<Index> flow(std::string_view id) const;
    const std::string& id_of(Index node) const { return nodes[node].id; }

private:
    friend class Compiler;
    std::unordered_map<std::string, Index> by_id_{};  // flows count from nodes.size() on
};

// What a graph may hold. The sets of the joins grow with the square of a level's size.
struct GraphLimits {
    std::size_t elements = 100'000;
    std::size_t nesting = 60;
    std::size_t flows_of_node = 1'000;  // in or out
    std::size_t links = 1'000;          // events, both ends
    std::size_t reach_bytes = std::size_t{4} << 20;
};

// Of the process with that id, or of the only executable one. The model has passed bpmn::check. Refused: what is not run (the message
// names the element), expressions that are none, and what exceeds the limits.
base::Result<Graph> compile(const bpmn::Document& document, std::string_view process,
                            const Expressions& expressions, const GraphLimits& limits = {});

}  // namespace lt::engine
