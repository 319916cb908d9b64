// How far each agency of the province is with what it received, for everybody to read (QĐ 28/2018/QĐ-TTg): numbers only, counted by a job
// into a small table.
#pragma once

#include "documents/actions.h"

namespace lt::documents {

enum class ProgressPeriod : std::uint8_t { month, year };  // the running one, of Vietnam

// What was refused or given back counts nowhere; the other three make up `received`.
struct AgencyProgress {
    std::int64_t agency = 0;
    std::int64_t received = 0;
    std::int64_t on_time = 0;  // done no later than due; done, where nothing was due
    std::int64_t late = 0;     // done later, or open and overdue
    std::int64_t in_progress = 0;
};
struct Progress {
    base::Day starts_on{};    // of the period that was counted
    base::Time counted_at{};  // epoch when nothing was counted yet
    AgencyProgress all{};     // the whole province
    std::vector<AgencyProgress> agencies{};
};

// The largest share of on_time in on_time and late first, then the one that received more; those without either last.
void sort_by_share(std::vector<AgencyProgress>& agencies);

// As it was last counted, sorted so. One small statement.
Progress progress(db::Pool& pool, ProgressPeriod period);

// Counts anew; the job documents.count_progress does it every ten minutes.
void count_progress(Services& services);
void add_statistics_jobs(Services& services);

}  // namespace lt::documents
