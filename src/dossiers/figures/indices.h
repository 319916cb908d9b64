// The index of QĐ 766/QĐ-TTg of each agency: counted at the end of a month, quarter and year, on demand before, and kept. An agency that has
// anything to count has every component that there is data for, also those of which there was nothing.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "dossiers/figures/shares.h"
#include "kit/db/fwd.h"

namespace lt::dossiers {

struct Services;

// As it was scored; hundredths of points.
struct KeptScore {
    Share share{};
    std::int64_t score = 0;
};
struct AgencyIndex {
    std::int64_t agency = 0;
    std::map<std::string, KeptScore> components{};  // by id; what there is no data for is left out
    std::int64_t total() const;
    std::int64_t dossiers(const IndexRules& rules) const;  // received in the period; 0 where nothing is kept
};
struct KeptCount {
    std::string rules{};
    base::Time as_of{};
};

// When the period was counted; nothing: it was not yet.
std::optional<KeptCount> kept_count(db::Transaction& tx, const IndexPeriod& period);
// Of one agency in whose sight the transaction is; nothing: there was nothing to count in the period.
std::optional<AgencyIndex> kept_index(db::Transaction& tx, const IndexPeriod& period, std::int64_t agency);
// Of all agencies; the caller's scope must oversee the province, or the database refuses.
std::vector<AgencyIndex> province_indices(db::Transaction& tx, const IndexPeriod& period);

// Counts the period anew, by what has happened until its end or now, and keeps it: all agencies, or nothing. How many agencies.
std::size_t count_indices(db::Pool& pool, const IndexRuleBook& rules, const IndexPeriod& period,
                          base::Time now);

// A line of the ranking. Agencies without a dossier have no rank; those with the same total share one, and the next ones are skipped.
struct Ranked {
    std::int64_t agency = 0;
    std::int64_t dossiers = 0;
    std::int64_t total = 0;  // hundredths
    int rank = 0;            // 0: none
    bool tied = false;
};
// The best first, then agencies without dossiers in their own order; `deciding`: who else belongs into the list.
std::vector<Ranked> ranked(const std::vector<AgencyIndex>& indices, const std::vector<std::int64_t>& deciding,
                           const IndexRules& rules);
std::vector<std::int64_t> deciding_agencies(db::Transaction& tx);

// With a change of what a period was counted from, in its transaction: those that are kept and hold one of the days are counted again.
void count_again_later(Services& services, db::Transaction& tx, const std::vector<base::Day>& days);
// The same of what is counted by the state at the end: those that ended on the day or later.
void count_again_since(Services& services, db::Transaction& tx, base::Day day);

// The job `dossiers.count_indices` counts one period, {"period": "2026-11"}; `dossiers.close_indices` runs every hour, counts what has ended
// and is not counted to its end, what an earlier program counted, and the running month once a day.
inline constexpr const char* kCountIndices = "dossiers.count_indices";
inline constexpr const char* kCloseIndices = "dossiers.close_indices";
void add_figure_jobs(Services& services);
void close_indices(db::Pool& pool, const IndexRuleBook& rules, base::Time now);

}  // namespace lt::dossiers
