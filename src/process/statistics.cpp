#include "process/statistics.h"

#include "kit/db/db.h"
#include "process/queries.h"

namespace lt::process {
namespace {

std::chrono::seconds seconds_of(const db::Value& value)
{
    return std::chrono::seconds(value.null() ? 0 : value.int64());
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

}  // namespace lt::process
