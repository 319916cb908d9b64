#include "documents/statistics/progress.h"

#include <algorithm>
#include <tuple>

#include "documents/queries.h"
#include "kit/db/db.h"
#include "kit/jobs/jobs.h"

namespace lt::documents {
namespace {

constexpr const char* kCountJob = "documents.count_progress";
constexpr std::chrono::minutes kCountEvery{10};

base::Time begin_of(std::chrono::year_month_day day)
{
    return base::Time(std::chrono::sys_days{day}) - std::chrono::hours(7);
}

}  // namespace

void sort_by_share(std::vector<AgencyProgress>& agencies)
{
    const auto before = [](const AgencyProgress& a, const AgencyProgress& b) {
        const std::int64_t a_ended = a.on_time + a.late;
        const std::int64_t b_ended = b.on_time + b.late;
        if ((a_ended == 0) != (b_ended == 0)) return b_ended == 0;
        const std::int64_t left = a.on_time * b_ended;  // the shares, multiplied by both wholes
        const std::int64_t right = b.on_time * a_ended;
        if (left != right) return left > right;
        return std::tuple(-a.received, a.agency) < std::tuple(-b.received, b.agency);
    };
    std::ranges::sort(agencies, before);
}

Progress progress(db::Pool& pool, ProgressPeriod period)
{
    Progress found;
    db::Transaction tx = pool.begin({});
    for (const db::Row row :
         tx.run(sql::progress_figures_of, period == ProgressPeriod::month ? "month" : "year")) {
        const AgencyProgress one{.agency = row["agency_id"].int64(),
                                 .received = row["received"].int64(),
                                 .on_time = row["on_time"].int64(),
                                 .late = row["late"].int64(),
                                 .in_progress = row["in_progress"].int64()};
        found.starts_on = row["starts_on"].day();
        found.counted_at = row["counted_at"].time();
        found.all.received += one.received;
        found.all.on_time += one.on_time;
        found.all.late += one.late;
        found.all.in_progress += one.in_progress;
        found.agencies.push_back(one);
    }
    sort_by_share(found.agencies);
    return found;
}

void count_progress(Services& services)
{
    const base::Time now = services.clock->now();
    const std::chrono::year_month_day today{base::vietnam_day(now)};
    services.pool.begin({}).run_and_commit(sql::progress_count, begin_of(today.year() / today.month() / 1),
                                           begin_of(today.year() / 1 / 1), now);
}

void add_statistics_jobs(Services& services)
{
    services.queue.handle(kCountJob, [&services](const jobs::Job&) { count_progress(services); });
    services.queue.every(kCountEvery, kCountJob);
}

}  // namespace lt::documents
