#include "process/messages.h"

#include <nlohmann/json.hpp>

#include "decisions/feel/json.h"
#include "kit/base/ids.h"
#include "kit/base/log.h"
#include "process/queries.h"

namespace lt::process {
namespace {

struct Lying {
    std::int64_t id = 0;
    std::string kind{};
    std::string name{};
    std::string correlation{};
    std::optional<std::int64_t> origin{};
    engine::Value payload{};
};
std::optional<Lying> lock_message(db::Transaction& tx, std::int64_t id)
{
    const db::Rows rows = tx.run(sql::message_lock, id);
    if (rows.empty()) return std::nullopt;
    const db::Row row = rows[0];
    auto payload = feel::from_json(row["payload"].text());
    CHECK(payload);
    return Lying{row["id"].int64(),
                 row["kind"].str(),
                 row["name"].str(),
                 row["correlation"].str(),
                 row["origin_id"].opt_int64(),
                 std::move(*payload)};
}

// To the one who waits for it the longest, or to a process that it begins; false: nobody wants it yet.
bool hand_over(db::Transaction& tx, Services& services, const Actor& actor, const Lying& message)
{
    for (const db::Row row : tx.run(sql::message_receiver, actor.agency, message.name, message.correlation)) {
        const engine::Number wait = static_cast<engine::Number>(row["no"].int32());
        auto it = lock_by_id(tx, services, row["instance_id"].int64());
        // Another act was faster and took the wait: whoever opened one anew finds the message.
        if (!it || it->state.wait(wait) == nullptr) throw db::TryAgain("the receiver went on");
        Act act(tx, services, actor, *it, "received", message.name);
        if (const auto applied = act.apply(engine::DeliverMessage{wait, message.payload}); !applied)
            throw std::runtime_error(applied.error().message.str());
        if (const auto written = act.write(); !written)
            throw std::runtime_error(written.error().message.str());
        return true;
    }
    for (const db::Row row : tx.run(sql::beginnings_of, actor.agency, "message", message.name)) {
        const auto begun = begin_at(tx, services, actor, beginning_key(row),
                                    {.business_key = message.correlation, .payload = message.payload});
        if (!begun) throw std::runtime_error(begun.error().message.str());
        return true;
    }
    return false;
}

void spread(db::Transaction& tx, Services& services, const Actor& actor, const Lying& signal)
{
    for (const db::Row row : tx.run(sql::signal_receivers, actor.agency, signal.name, signal.origin))
        jobs::enqueue(tx, services.queue, "process.signal",
                      nlohmann::json{{"agency", actor.agency},
                                     {"instance", row["instance_id"].int64()},
                                     {"message", signal.id}}
                          .dump());
    for (const db::Row row : tx.run(sql::beginnings_of, actor.agency, "signal", signal.name)) {
        const auto begun = begin_at(tx, services, actor, beginning_key(row), {.payload = signal.payload});
        if (!begun)
            base::log(base::Level::error, "process_not_begun",
                      {{"signal", signal.name}, {"why", begun.error().message.str()}});
    }
}

// As set_facts wrote it: the element, "definition/event", and the facts.
void begin_by_condition(db::Transaction& tx, Services& services, const Actor& actor, const Lying& condition)
{
    const std::size_t slash = condition.correlation.find('/');
    const BeginningKey where{std::stoll(condition.correlation), condition.name,
                             std::stoi(condition.correlation.substr(slash + 1))};
    const auto begun = begin_at(tx, services, actor, where, {.variables = condition.payload});
    if (!begun)
        base::log(base::Level::error, "process_not_begun",
                  {{"element", where.element}, {"why", begun.error().message.str()}});
    tx.run(sql::message_taken, condition.id);
}

}  // namespace

BeginningKey beginning_key(const db::Row& row)
{
    return {row["definition_id"].int64(), row["element"].str(), row["event"].int32()};
}

engine::Beginning beginning_at(const engine::Graph& graph, const BeginningKey& where)
{
    for (const engine::Beginning& one : graph.beginnings)
        if (graph.id_of(one.node) == where.element && event_of(graph, one) == where.event) return one;
    CHECK(false);
}

base::Result<std::string> begin_at(db::Transaction& tx, Services& services, const Actor& actor,
                                   const BeginningKey& where, const Opening& opening)
{
    Case it{.uid = base::new_uid(services.clock->now()),
            .agency = actor.agency,
            .business_key = opening.business_key,
            .definition = services.definitions->get(tx, where.definition),
            .as_of = opening.as_of};
    CHECK(it.definition);
    engine::Start start{.variables = opening.variables, .payload = opening.payload};
    if (!where.element.empty()) start.beginning = beginning_at(it.definition->graph, where);
    Act act(tx, services, actor, it, "started");
    if (const auto begun = act.apply(start); !begun) return begun.error();
    if (const auto written = act.write(); !written) return written.error();
    return it.uid;
}

base::Result<base::Done> deliver(db::Transaction& tx, Services& services, const Actor& actor,
                                 const Message& message)
{
    const base::Time now = services.clock->now();
    tx.run(sql::message_bring, actor.agency, message.name);
    const db::Rows added =
        tx.run(sql::message_add, actor.agency, "message", message.name, message.correlation, message.id,
               std::nullopt, feel::to_json(message.payload), now, now + message.keep);
    if (added.empty()) return base::Done{};
    const Lying lying{.id = added[0]["id"].int64(),
                      .name = message.name,
                      .correlation = message.correlation,
                      .payload = message.payload};
    if (hand_over(tx, services, actor, lying)) tx.run(sql::message_taken, lying.id);
    return base::Done{};
}

void signal(db::Transaction& tx, Services& services, const Actor& actor, const std::string& name,
            const feel::Value& payload)
{
    const base::Time now = services.clock->now();
    const db::Rows added = tx.run(sql::message_add, actor.agency, "signal", name, "", base::new_uid(now),
                                  std::nullopt, feel::to_json(payload), now, now + kKeepSignals);
    jobs::enqueue(tx, services.queue, "process.deliver",
                  nlohmann::json{{"agency", actor.agency}, {"message", added[0]["id"].int64()}}.dump());
}

void be_delivered(Services& services, const jobs::Job& job)
{
    const auto payload = nlohmann::json::parse(job.payload);
    const Actor actor{.agency = payload.at("agency")};
    services.pool.retry(scope_of(actor), [&](db::Transaction& tx) {
        const auto lying = lock_message(tx, payload.at("message"));
        if (!lying) return;
        if (lying->kind == "signal") {
            if (tx.run(sql::signal_spread, lying->id, services.clock->now()).affected() == 0) return;
            spread(tx, services, actor, *lying);  // it lies on for those whom it reaches
        } else if (lying->kind == "condition") {
            begin_by_condition(tx, services, actor, *lying);
        } else {
            tx.run(sql::message_bring, actor.agency, lying->name);
            if (hand_over(tx, services, actor, *lying)) tx.run(sql::message_taken, lying->id);
        }
        tx.commit();
    });
}

void be_signalled(Services& services, const jobs::Job& job)
{
    const auto payload = nlohmann::json::parse(job.payload);
    const Actor actor{.agency = payload.at("agency")};
    services.pool.retry(scope_of(actor), [&](db::Transaction& tx) {
        auto it = lock_by_id(tx, services, payload.at("instance"));
        const auto signal = lock_message(tx, payload.at("message"));
        if (!it || !signal || it->state.ended()) return;
        const std::string mark = signal->name + " #" + std::to_string(signal->id);
        // A job may be done again though its act was committed.
        if (job.attempt > 1 && !tx.run(sql::act_find, it->id, "signalled", mark).empty()) return;
        Act act(tx, services, actor, *it, "signalled", mark);
        if (const auto applied = act.apply(engine::DeliverSignal{signal->name, signal->payload}); !applied)
            throw std::runtime_error(applied.error().message.str());
        if (const auto written = act.write(); !written)
            throw std::runtime_error(written.error().message.str());
        tx.commit();
    });
}

void forget_messages(Services& services)
{
    db::Transaction tx = services.pool.begin({});
    tx.run_and_commit(sql::messages_forget, services.clock->now());
}

}  // namespace lt::process
