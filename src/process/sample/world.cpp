#include "process/sample/world.h"

#include <algorithm>
#include <set>

namespace lt::sample {

using bpmn::Tag;
using engine::Number;
using engine::Value;
using engine::WaitKind;

namespace {

constexpr int kMostSteps = 20'000;  // a cycle without end must end here
constexpr int kMostCalls = 10;      // processes that call each other
constexpr std::size_t kMostInstances = 20'000;
constexpr std::size_t kLargestInJson = 200;  // frames
constexpr int kMostInJson = 1'000;           // states

}  // namespace

World::World(const bpmn::Document& document) : document_(document)
{
    using namespace std::chrono;
    now_ = sys_days(year(2026) / 1 / 5) + hours(1);
    std::set<std::string> called;
    for (const auto& model : document.models())
        for (const bpmn::Element& element : model->elements())
            if (element.tag == Tag::callActivity)
                if (const bpmn::Element* process = element.reference("calledElement"))
                    if (process->tag == Tag::process) called.emplace(process->id);
    std::set<std::string> wanted = called;
    for (const bpmn::Element* process : document.processes())
        if (process->flag("isExecutable")) wanted.emplace(process->id);
    std::vector<std::string> order;  // that of the file first
    for (const bpmn::Element* process : document.processes()) order.emplace_back(process->id);
    order.insert(order.end(), called.begin(), called.end());
    for (const std::string& id : order) {
        if (wanted.erase(id) == 0) continue;
        auto graph = engine::compile(document, id, language_);
        if (!graph) {
            refusal_ = graph.error();
            return;
        }
        graphs_.push_back(std::make_unique<engine::Graph>(std::move(*graph)));
        if (called.contains(id)) called_.push_back(graphs_.back().get());
    }
    if (graphs_.empty())
        refusal_ = base::not_found(base::msg("Mô hình không có quy trình chạy được như vậy."));
}

void World::run(const Value& variables)
{
    variables_ = variables;
    start_all(variables);
    for (int i = 0; i < kMostSteps && act(); ++i) {}
    for (const Instance& instance : instances_)
        for (const engine::Wait& wait : instance.state.waits)
            if (wait.kind == WaitKind::incident)
                notes_.emplace_back(instance.graph->process + ": " + wait.name);
    runtime_error_ = runtime_error_ || !notes_.empty();
}

Trace World::trace() const
{
    Trace trace = trace_;
    if (marker_) trace.emplace_back("MARKER_exists");
    bool parallel = false;
    for (const Span& one : spans_[0])
        for (const Span& other : spans_[1])
            parallel = parallel || (one.begin < other.end && other.begin < one.end);
    if (parallel) trace.emplace_back("EXECUTION_parallel");
    if (thrown_error_) trace.emplace_back("ERROR_thrownErrorEvent");
    if (runtime_error_) trace.emplace_back("ERROR_runtime");
    return trace;
}

void World::start_all(const Value& variables)
{
    bool started = false;
    for (const auto& graph : graphs_) {
        if (std::find(called_.begin(), called_.end(), graph.get()) != called_.end()) continue;
        arm_beginnings(*graph, variables);
        if (graph->levels[0].start == engine::kNone && !graph->beginnings.empty()) continue;
        start(*graph, {std::nullopt, variables, {}});
        started = true;
    }
    if (started || !alarms_.empty() || !instances_.empty()) return;
    if (called_.size() == graphs_.size())  // each by another, or by itself
        start(*graphs_.front(), {std::nullopt, variables, {}});
    else
        send_first_event();
}

// Timers and conditions that start a process.
void World::arm_beginnings(const engine::Graph& graph, const Value& variables)
{
    for (const engine::Beginning& beginning : graph.beginnings) {
        if (beginning.definition == engine::kNone) continue;
        const engine::EventDefinition& event = graph.definitions[beginning.definition];
        if (event.kind == engine::EventKind::timer) {
            auto timer = event.timer;
            const auto due = timer ? engine::first_due(*timer, now_) : std::nullopt;
            if (due) alarms_.push_back({&graph, beginning, *due, *timer});
        }
        if (event.kind != engine::EventKind::conditional) continue;
        engine::State nobody;
        nobody.frames.emplace_back().number = 1;
        if (variables.is(feel::Kind::context))
            for (const feel::Entry& entry : variables.entries())
                nobody.frames.front().variables.emplace_back(entry.key, entry.value);
        class RootSight final : public engine::Sight {
        public:
            explicit RootSight(const engine::State& state) : state_(state) {}
            std::optional<Value> find(std::string_view name) const override { return state_.find(1, name); }

        private:
            const engine::State& state_;
        };
        const auto holds = graph.expressions[event.expression]->evaluate(RootSight(nobody), now_);
        if (holds && holds->is_true()) start(graph, {beginning, variables, {}});
    }
}

// The file's own processes wait for something from outside: it comes.
void World::send_first_event()
{
    for (const auto& graph : graphs_) {
        for (const engine::Beginning& beginning : graph->beginnings) {
            if (beginning.definition == engine::kNone) continue;
            const engine::EventDefinition& event = graph->definitions[beginning.definition];
            sent_.push_back({SIZE_MAX, {event.kind, event.name, event.element, {}, engine::kNone, {}}});
            const engine::Node& node = graph->nodes[beginning.node];
            bool all = node.parallel_multiple;
            if (node.incoming.size() == 1)
                all = all ||
                      graph->nodes[graph->flows[graph->incoming[node.incoming.begin]].source].parallel_start;
            if (!all) return;
        }
        if (!sent_.empty()) return;
    }
}

std::size_t World::start(const engine::Graph& graph, engine::Start input)
{
    if (input.variables.is_null()) input.variables = variables_;
    instances_.emplace_back().graph = &graph;
    step(instances_.size() - 1, input);
    return instances_.size() - 1;
}

// The first states that are not large go through their JSON, so that all that is run here shows that nothing gets lost there.
std::optional<engine::State> World::kept(const engine::Graph& graph, engine::State state)
{
    if (state.frames.size() > kLargestInJson || ++in_json_ > kMostInJson) {
        if (state.weight() > engine::kStateBytes) return std::nullopt;
        return state;
    }
    const auto written = engine::to_json(graph, state);
    if (!written) return std::nullopt;
    auto read = engine::from_json(graph, *written);
    CHECK(read);
    const auto again = engine::to_json(graph, *read);
    CHECK(again && *again == *written);
    return std::move(*read);
}

void World::step(std::size_t index, const engine::Input& input)
{
    Instance& instance = instances_[index];
    auto outcome = engine::step(*instance.graph, instance.state, input, {now_, {}});
    if (!outcome) return;  // for a wait that is gone
    auto state = kept(*instance.graph, std::move(outcome->state));
    if (!state) {
        runtime_error_ = true;
        return;
    }
    instance.state = std::move(*state);
    for (const engine::Wait& wait : outcome->closed)
        if (wait.kind == WaitKind::call) end_called(index, wait.number);
    for (engine::Thrown& thrown : outcome->thrown) {
        if (thrown.kind == engine::EventKind::escalation && instance.caller != SIZE_MAX)
            step(instance.caller, engine::RaiseEscalation{instance.called_by, thrown.name, thrown.payload});
        else if (thrown.kind != engine::EventKind::escalation)
            sent_.push_back({index, std::move(thrown)});
    }
    look_at_waits(index);
    if (instance.state.ended()) ended(index);
}

void World::look_at_waits(std::size_t index)
{
    Instance& instance = instances_[index];
    const auto& all = instance.state.waits;
    const auto is_older = [](Number number, const engine::Wait& wait) { return number < wait.number; };
    const std::vector<engine::Wait> waits(std::upper_bound(all.begin(), all.end(), instance.known, is_older),
                                          all.end());
    if (!waits.empty()) instance.known = waits.back().number;
    for (const engine::Wait& wait : waits) {
        if (instance.state.wait(wait.number) == nullptr) continue;  // what came of another took it away
        if (wait.kind == WaitKind::call) call(index, wait);
        if (wait.kind == WaitKind::compensation) {
            for (std::size_t other = 0; other < instances_.size(); ++other)
                if (instances_[other].caller == index && instances_[other].called_by == wait.called) {
                    instances_[other].called_by = wait.number;
                    step(other, engine::Compensate{});
                    break;
                }
        }
        if (wait.kind != WaitKind::work && wait.kind != WaitKind::user_task) continue;
        const std::string& text = instance.graph->works[instance.graph->nodes[wait.node].work].script;
        const bool slow = text.find("WAIT_TEN_SECONDS") != std::string::npos ||
                          text.find("CREATE_TIMESTAMP_LOG") != std::string::npos;
        jobs_.push_back({index, wait.number, now_ + std::chrono::seconds(slow ? 10 : 0)});
    }
}

void World::call(std::size_t index, const engine::Wait& wait)
{
    if (instances_[index].depth == kMostCalls || instances_.size() >= kMostInstances)
        return step(index, engine::Fail{wait.number,
                                        base::Message(base::msg("Các quy trình gọi nhau quá {{most}} cấp."),
                                                      {{"most", std::to_string(kMostCalls)}})
                                            .str()});
    for (const auto& graph : graphs_) {
        if (graph->process != wait.name) continue;
        const auto inputs = engine::inputs_of(*instances_[index].graph, instances_[index].state, wait);
        if (!inputs) return step(index, engine::Fail{wait.number, inputs.error().message.str()});
        instances_.emplace_back().graph = graph.get();
        instances_.back().caller = index;
        instances_.back().called_by = wait.number;
        instances_.back().depth = instances_[index].depth + 1;
        step(instances_.size() - 1, engine::Start{std::nullopt, *inputs, {}});
        return;
    }
    step(index, engine::Fail{wait.number, base::msg("Không có quy trình được gọi.")});
}

// The call was interrupted, or answered: what still runs of it ends.
void World::end_called(std::size_t caller, Number wait)
{
    for (std::size_t i = 0; i < instances_.size(); ++i) {
        const Instance& called = instances_[i];
        if (called.caller == caller && called.called_by == wait && !called.state.ended())
            step(i, engine::Cancel{});
    }
}

void World::ended(std::size_t index)
{
    const Instance& instance = instances_[index];
    const bool failed = instance.state.status == engine::Status::failed;
    if (instance.caller == SIZE_MAX) {
        thrown_error_ = thrown_error_ || failed;
        return;
    }
    if (failed)
        return step(instance.caller, engine::RaiseError{instance.called_by, instance.state.error, {}});
    const auto outputs = engine::outputs_of(*instance.graph, instance.state);
    if (!outputs)
        return step(instance.caller, engine::Fail{instance.called_by, outputs.error().message.str()});
    step(instance.caller, engine::Complete{instance.called_by, *outputs});
}

// One thing that can happen now, else the next moment at which something can.
bool World::act() { return deliver_one() || do_job() || advance(); }

bool World::deliver_one()
{
    for (std::size_t i = 0; i < early_.size(); ++i)
        if (deliver_message(early_[i])) {
            early_.erase(early_.begin() + std::ptrdiff_t(i));
            return true;
        }
    if (sent_.empty()) return false;
    const Sent sent = std::move(sent_.front());
    sent_.pop_front();
    if (sent.what.kind == engine::EventKind::signal)
        deliver_signal(sent);
    else if (!deliver_message(sent))
        early_.push_back(sent);
    return true;
}

// One receiver: another instance that waits for it, a process that it starts, the sender itself.
bool World::deliver_message(const Sent& sent)
{
    const auto to_waiting = [&](bool own) {
        for (std::size_t index = 0; index < instances_.size(); ++index) {
            if ((index == sent.from) != own) continue;
            for (const engine::Wait& wait : instances_[index].state.waits) {
                if (wait.kind != WaitKind::message || wait.name != sent.what.name) continue;
                if (!wait.correlation.empty() && wait.correlation != sent.what.correlation) continue;
                step(index, engine::DeliverMessage{wait.number, sent.what.payload});
                return true;
            }
        }
        return false;
    };
    if (to_waiting(false)) return true;
    for (const auto& graph : graphs_) {
        if (sent.from != SIZE_MAX && graph.get() == instances_[sent.from].graph) continue;
        for (const engine::Beginning& beginning : graph->beginnings) {
            if (beginning.definition == engine::kNone) continue;
            const engine::EventDefinition& event = graph->definitions[beginning.definition];
            if (event.kind != engine::EventKind::message || event.name != sent.what.name) continue;
            start(*graph, {beginning, {}, sent.what.payload});
            return true;
        }
    }
    return sent.from != SIZE_MAX && to_waiting(true);
}

void World::deliver_signal(const Sent& sent)
{
    const std::size_t there = instances_.size();
    for (std::size_t index = 0; index < there; ++index)
        if (index != sent.from) step(index, engine::DeliverSignal{sent.what.name, sent.what.payload});
    for (const auto& graph : graphs_)
        for (const engine::Beginning& beginning : graph->beginnings) {
            if (beginning.definition == engine::kNone) continue;
            const engine::EventDefinition& event = graph->definitions[beginning.definition];
            if (event.kind == engine::EventKind::signal && event.name == sent.what.name)
                start(*graph, {beginning, {}, sent.what.payload});
        }
}

bool World::do_job()
{
    const auto ready =
        std::find_if(jobs_.begin(), jobs_.end(), [&](const Job& job) { return job.done <= now_; });
    if (ready == jobs_.end()) return false;
    const Job job = *ready;
    jobs_.erase(ready);
    do_work(job);
    return true;
}

// To the earliest timer or end of work; of one moment the timers come first.
bool World::advance()
{
    struct Next {
        base::Time at = base::Time::max();
        std::size_t instance = SIZE_MAX;
        Number wait = engine::kNobody;
        std::size_t alarm = SIZE_MAX;
    } next;
    for (std::size_t i = 0; i < alarms_.size(); ++i)
        if (alarms_[i].due < next.at) next = {alarms_[i].due, SIZE_MAX, engine::kNobody, i};
    for (std::size_t i = 0; i < instances_.size(); ++i)
        for (const engine::Wait& wait : instances_[i].state.waits)
            if (wait.kind == WaitKind::timer && wait.due < next.at)
                next = {wait.due, i, wait.number, SIZE_MAX};
    for (const Job& job : jobs_)
        if (job.done < next.at) next = {job.done, SIZE_MAX, engine::kNobody, SIZE_MAX};
    if (next.at == base::Time::max()) return false;
    now_ = std::max(now_, next.at);
    if (next.instance != SIZE_MAX) step(next.instance, engine::FireTimer{next.wait});
    if (next.alarm == SIZE_MAX) return true;
    const Alarm alarm = alarms_[next.alarm];
    alarms_.erase(alarms_.begin() + std::ptrdiff_t(next.alarm));
    const auto due = engine::add(alarm.due, alarm.timer.interval);
    if ((alarm.timer.repeats < 0 || alarm.timer.repeats > 1) && due) {
        alarms_.push_back({alarm.graph, alarm.beginning, *due, alarm.timer});
        if (alarm.timer.repeats > 0) alarms_.back().timer.repeats -= 1;
    }
    start(*alarm.graph, {alarm.beginning, {}, {}});
    return true;
}

}  // namespace lt::sample
