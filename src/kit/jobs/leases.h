// The database side of the queue: who holds which job until when. Each call is a transaction of its own.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "kit/jobs/jobs.h"

namespace lt::jobs {

// A job of this process until the lease ends.
struct Leased {
    Job job{};
    base::Time until{};
};

// Jobs by id and attempt, as the statements take them.
struct Ids {
    std::vector<std::int64_t> ids{};
    std::vector<std::int64_t> attempts{};
    void add(const Job& job)
    {
        ids.push_back(job.id);
        attempts.push_back(job.attempt);
    }
    bool empty() const { return ids.empty(); }
};

// Kinds made again and again, with their periods in seconds.
struct Schedules {
    std::vector<std::string> kinds{};
    std::vector<std::int64_t> periods{};
};

constexpr std::size_t kBatch = 20;  // jobs leased at once

class Leases {
public:
    Leases(db::Pool& pool, std::shared_ptr<const base::Clock> clock, const Options& options)
        : pool_(pool), clock_(std::move(clock)), options_(options)
    {
    }
    base::Time now() const { return clock_->now(); }

    // What processes that are gone had leased is due now, and `also` is called in the same transaction. Only when no other queue lives.
    void take_over(const std::vector<TakeOver>& also);
    // The clock, which should be at `expected`, was set back: jobs that it had made due, or nearly, follow it.
    void set_back(base::Time expected);
    void add_schedules(const Schedules& schedules);
    // Makes the scheduled jobs that are due, then leases up to kBatch due jobs of these kinds, oldest first.
    std::vector<Leased> claim(const std::vector<std::string>& kinds, const Schedules& schedules);
    // Prolongs a lease that is half over. False when the job is not ours any more.
    bool still_ours(const Leased& leased);
    void done(const Ids& jobs);
    void give_back(const Ids& jobs);
    // Again later, or a dead letter after the last attempt.
    void failed(const Job& job, const char* error);
    // A dead letter at once, for a job that was begun too often and never came to an end.
    void bury(const Job& job);

private:
    std::chrono::milliseconds retry_delay(const Job& job) const;
    db::Pool& pool_;
    std::shared_ptr<const base::Clock> clock_;
    Options options_;
};

}  // namespace lt::jobs
