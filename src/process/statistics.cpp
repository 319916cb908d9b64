#include "process/statistics.h"

#include "kit/db/db.h"
#include "process/queries.h"

namespace lt::process {
namespace {

std::chrono::seconds seconds_of(const db::Value& value)
{
    return std::chrono::seconds(value.null() ? 0 : value.int64());
}

std::optional<std::chrono::seconds> opt_seconds_of(const db::Value& value)
{
    return value.null() ? std::nullopt : std::optional(std::chrono::seconds(value.int64()));
}

}  // namespace

std::vector<StepFigures> step_figures(db::Transaction& tx, std::int64_t definition, base::Time from,
                                      base::Time to)
{
    std::vector<StepFigures> figures;
    for (const db::Row row : tx.run(sql::step_figures, definition, from, to))
        figures.push_back({.element = row["element"].str(),
                           .kind = row["kind"].str(),
                           .done = row["done"].int64(),
                           .late = row["late"].int64(),
                           .median = seconds_of(row["median"]),
                           .ninetieth = seconds_of(row["ninetieth"]),
                           .worked_median = opt_seconds_of(row["worked_median"]),
                           .worked_ninetieth = opt_seconds_of(row["worked_ninetieth"]),
                           .open = row["open"].int64(),
                           .overdue = row["overdue"].int64()});
    return figures;
}

std::vector<Variant> variants(db::Transaction& tx, std::int64_t definition, base::Time from, base::Time to,
                              int limit)
{
    std::vector<Variant> found;
    for (const db::Row row : tx.run(sql::variants, definition, from, to, limit))
        found.push_back({row["elements"].texts(), row["instances"].int64(), seconds_of(row["median"])});
    return found;
}

std::map<std::int64_t, Running> running_everywhere(db::Transaction& tx)
{
    std::map<std::int64_t, Running> found;
    for (const db::Row row : tx.run(sql::process_counts))
        found[row["definition_id"].int64()] = {row["open"].int64(), row["troubles"].int64()};
    return found;
}

std::vector<Usage> usage(db::Transaction& tx, std::int64_t definition, base::Time from, base::Time to)
{
    std::vector<Usage> found;
    for (const db::Row row : tx.run(sql::process_usage, definition, from, to))
        found.push_back({.agency = row["agency_id"].int64(),
                         .open = row["open"].int64(),
                         .ended = row["ended"].int64(),
                         .median = seconds_of(row["median"]),
                         .ninetieth = seconds_of(row["ninetieth"]),
                         .troubles = row["troubles"].int64(),
                         .overdue = row["overdue"].int64()});
    return found;
}

}  // namespace lt::process
