#include "process/instances.h"

#include "kit/base/ids.h"
#include "kit/db/db.h"
#include "process/api.h"
#include "process/queries.h"

namespace lt::process {
namespace {

// Of a history: one that loops has no end.
constexpr int kLast = 500;

DefinitionRow definition_row(const db::Row& row)
{
    return {.id = row["id"].int64(),
            .uid = row["uid"].str(),
            .agency = row["agency_id"].opt_int64(),
            .key = row["key"].str(),
            .version = row["version"].int32(),
            .name = row["name"].str(),
            .note = row["note"].str(),
            .deployed_at = row["deployed_at"].time(),
            .deployed_by = row["deployed_by"].int64(),
            .retired_at = row["retired_at"].opt_time(),
            .open = row["open"].int64(),
            .troubles = row["troubles"].int64()};
}

InstanceRow instance_row(const db::Row& row)
{
    return {.id = row["id"].int64(),
            .uid = row["uid"].str(),
            .definition = row["definition"].str(),
            .process = row["process"].str(),
            .version = row["version"].int32(),
            .business_key = row["business_key"].str(),
            .status = row["status"].str(),
            .started_at = row["started_at"].time(),
            .ended_at = row["ended_at"].opt_time(),
            .waits_at = row["waits_at"].str_or(""),
            .trouble = row["trouble"].boolean()};
}

}  // namespace

std::vector<DefinitionRow> definition_rows(db::Transaction& tx, const std::string& key)
{
    std::vector<DefinitionRow> found;
    for (const db::Row row : tx.run(sql::definitions, tx.scope().agency, key))
        found.push_back(definition_row(row));
    return found;
}

std::optional<DefinitionRow> find_definition(db::Transaction& tx, const std::string& uid)
{
    if (!base::is_uid(uid)) return std::nullopt;
    const db::Rows rows = tx.run(sql::definition_by_uid, tx.scope().agency, uid);
    return rows.empty() ? std::nullopt : std::optional(definition_row(rows[0]));
}

std::optional<std::string> source_of(db::Transaction& tx, const std::string& uid)
{
    if (!base::is_uid(uid)) return std::nullopt;
    const db::Rows rows = tx.run(sql::definition_source, uid);
    return rows.empty() ? std::nullopt : std::optional(rows[0]["source"].bytes());
}

std::vector<InstanceRow> instances(db::Transaction& tx, const InstanceFilter& filter)
{
    std::vector<InstanceRow> found;
    const std::optional<std::string> definition =
        filter.definition.empty() ? std::nullopt : std::optional(filter.definition);
    for (const db::Row row : tx.run(sql::instances, tx.scope().agency, definition, filter.state, filter.key,
                                    filter.before, filter.limit))
        found.push_back(instance_row(row));
    return found;
}

std::optional<InstanceRow> find_instance(db::Transaction& tx, const std::string& uid)
{
    if (!base::is_uid(uid)) return std::nullopt;
    const db::Rows rows = tx.run(sql::instance_row, uid);
    return rows.empty() ? std::nullopt : std::optional(instance_row(rows[0]));
}

std::vector<StepRow> steps_of(db::Transaction& tx, std::int64_t instance)
{
    std::vector<StepRow> found;
    for (const db::Row row : tx.run(sql::steps_of, instance, kLast))
        found.push_back({.no = row["no"].int32(),
                         .element = row["element"].str(),
                         .kind = row["kind"].str(),
                         .title = row["title"].str(),
                         .performer = row["performer_id"].int64(),
                         .official = row["official_id"].int64(),
                         .outcome = row["outcome"].str(),
                         .opened_at = row["opened_at"].time(),
                         .due_at = row["due_at"].opt_time(),
                         .paused_at = row["paused_at"].opt_time(),
                         .ended_at = row["ended_at"].opt_time(),
                         .trouble = row["trouble"].str_or("")});
    return found;
}

std::vector<ActRow> acts_of(db::Transaction& tx, std::int64_t instance)
{
    std::vector<ActRow> found;
    for (const db::Row row : tx.run(sql::acts_of, instance, kLast))
        found.push_back({row["version"].int32(), row["official_id"].int64(), row["act"].str(),
                         row["detail"].str(), row["at"].time(), row["events"].str()});
    return found;
}

std::optional<Standing> standing_of(db::Transaction& tx, const std::string& instance)
{
    const auto row = find_instance(tx, instance);
    if (!row) return std::nullopt;
    Standing out{.ended = row->ended_at.has_value(), .terminated = row->status == "terminated", .tasks = {}};
    for (const StepRow& step : steps_of(tx, row->id))
        if (step.kind == "task" && step.outcome.empty())
            out.tasks.push_back({step.no, step.paused_at.has_value()});
    return out;
}

}  // namespace lt::process
