#include "process/facts.h"

#include <nlohmann/json.hpp>

#include "decisions/feel/json.h"
#include "kit/audit/audit.h"
#include "kit/base/ids.h"
#include "kit/base/log.h"
#include "process/definitions.h"
#include "process/messages.h"
#include "process/queries.h"
#include "process/working.h"

namespace lt::process {
namespace {

engine::Value read(const db::Row& row)
{
    auto facts = feel::from_json(row["facts"].text());
    CHECK(facts);
    return *std::move(facts);
}

// A fact that is set to null is no fact any more.
engine::Value changed(const engine::Value& facts, const engine::Value& changes)
{
    std::vector<feel::Entry> entries;
    for (const feel::Entry& fact : facts.entries())
        if (changes.find(fact.key) == nullptr) entries.push_back(fact);
    for (const feel::Entry& change : changes.entries())
        if (!change.value.is_null()) entries.push_back(change);
    return engine::Value::context(std::move(entries));
}

class FactSight final : public engine::Sight {
public:
    explicit FactSight(const engine::Value& facts) : facts_(facts) {}
    std::optional<engine::Value> find(std::string_view name) const override
    {
        const engine::Value* found = facts_.find(name);
        return found == nullptr ? std::nullopt : std::optional(*found);
    }

private:
    const engine::Value& facts_;
};

// A condition that can't be told, as a fact is missing or of another kind, does not hold.
bool holds(const engine::Expression& condition, const engine::Value& facts, base::Time now)
{
    const auto value = condition.evaluate(FactSight(facts), now);
    if (!value)
        base::log(base::Level::warning, "process_condition_failed", {{"why", value.error().message.str()}});
    return value && value->is_true();
}

// Its own transaction begins the process: what is set within an act of a case would else begin others within it, without end.
void begin_later(db::Transaction& tx, Services& services, std::int64_t agency, const BeginningKey& where,
                 const std::string& facts)
{
    const base::Time now = services.clock->now();
    const std::string which = std::to_string(where.definition) + "/" + std::to_string(where.event);
    const db::Rows added = tx.run(sql::message_add, agency, "condition", where.element, which,
                                  base::new_uid(now), std::nullopt, facts, now, now + kKeepMessages);
    jobs::enqueue(tx, services.queue, "process.deliver",
                  nlohmann::json{{"agency", agency}, {"message", added[0]["id"].int64()}}.dump());
}

}  // namespace

Facts facts_of(db::Transaction& tx, std::int64_t agency)
{
    const db::Rows rows = tx.run(sql::facts_find, agency);
    if (rows.empty()) return {.values = engine::Value::context({})};
    return {read(rows[0]), rows[0]["changed_at"].opt_time()};
}

base::Result<base::Done> set_facts(db::Transaction& tx, Services& services, const Actor& actor,
                                   const feel::Value& changes)
{
    if (changes.is_null()) return base::Done{};
    if (!changes.is(feel::Kind::context))
        return base::invalid("facts", base::msg("Dữ kiện phải là một bộ tên và giá trị."));
    const base::Time now = services.clock->now();
    const engine::Value before = read(tx.run(sql::facts_lock, actor.agency, now)[0]);
    const engine::Value after = changed(before, changes);
    const std::string json = feel::to_json(after);
    if (json.size() > kMostFacts)
        return base::Error{
            base::Fault::too_large, "facts", base::msg("Dữ kiện của cơ quan quá lớn: tối đa 64 KB."), {}};
    tx.run(sql::facts_write, actor.agency, json);
    if (actor.official != 0) {  // what programs and processes set goes by itself
        nlohmann::json names = nlohmann::json::array();
        for (const feel::Entry& change : changes.entries()) names.push_back(change.key);
        audit::record(tx, {.action = "process.facts_changed",
                           .subject = "facts",
                           .detail = nlohmann::json{{"names", names}}.dump(),
                           .at = now});
    }
    for (const db::Row row : tx.run(sql::beginnings_of, actor.agency, "condition", "")) {
        const BeginningKey where = beginning_key(row);
        const DefinitionPtr definition = services.definitions->get(tx, where.definition);
        const engine::Graph& graph = definition->graph;
        const engine::Beginning beginning = beginning_at(graph, where);
        const auto& condition = *graph.expressions[graph.definitions[beginning.definition].expression];
        if (!holds(condition, before, now) && holds(condition, after, now))
            begin_later(tx, services, actor.agency, where, json);
    }
    return base::Done{};
}

Inside fact_keeper(Services& services)
{
    return [&services](db::Transaction& tx, const Work& work) -> base::Result<Answer> {
        const auto facts = run_script(work);
        if (!facts) return facts.error();
        const Actor actor{.agency = work.agency};
        if (const auto kept = set_facts(tx, services, actor, *facts); !kept) return kept.error();
        return Answer{};
    };
}

}  // namespace lt::process
