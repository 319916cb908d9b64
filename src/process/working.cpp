#include "process/working.h"

#include <nlohmann/json.hpp>

#include "decisions/feel/expression.h"
#include "kit/base/log.h"
#include "process/queries.h"

namespace lt::process {
namespace {

bool is_feel(std::string_view format)
{
    return format == "FEEL" || format == "feel" || format == "application/feel" || format == "text/feel";
}

// The entries of what a script gives become variables.
const Inside kScript = [](db::Transaction&, const Work& work) -> base::Result<Answer> {
    auto given = run_script(work);
    if (!given) return given.error();
    return Answer{.variables = *std::move(given)};
};

struct Named {
    std::int64_t agency = 0;
    std::string instance{};
    engine::Number wait = 0;
};
Named named(const jobs::Job& job)
{
    const auto payload = nlohmann::json::parse(job.payload);
    return {payload.at("agency"), payload.at("instance"), payload.at("wait")};
}

// Moves on; done, too, where the wait is over: a timer was faster and the answer is void.
base::Result<base::Done> settle(Services& services, const Named& what, const engine::Input& input)
{
    const Actor actor{.agency = what.agency};
    const bool failed = std::holds_alternative<engine::Fail>(input);
    return services.pool.retry(scope_of(actor), [&](db::Transaction& tx) -> base::Result<base::Done> {
        auto it = lock(tx, services, what.instance);
        if (!it || it->state.wait(what.wait) == nullptr) return base::Done{};
        Act act(tx, services, actor, *it, failed ? "failed" : "worked");
        if (auto applied = act.apply(input); !applied) return applied;
        if (auto written = act.write(); !written) return written;
        tx.commit();
        return base::Done{};
    });
}

// What can't be taken, as it is too large, is an incident, too.
void settle_or_fail(Services& services, const Named& what, const engine::Input& input)
{
    const auto taken = settle(services, what, input);
    if (taken) return;
    const auto failed = settle(services, what, engine::Fail{what.wait, taken.error().message.str()});
    if (!failed)
        base::log(base::Level::error, "process_work_lost",
                  {{"instance", what.instance}, {"why", failed.error().message.str()}});
}

}  // namespace

base::Result<feel::Value> run_script(const Work& work)
{
    const feel::Compiled compiled = feel::compile(work.script);
    if (const auto* wrong = std::get_if<feel::SyntaxError>(&compiled))
        return base::invalid("script", wrong->message);
    feel::Outcome outcome =
        feel::evaluate(std::get<feel::Expression>(compiled), feel::ContextScope(work.inputs), {}, work.at);
    if (outcome.refused()) return base::invalid("script", feel::message_of(outcome.exceeded));
    if (!outcome.value.is(feel::Kind::context) && !outcome.value.is_null())
        return base::invalid("script", base::msg("Kịch bản phải cho ra một bộ biến ({ tên: giá trị })."));
    return std::move(outcome.value);
}

const Inside* find_inside(const Services& services, std::string_view topic)
{
    if (const auto found = services.inside.find(topic); found != services.inside.end()) return &found->second;
    return is_feel(topic) ? &kScript : nullptr;
}

bool is_known(const Services& services, std::string_view topic)
{
    return find_inside(services, topic) != nullptr || services.outside.contains(topic);
}

const std::string& topic_of(const Case& it, const engine::Wait& wait)
{
    const engine::Graph& graph = it.definition->graph;
    return graph.works[graph.nodes[wait.node].work].topic;
}

base::Result<Work> work_for(const Services& services, const Case& it, const engine::Wait& wait)
{
    const engine::Graph& graph = it.definition->graph;
    auto inputs = engine::inputs_of(graph, it.state, wait);
    if (!inputs) return inputs.error();
    const engine::Node& node = graph.nodes[wait.node];
    const engine::Work& rules = graph.works[node.work];
    const auto decision = it.definition->decisions.find(wait.node);
    return Work{.instance = it.uid,
                .wait = static_cast<int>(wait.number),
                .agency = it.agency,
                .business_key = it.business_key,
                .element = node.id,
                .topic = rules.topic,
                .implementation = rules.implementation,
                .script = rules.script,
                .inputs = *std::move(inputs),
                .decision = decision == it.definition->decisions.end() ? nullptr : decision->second,
                .at = services.clock->now()};
}

void do_work(Services& services, const jobs::Job& job)
{
    const Named what = named(job);
    std::optional<base::Result<Work>> given;
    {
        db::Transaction tx = services.pool.begin(scope_of({.agency = what.agency}));
        const auto it = find(tx, services, what.instance);
        const engine::Wait* wait = it ? it->state.wait(what.wait) : nullptr;
        if (wait == nullptr || wait->kind != engine::WaitKind::work) return;
        given = work_for(services, *it, *wait);
    }
    if (!*given) {
        settle_or_fail(services, what, engine::Fail{what.wait, given->error().message.str()});
        return;
    }
    const Work& work = **given;
    const auto worker = services.outside.find(work.topic);
    if (worker == services.outside.end()) return;  // the wait says so
    engine::Input input;
    try {
        base::Result<Answer> answer = worker->second(work);
        if (!answer)
            input = engine::Fail{what.wait, answer.error().message.str()};
        else if (answer->error)
            input = engine::RaiseError{what.wait, *answer->error, answer->variables};
        else
            input = engine::Complete{what.wait, answer->variables};
    } catch (const std::exception& e) {
        if (job.attempt < services.tries) throw;
        base::log(base::Level::error, "process_work_failed", {{"topic", work.topic}, {"why", e.what()}});
        input = engine::Fail{what.wait,
                             base::Message(base::msg("Việc “{{topic}}” gặp lỗi sau {{tries}} lần thử."),
                                           {{"topic", work.topic}, {"tries", std::to_string(job.attempt)}})
                                 .str()};
    }
    settle_or_fail(services, what, input);
}

}  // namespace lt::process
