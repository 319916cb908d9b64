#include "process/following.h"

#include <nlohmann/json.hpp>

#include "decisions/feel/json.h"
#include "kit/base/ids.h"
#include "process/messages.h"
#include "process/queries.h"
#include "process/working.h"

namespace lt::process {
namespace {

// Processes that call each other, the first of them counted. One that calls itself would go on until nothing is left of the server: what is
// called starts in the transaction of its caller.
constexpr int kMostCalls = 10;

void enqueue(db::Transaction& tx, Services& services, const char* kind, const nlohmann::json& payload)
{
    jobs::enqueue(tx, services.queue, kind, payload.dump());
}

// Starts what a call activity names; without it the call is an incident of the caller.
void call(db::Transaction& tx, Services& services, const Actor& actor, const Case& caller,
          const engine::Wait& wait)
{
    const nlohmann::json back{{"agency", caller.agency}, {"caller", caller.id}, {"wait", wait.number}};
    const auto missing = [&](const base::Message& why) {
        nlohmann::json failed = back;
        failed["why"] = why.str();
        enqueue(tx, services, "process.return", failed);
    };
    const db::Rows above = tx.run(sql::call_depth, caller.id, kMostCalls);
    const auto as_of = above[0]["as_of"].opt_time();
    if (above[0]["depth"].int32() == kMostCalls)
        return missing(
            {base::msg("Các quy trình gọi nhau quá {{most}} cấp."), {{"most", std::to_string(kMostCalls)}}});
    DefinitionPtr called = as_of ? newest_at(tx, *services.definitions, caller.agency, wait.name, *as_of)
                                 : newest(tx, *services.definitions, caller.agency, wait.name);
    if (!called)
        return missing({base::msg("Chưa triển khai quy trình “{{key}}” được gọi."), {{"key", wait.name}}});
    Case it{.uid = base::new_uid(services.clock->now()),
            .agency = caller.agency,
            .business_key = caller.business_key,
            .parent = caller.id,
            .parent_wait = static_cast<int>(wait.number),
            .definition = std::move(called),
            .as_of = as_of};
    Act act(tx, services, actor, it, "called");
    const auto inputs = engine::inputs_of(caller.definition->graph, caller.state, wait);
    if (!inputs) return missing(inputs.error().message);
    const auto begun = act.apply(engine::Start{.variables = *inputs});
    if (!begun) return missing(begun.error().message);
    if (const auto written = act.write(); !written) missing(written.error().message);
}

void send(db::Transaction& tx, Services& services, const Case& it, const engine::Thrown& thrown,
          std::size_t position)
{
    if (thrown.kind == engine::EventKind::escalation) {
        if (it.parent)
            enqueue(tx, services, "process.return",
                    {{"agency", it.agency},
                     {"caller", *it.parent},
                     {"wait", *it.parent_wait},
                     {"escalation", thrown.name}});
        return;
    }
    const bool signal = thrown.kind == engine::EventKind::signal;
    const base::Time now = services.clock->now();
    const db::Rows added =
        tx.run(sql::message_add, it.agency, signal ? "signal" : "message", thrown.name, thrown.correlation,
               it.uid + "/" + std::to_string(it.version) + "/" + std::to_string(position), it.id,
               feel::to_json(thrown.payload), now, now + (signal ? kKeepSignals : kKeepMessages));
    if (!added.empty())
        enqueue(tx, services, "process.deliver",
                {{"agency", it.agency}, {"message", added[0]["id"].int64()}});
}

std::optional<std::int64_t> called_by(Services& services, std::int64_t agency, std::int64_t caller,
                                      engine::Number wait)
{
    db::Transaction tx = services.pool.begin(scope_of({.agency = agency}));
    const db::Rows rows = tx.run_and_commit(sql::instance_called, caller, static_cast<int>(wait));
    return rows.empty() ? std::nullopt : std::optional(rows[0]["id"].int64());
}

// One act of a job on one instance; done, too, where there is nothing to do any more.
template <class Prepare>
void act_on(Services& services, std::int64_t agency, std::int64_t instance, const char* name,
            Prepare&& prepare)
{
    const Actor actor{.agency = agency};
    services.pool.retry(scope_of(actor), [&](db::Transaction& tx) {
        auto it = lock_by_id(tx, services, instance);
        if (!it) return;
        const std::optional<engine::Input> input = prepare(tx, *it);
        if (!input) return;
        Act act(tx, services, actor, *it, name);
        if (const auto applied = act.apply(*input); !applied)
            throw std::runtime_error(applied.error().message.str());
        if (const auto written = act.write(); !written)
            throw std::runtime_error(written.error().message.str());
        tx.commit();
    });
}

}  // namespace

void follow(db::Transaction& tx, Services& services, const Actor& actor, Case& it, const Followed& followed)
{
    for (const engine::Number number : followed.opened) {
        const engine::Wait* wait = it.state.wait(number);
        if (wait == nullptr) continue;
        const nlohmann::json named{{"agency", it.agency}, {"instance", it.uid}, {"wait", number}};
        if (wait->kind == engine::WaitKind::work) {
            if (services.outside.contains(topic_of(it, *wait))) enqueue(tx, services, "process.work", named);
        } else if (wait->kind == engine::WaitKind::call) {
            call(tx, services, actor, it, *wait);
        } else if (wait->kind == engine::WaitKind::compensation) {
            enqueue(tx, services, "process.compensate",
                    {{"agency", it.agency}, {"caller", it.id}, {"call", wait->called}, {"wait", number}});
        } else if (wait->kind == engine::WaitKind::message) {
            const db::Rows kept = tx.run(sql::message_kept, it.agency, wait->name, wait->correlation);
            if (!kept.empty())
                enqueue(tx, services, "process.deliver",
                        {{"agency", it.agency}, {"message", kept[0]["id"].int64()}});
        }
    }
    for (const engine::Wait& wait : followed.gone)
        enqueue(tx, services, "process.cancel",
                {{"agency", it.agency}, {"caller", it.id}, {"call", wait.number}});
    for (std::size_t i = 0; i < followed.thrown.size(); ++i) send(tx, services, it, followed.thrown[i], i);
    if (it.state.ended() && it.parent)
        enqueue(
            tx, services, "process.return",
            {{"agency", it.agency}, {"caller", *it.parent}, {"wait", *it.parent_wait}, {"called", it.id}});
}

void come_back(Services& services, const jobs::Job& job)
{
    const auto payload = nlohmann::json::parse(job.payload);
    const engine::Number wait = payload.at("wait");
    act_on(services, payload.at("agency"), payload.at("caller"), "returned",
           [&](db::Transaction& tx, const Case& caller) -> std::optional<engine::Input> {
               if (caller.state.wait(wait) == nullptr) return std::nullopt;
               if (payload.contains("why")) return engine::Fail{wait, payload.at("why")};
               if (payload.contains("escalation"))
                   return engine::RaiseEscalation{wait, payload.at("escalation"), {}};
               const auto called = find_by_id(tx, services, payload.at("called"));
               CHECK(called);
               if (called->state.status == engine::Status::failed)
                   return engine::RaiseError{wait, called->state.error, {}};
               const auto outputs = engine::outputs_of(called->definition->graph, called->state);
               if (!outputs) return engine::Fail{wait, outputs.error().message.str()};
               return engine::Complete{wait, *outputs};
           });
}

void be_cancelled(Services& services, const jobs::Job& job)
{
    const auto payload = nlohmann::json::parse(job.payload);
    const std::int64_t agency = payload.at("agency");
    const auto called = called_by(services, agency, payload.at("caller"), payload.at("call"));
    if (!called) return;
    act_on(services, agency, *called, "cancelled",
           [](db::Transaction&, const Case& it) -> std::optional<engine::Input> {
               if (it.state.ended()) return std::nullopt;
               return engine::Cancel{};
           });
}

void be_compensated(Services& services, const jobs::Job& job)
{
    const auto payload = nlohmann::json::parse(job.payload);
    const std::int64_t agency = payload.at("agency");
    const auto called = called_by(services, agency, payload.at("caller"), payload.at("call"));
    CHECK(called);
    act_on(services, agency, *called, "compensated",
           [&](db::Transaction&, Case& it) -> std::optional<engine::Input> {
               if (it.state.status != engine::Status::completed) return std::nullopt;
               it.parent_wait = payload.at("wait");  // to which it comes back this time
               return engine::Compensate{};
           });
}

}  // namespace lt::process
