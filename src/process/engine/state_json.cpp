// The state as JSON and back. Nodes, flows and definitions by id (a definition by its place in its node); what a step needs only while it
// runs, and what can be counted again, is left out.
#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "decisions/feel/json.h"
#include "process/engine/state.h"

namespace lt::engine {

using nlohmann::json;

namespace {

constexpr std::array kRoles{"process", "activity",     "repetition", "turn",    "event",
                            "handler", "compensation", "restored",   "incident"};
constexpr std::array kPhases{"ready", "active", "completing", "handled", "cancelling", "failed"};
constexpr std::array kStages{"arrive", "enter", "begin", "turn", "leave", "advance"};
constexpr std::array kWaits{"user_task", "work", "message",      "signal",  "timer",
                            "condition", "call", "compensation", "incident"};
constexpr std::array kStatuses{"running", "stuck", "completed", "terminated", "failed"};

// What makes a JSON no state of this graph.
struct Wrong {
    base::Error error{};
};
[[noreturn]] void wrong(const char* why) { throw Wrong{base::invalid("state", why)}; }

template <class Names>
std::size_t index_of(const Names& names, const std::string& name)
{
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) wrong(base::msg("Trạng thái quy trình có từ không hiểu được."));
    return std::size_t(found - names.begin());
}

class Writer {
public:
    explicit Writer(const Graph& graph) : graph_(graph) {}

    json write(const State& state) const
    {
        json made{
            {"status", kStatuses[std::size_t(state.status)]}, {"last", state.last}, {"events", state.events}};
        if (!state.error.empty()) made["error"] = state.error;
        json& frames = made["frames"] = json::array();
        for (const Frame& frame : state.frames) frames.push_back(write(frame));
        json& waits = made["waits"] = json::array();
        for (const Wait& wait : state.waits) waits.push_back(write(wait));
        return made;
    }

private:
    // Values keep their own lossless form, as text: a reader of JSON would round numbers.
    static json write(const Value& value) { return feel::to_json(value); }
    static json write(const Variables& variables)
    {
        json made = json::array();
        for (const auto& [name, value] : variables) made.push_back({name, write(value)});
        return made;
    }
    json write(const std::vector<Record>& records) const
    {
        json made = json::array();
        for (const Record& record : records) {
            json& one =
                made.emplace_back(json{{"node", graph_.id_of(record.node)}, {"number", record.number}});
            if (record.of_turns) one["turns"] = true;
            if (record.of_turn) one["turn"] = true;
            if (record.call != kNobody) one["call"] = record.call;
            if (!record.variables.empty()) one["variables"] = write(record.variables);
            if (!record.inner.empty()) one["inner"] = write(record.inner);
        }
        return made;
    }
    json write(const Turns& turns) const
    {
        json made{{"total", turns.total},           {"started", turns.started},
                  {"active", turns.active},         {"completed", turns.completed},
                  {"terminated", turns.terminated}, {"announced", turns.announced},
                  {"items", write(turns.items)},    {"records", write(turns.records)}};
        json& results = made["results"] = json::array();
        for (const Value& value : turns.results) results.push_back(write(value));
        return made;
    }
    json write(const Frame& frame) const
    {
        json made{{"number", frame.number}, {"role", kRoles[std::size_t(frame.role)]}};
        if (frame.parent != kNobody) made["parent"] = frame.parent;
        if (frame.phase != Phase::active) made["phase"] = kPhases[std::size_t(frame.phase)];
        if (frame.phase == Phase::failed) made["stage"] = kStages[std::size_t(frame.stage)];
        if (frame.node != kNone) made["node"] = graph_.id_of(frame.node);
        if (frame.flow != kNone) made["flow"] = graph_.flows[frame.flow].id;
        if (frame.level != kNone) made["level"] = true;
        if (frame.position != 0) made["position"] = frame.position;
        if (frame.call != kNobody) made["call"] = frame.call;
        if (!frame.variables.empty()) made["variables"] = write(frame.variables);
        for (const Held& held : frame.held) made["held"].push_back({graph_.flows[held.flow].id, held.count});
        for (const Seen& seen : frame.seen)
            made["seen"].push_back({graph_.id_of(seen.node), seen.definitions});
        for (const Served& served : frame.served) {
            json flows = json::array();
            for (const Index flow : served.flows) flows.push_back(graph_.flows[flow].id);
            made["served"].push_back({graph_.id_of(served.node), flows});
        }
        if (!frame.records.empty()) made["records"] = write(frame.records);
        for (const Index node : frame.enabled) made["enabled"].push_back(graph_.id_of(node));
        if (frame.turns) made["turns"] = write(*frame.turns);
        return made;
    }
    json write(const Wait& wait) const
    {
        json made{{"number", wait.number}, {"frame", wait.frame}, {"kind", kWaits[std::size_t(wait.kind)]}};
        if (wait.node != kNone) made["node"] = graph_.id_of(wait.node);
        if (wait.definition != kNone)
            made["definition"] = wait.definition - graph_.nodes[wait.node].definitions.begin;
        if (!wait.name.empty()) made["name"] = wait.name;
        if (!wait.correlation.empty()) made["correlation"] = wait.correlation;
        if (wait.held) made["held"] = true;
        if (wait.called != kNobody) made["called"] = wait.called;
        if (wait.kind != WaitKind::timer) return made;
        made["due"] = wait.due.time_since_epoch().count();
        if (wait.repeats != 0) {
            made["repeats"] = wait.repeats;
            made["interval"] = {wait.interval.months, wait.interval.days, wait.interval.microseconds};
        }
        if (wait.until) made["until"] = wait.until->time_since_epoch().count();
        return made;
    }

