#include "process/tasks.h"

#include "kit/base/ids.h"
#include "kit/db/db.h"
#include "process/acts.h"
#include "process/queries.h"

namespace lt::process {
namespace {

TaskRow task_of(const db::Row& row)
{
    return {.task = {row["instance_uid"].str(), row["no"].int32()},
            .agency = row["agency_id"].int64(),
            .process = row["process"].str(),
            .business_key = row["business_key"].str(),
            .title = row["title"].str(),
            .element = row["element"].str(),
            .role = row["role"].str(),
            .assignee = row["assignee_id"].opt_int64(),
            .opened_at = row["opened_at"].time(),
            .due_at = row["due_at"].opt_time(),
            .paused_at = row["paused_at"].opt_time(),
            .trouble = row["trouble"].str_or(""),
            .definition = row["definition_id"].int64()};
}

}  // namespace

std::vector<TaskRow> tasks(db::Transaction& tx, const TaskFilter& filter)
{
    // A task without a due time stands behind all that have one.
    const bool behind = !filter.after.instance.empty();
    const std::optional<std::string> due = !behind ? std::nullopt
                                           : filter.after_due
                                               ? std::optional(base::format_iso(*filter.after_due))
                                               : std::optional<std::string>("infinity");
    std::vector<TaskRow> found;
    for (const db::Row row : tx.run(sql::tasks, tx.scope().agency, filter.role, filter.official, due,
                                    behind ? std::optional(filter.after.instance) : std::nullopt,
                                    filter.after.wait, filter.limit))
        found.push_back(task_of(row));
    return found;
}

std::optional<TaskRow> find_task(db::Transaction& tx, const Task& task)
{
    if (!base::is_uid(task.instance)) return std::nullopt;
    const db::Rows rows = tx.run(sql::task_find, tx.scope().agency, task.instance, task.wait);
    return rows.empty() ? std::nullopt : std::optional(task_of(rows[0]));
}

namespace {

// Whether the task is the official's to do, now that its instance is locked.
base::Result<base::Done> may_do(db::Transaction& tx, const Performer& performer, const Task& task)
{
    const db::Rows rows =
        base::is_uid(task.instance) ? tx.run(sql::task_lock, task.instance, task.wait) : db::Rows();
    if (rows.empty()) return is_over();
    const db::Row row = rows[0];
    const auto assignee = row["assignee_id"].opt_int64();
    const std::string role = row["role"].str();
    if (row["performer_id"].int64() != performer.agency)
        return base::conflict(base::msg("Việc này đã được giao cho cơ quan khác."));
    if (assignee && *assignee != performer.official)
        return base::conflict(base::msg("Người khác đã nhận việc này."));
    if (!role.empty() && role != performer.role)
        return base::forbidden(base::msg("Việc này dành cho vai trò khác trong cơ quan."));
    return base::Done{};
}

}  // namespace

base::Result<base::Done> complete_by(db::Transaction& tx, Services& services, const Actor& actor,
                                     const Performer& performer, const Task& task,
                                     const feel::Value& variables)
{
    if (auto may = may_do(tx, performer, task); !may) return may;
    return complete(tx, services, actor, task, variables);
}

base::Result<base::Done> choose_by(db::Transaction& tx, Services& services, const Actor& actor,
                                   const Performer& performer, const Task& task, const std::string& element)
{
    if (auto may = may_do(tx, performer, task); !may) return may;
    return choose(tx, services, actor, task, element);
}

Choices choices_of(db::Transaction& tx, Services& services, const TaskRow& row)
{
    const DefinitionPtr definition = services.definitions->get(tx, row.definition);
    CHECK(definition);
    const engine::Graph& graph = definition->graph;
    const auto node = graph.node(row.element);
    if (!node || graph.nodes[*node].kind != engine::NodeKind::ad_hoc) return {};
    Choices choices{.withdraws = graph.ad_hocs[graph.nodes[*node].ad_hoc].cancel_remaining};
    const engine::Range openings = graph.levels[graph.nodes[*node].inner].openings;
    for (engine::Index i = openings.begin; i < openings.end; ++i) {
        const engine::Node& one = graph.nodes[graph.nodes_of[i]];
        choices.activities.emplace_back(one.id, one.name.empty() ? one.id : one.name);
    }
    return choices;
}

std::vector<Ask> asks_of(db::Transaction& tx, Services& services, const TaskRow& row)
{
    const DefinitionPtr definition = services.definitions->get(tx, row.definition);
    CHECK(definition);
    const auto node = definition->graph.node(row.element);
    const auto rules = node ? definition->tasks.find(*node) : definition->tasks.end();
    return rules == definition->tasks.end() ? std::vector<Ask>() : rules->second.asks;
}

std::optional<Asked> asked_by(db::Transaction& tx, Services& services, const Task& task)
{
    const auto row = find_task(tx, task);
    if (!row) return std::nullopt;
    Asked out;
    for (const Ask& ask : asks_of(tx, services, *row)) {
        if (ask.is_number)
            out.asks_numbers = true;
        else
            out.yes_or_no.push_back(ask.variable);
        out.asks.push_back(ask);
    }
    out.chooses = !choices_of(tx, services, *row).activities.empty();
    return out;
}

base::Result<base::Done> take(db::Transaction& tx, const Actor& actor, const Task& task)
{
    if (!find_task(tx, task)) return is_over();
    if (tx.run(sql::task_take, actor.agency, task.instance, task.wait, actor.official).affected() == 0)
        return base::conflict(base::msg("Người khác đã nhận việc này."));
    return base::Done{};
}

base::Result<base::Done> give_back(db::Transaction& tx, const Actor& actor, const Task& task)
{
    if (tx.run(sql::task_give_back, actor.agency, task.instance, task.wait, actor.official).affected() == 0)
        return base::conflict(base::msg("Việc này không do bạn nhận."));
    return base::Done{};
}

}  // namespace lt::process
