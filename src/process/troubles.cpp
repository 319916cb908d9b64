#include "process/troubles.h"

#include "kit/base/ids.h"
#include "kit/db/db.h"
#include "process/queries.h"

namespace lt::process {
namespace {

TroubleRow trouble_of(const db::Row& row)
{
    return {.task = {row["instance_uid"].str(), row["no"].int32()},
            .agency = row["agency_id"].int64(),
            .definition = row["definition"].str(),
            .process = row["process"].str(),
            .version = row["version"].int32(),
            .element = row["element"].str(),
            .kind = row["kind"].str(),
            .trouble = row["trouble"].str(),
            .since = row["opened_at"].time()};
}

}  // namespace

std::vector<TroubleRow> troubles(db::Transaction& tx, int limit)
{
    std::vector<TroubleRow> found;
    for (const db::Row row : tx.run(sql::troubles, limit)) found.push_back(trouble_of(row));
    return found;
}

std::optional<std::int64_t> agency_in_trouble(db::Transaction& tx, const std::string& instance)
{
    if (!base::is_uid(instance)) return std::nullopt;
    return tx.run(sql::instance_agency, instance)[0]["agency_id"].opt_int64();
}

std::optional<TroubleRow> find_trouble(db::Transaction& tx, const Task& wait)
{
    if (!base::is_uid(wait.instance)) return std::nullopt;
    const db::Rows rows = tx.run(sql::trouble_find, wait.instance, wait.wait);
    return rows.empty() ? std::nullopt : std::optional(trouble_of(rows[0]));
}

}  // namespace lt::process