    const Graph& graph_;
};

class Reader {
public:
    explicit Reader(const Graph& graph) : graph_(graph) {}

    State read(const json& from) const
    {
        State state;
        state.status = Status(index_of(kStatuses, from.at("status").get<std::string>()));
        state.last = from.at("last").get<Number>();
        state.events = from.at("events").get<std::uint64_t>();
        state.error = from.value("error", "");
        for (const json& frame : from.at("frames")) state.frames.push_back(frame_of(frame));
        for (const json& wait : from.at("waits")) state.waits.push_back(wait_of(wait));
        count_again(state);
        return state;
    }

private:
    Index node(const json& id) const
    {
        const auto found = graph_.node(id.get_ref<const std::string&>());
        if (!found) missing(id);
        return *found;
    }
    Index flow(const json& id) const
    {
        const auto found = graph_.flow(id.get_ref<const std::string&>());
        if (!found) missing(id);
        return *found;
    }
    [[noreturn]] static void missing(const json& id)
    {
        throw Wrong{base::Error{
            base::Fault::conflict, id.get<std::string>(), base::msg("Quy trình không có phần tử này."), {}}};
    }
    static Value value(const json& from)
    {
        auto made = feel::from_json(from.get_ref<const std::string&>());
        if (!made) throw Wrong{made.error()};
        return std::move(*made);
    }
    static Variables variables(const json& from)
    {
        Variables made;
        for (const json& pair : from) made.emplace_back(pair.at(0).get<std::string>(), value(pair.at(1)));
        return made;
    }
    std::vector<Record> records(const json& from) const
    {
        std::vector<Record> made;
        for (const json& one : from) {
            Record& record = made.emplace_back();
            record.node = node(one.at("node"));
            record.number = one.at("number").get<Number>();
            record.of_turns = one.value("turns", false);
            record.of_turn = one.value("turn", false);
            record.call = one.value("call", kNobody);
            if (one.contains("variables")) record.variables = variables(one["variables"]);
            if (one.contains("inner")) record.inner = records(one["inner"]);
        }
        return made;
    }
    std::unique_ptr<Turns> turns(const json& from) const
    {
        auto made = std::make_unique<Turns>();
        made->total = from.at("total").get<std::uint32_t>();
        made->started = from.at("started").get<std::uint32_t>();
        made->active = from.at("active").get<std::uint32_t>();
        made->completed = from.at("completed").get<std::uint32_t>();
        made->terminated = from.at("terminated").get<std::uint32_t>();
        made->announced = from.at("announced").get<std::uint32_t>();
        made->items = value(from.at("items"));
        made->records = records(from.at("records"));
        for (const json& result : from.at("results")) made->results.push_back(value(result));
        return made;
    }
    Frame frame_of(const json& from) const
    {
        Frame made;
        made.number = from.at("number").get<Number>();
        made.parent = from.value("parent", kNobody);
        made.role = Role(index_of(kRoles, from.at("role").get<std::string>()));
        made.phase = Phase(index_of(kPhases, from.value("phase", "active")));
        made.stage = Stage(index_of(kStages, from.value("stage", "enter")));
        if (from.contains("node")) made.node = node(from["node"]);
        if (from.contains("flow")) made.flow = flow(from["flow"]);
        if (from.value("level", false)) made.level = made.node == kNone ? 0 : graph_.nodes[made.node].inner;
        if (from.value("level", false) && made.level == kNone) missing(from["node"]);
        made.position = from.value("position", 0U);
        made.call = from.value("call", kNobody);
        if (from.contains("variables")) made.variables = variables(from["variables"]);
        if (from.contains("records")) made.records = records(from["records"]);
        if (from.contains("turns")) made.turns = turns(from["turns"]);
        const json none = json::array();
        for (const json& held : from.value("held", none))
            made.held.push_back({flow(held.at(0)), held.at(1).get<std::uint32_t>()});
        for (const json& seen : from.value("seen", none))
            made.seen.push_back({node(seen.at(0)), seen.at(1).get<std::uint32_t>()});
        for (const json& enabled : from.value("enabled", none)) made.enabled.push_back(node(enabled));
        for (const json& served : from.value("served", none)) {
            Served& one = made.served.emplace_back();
            one.node = node(served.at(0));
            for (const json& id : served.at(1)) one.flows.push_back(flow(id));
        }
        return made;
    }
    Wait wait_of(const json& from) const
    {
        Wait made;
        made.number = from.at("number").get<Number>();
        made.frame = from.at("frame").get<Number>();
        made.kind = WaitKind(index_of(kWaits, from.at("kind").get<std::string>()));
        if (from.contains("node")) made.node = node(from["node"]);
        if (from.contains("definition")) {
            if (made.node == kNone) wrong(base::msg("Trạng thái quy trình có từ không hiểu được."));
            const Range definitions = graph_.nodes[made.node].definitions;
            made.definition = definitions.begin + from["definition"].get<Index>();
            if (made.definition >= definitions.end) missing(from["node"]);
        }
        made.name = from.value("name", "");
        made.correlation = from.value("correlation", "");
        made.held = from.value("held", false);
        made.called = from.value("called", kNobody);
        made.due = base::Time(std::chrono::microseconds(from.value("due", std::int64_t{0})));
        made.repeats = from.value("repeats", std::int64_t{0});
        if (from.contains("interval")) {
            const json& parts = from["interval"];
            made.interval = {parts.at(0).get<std::int64_t>(), parts.at(1).get<std::int64_t>(),
                             parts.at(2).get<std::int64_t>()};
        }
        if (from.contains("until"))
            made.until = base::Time(std::chrono::microseconds(from["until"].get<std::int64_t>()));
        return made;
    }
    static void count_again(State& state)
    {
        Number before = kNobody;
        for (Frame& frame : state.frames) {
            if (frame.number <= before) wrong(base::msg("Trạng thái quy trình không nhất quán."));
            before = frame.number;
            for (const Held& held : frame.held) frame.live += held.count;
            if (frame.parent == kNobody) continue;
            Frame* parent = state.frame(frame.parent);
            if (parent == nullptr || parent->number >= frame.number)
                wrong(base::msg("Trạng thái quy trình không nhất quán."));
            (frame.role == Role::handler ? parent->handlers : parent->live) += 1;
        }
        before = kNobody;
        for (const Wait& wait : state.waits) {
            Frame* frame = state.frame(wait.frame);
            if (frame == nullptr || wait.number <= before)
                wrong(base::msg("Trạng thái quy trình không nhất quán."));
            before = wait.number;
            frame->waits += 1;
        }
    }

    const Graph& graph_;
};

}  // namespace

base::Result<std::string> to_json(const Graph& graph, const State& state, std::size_t limit)
{
    std::string text = Writer(graph).write(state).dump();
    if (text.size() > limit)
        return base::Error{
            base::Fault::too_large, "state", base::msg("Trạng thái và dữ liệu của hồ sơ quá lớn."), {}};
    return text;
}

base::Result<State> from_json(const Graph& graph, std::string_view text)
{
    try {
        return Reader(graph).read(json::parse(text));
    } catch (const Wrong& found) {
        return found.error;
    } catch (const json::exception&) {
        return base::invalid("state", base::msg("Trạng thái quy trình không đọc được."));
    }
}

}  // namespace lt::engine
