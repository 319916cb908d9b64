// Reads the figures of an agency: one statement for what it received, one for what it sent.
#include <algorithm>

#include "documents/queries.h"
#include "documents/statistics/statistics.h"
#include "kit/db/db.h"

namespace lt::documents {
namespace {

Counted counted_of(const db::Row& row)
{
    return {.total = row["total"].int64(),
            .not_arrived = row["not_arrived"].int64(),
            .waiting = row["waiting"].int64(),
            .in_hand = row["in_hand"].int64(),
            .done = row["done"].int64(),
            .refused = row["refused"].int64(),
            .recalled = row["recalled"].int64(),
            .in_time = row["in_time"].int64(),
            .late = row["late"].int64(),
            .overdue = row["overdue"].int64()};
}

Figures figures_of(const db::Rows& rows, const Period& period)
{
    Figures figures;
    for (const base::Day day : parts_of(period)) figures.parts.push_back({.begins = day});
    for (const db::Row row : rows) {
        const std::string_view kind = row["kind"].text();
        if (kind == "all") figures.all = counted_of(row);
        if (kind == "agency") figures.agencies.push_back({row["name"].str(), counted_of(row)});
        if (kind != "part") continue;
        const auto part = std::ranges::find(figures.parts, row["part"].day(), &CountedPart::begins);
        CHECK(part != figures.parts.end());
        part->total = row["total"].int64();
    }
    figures.rest = figures.all;
    for (const CountedAgency& agency : figures.agencies) figures.rest -= agency.counted;
    return figures;
}

}  // namespace

Figures received(db::Transaction& tx, std::int64_t agency, const Period& period, base::Time now, int most)
{
    return figures_of(tx.run(sql::received_figures, agency, period.from(), period.until(), now,
                             period.by_day() ? "day" : "month", most),
                      period);
}

Figures sent(db::Transaction& tx, std::int64_t agency, const Period& period, base::Time now, int most)
{
    return figures_of(tx.run(sql::sent_figures, agency, period.from(), period.until(), now,
                             period.by_day() ? "day" : "month", most),
                      period);
}

}  // namespace lt::documents
