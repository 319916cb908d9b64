// Statements of the queue, and when a failed job is tried again.
#include "kit/jobs/leases.h"

#include <algorithm>

#include "kit/base/log.h"
#include "kit/base/text.h"
#include "kit/jobs/bell.h"
#include "kit/jobs/queries.h"

namespace lt::jobs {
namespace {

// A lease that is lost in a crash, or the word that a job is done, lets it run once more: workers are idempotent.
const db::Scope kUnsynced{.lasting = false};

std::string presentable(const char* error)
{
    constexpr std::size_t kLongest = 2000;
    return base::is_utf8(error) ? base::shorten(error, kLongest) : "an error that is no text";
}

}  // namespace

void Leases::take_over(const std::vector<TakeOver>& also)
{
    auto tx = pool_.begin({});
    if (!tx.run(sql::alone, kAliveLock)[0]["alone"].boolean()) return;
    tx.run(sql::take_over, now());
    for (const TakeOver& work : also) work(tx);
    tx.commit();
}

void Leases::set_back(base::Time expected)
{
    auto tx = pool_.begin({});
    tx.run_and_commit(sql::set_back, now(), expected);
}

void Leases::add_schedules(const Schedules& schedules)
{
    if (schedules.kinds.empty()) return;
    auto tx = pool_.begin({});
    for (const std::string& kind : schedules.kinds) tx.run(sql::schedule_add, kind, now());
    tx.commit();
}

std::vector<Leased> Leases::claim(const std::vector<std::string>& kinds, const Schedules& schedules)
{
    const base::Time time = now();
    const base::Time until = time + options_.lease;
    auto tx = pool_.begin(kUnsynced);
    if (!schedules.kinds.empty()) tx.send(sql::schedule_due, time, schedules.kinds, schedules.periods);
    std::vector<Leased> batch;
    for (const auto& row : tx.run_and_commit(sql::claim, time, until, kinds, static_cast<int>(kBatch))) {
        batch.push_back(
            {{row["id"].int64(), row["kind"].str(), row["payload"].str(), row["attempt"].int32()}, until});
    }
    std::sort(batch.begin(), batch.end(),
              [](const Leased& a, const Leased& b) { return a.job.id < b.job.id; });
    return batch;
}

bool Leases::still_ours(const Leased& leased)
{
    const base::Time time = now();
    if (time < leased.until - options_.lease / 2) return true;
    auto tx = pool_.begin({});
    const base::Time until = time + options_.lease;
    return tx.run_and_commit(sql::renew, leased.job.id, leased.job.attempt, until).affected() == 1;
}

void Leases::done(const Ids& jobs)
{
    auto tx = pool_.begin(kUnsynced);
    tx.run_and_commit(sql::done, jobs.ids, jobs.attempts);
}

void Leases::give_back(const Ids& jobs)
{
    auto tx = pool_.begin({});
    tx.run_and_commit(sql::give_back, jobs.ids, jobs.attempts, now());
}

// Five seconds, ten, twenty … The extra quarter, by id, keeps jobs that failed together from coming back
// together.
std::chrono::milliseconds Leases::retry_delay(const Job& job) const
{
    constexpr std::chrono::milliseconds kLongest = std::chrono::hours(1);
    std::chrono::milliseconds delay = options_.first_retry;
    for (int i = 1; i < job.attempt && delay < kLongest; ++i) delay *= 2;
    delay = std::min(delay, kLongest);
    const std::uint64_t mixed = static_cast<std::uint64_t>(job.id + job.attempt) * 0x9e3779b97f4a7c15U;
    return delay + delay / 4 * static_cast<int>(mixed >> 56U) / 255;
}

void Leases::failed(const Job& job, const char* error)
{
    base::log(
        base::Level::warning, "job_failed",
        {{"kind", job.kind}, {"job", std::to_string(job.id)}, {"attempt", std::to_string(job.attempt)}});
    auto tx = pool_.begin({});
    if (job.attempt >= options_.attempts) {
        tx.run_and_commit(sql::bury, job.id, job.attempt, presentable(error), job.attempt, now());
    } else {
        tx.run_and_commit(sql::again, job.id, job.attempt, now() + retry_delay(job), presentable(error));
    }
}

void Leases::bury(const Job& job)
{
    auto tx = pool_.begin({});
    tx.run_and_commit(sql::bury, job.id, job.attempt, nullptr, job.attempt - 1, now());
}

}  // namespace lt::jobs
