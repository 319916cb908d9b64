// Runs leased jobs on a few threads.
//
// Threads of this process are woken after each commit that wants work, other processes by the bell. What becomes due with
// time, and what a bell that is just broken did not say, is found by polling.
#include <algorithm>
#include <condition_variable>
#include <deque>
#include <iterator>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <utility>

#include "kit/base/log.h"
#include "kit/base/result.h"
#include "kit/jobs/bell.h"
#include "kit/jobs/jobs.h"
#include "kit/jobs/leases.h"
#include "kit/jobs/queries.h"

namespace lt::jobs {
namespace {

// Done jobs are deleted together, but not later than this after the first of them was done.
constexpr std::chrono::milliseconds kSettleAfter{50};
// A clock that loses more than this from one look to the next was set back.
constexpr std::chrono::minutes kSetBack{1};

// What the database did not hear because it was away. Otherwise each of them would wait for the end of its lease.
struct Unsettled {
    Ids done{};
    std::vector<std::pair<Job, std::string>> failed{};
    bool empty() const { return done.empty() && failed.empty(); }
};

}  // namespace

struct QueueState {
    Options options;
    Leases leases;
    Bell bell;
    std::map<std::string, Worker> workers{};
    std::set<std::string> slow_kinds{};
    Schedules schedules{};
    std::vector<TakeOver> take_overs{};

    std::mutex mutex{};
    std::condition_variable changed{};
    std::deque<Leased> ready{};  // leased by this process, waiting for a thread
    unsigned slow_running = 0;   // threads that are at a slow job
    bool claiming = false;       // one thread asks the database at a time
    bool woken = true;
    bool stopping = false;
    std::chrono::steady_clock::time_point next_look{};
    std::vector<std::thread> threads{};
    Unsettled unsettled{};
    std::optional<std::pair<base::Time, std::chrono::steady_clock::time_point>>
        looked{};  // by `claiming`'s thread

    // What a clock that is set back had already made due would wait until it is there again.
    void follow_clock()
    {
        const auto steady = std::chrono::steady_clock::now();
        const base::Time now = leases.now();
        const auto before = std::exchange(looked, std::pair(now, steady));
        if (!before) return;
        const base::Time expected =
            before->first + std::chrono::duration_cast<std::chrono::microseconds>(steady - before->second);
        if (expected - now <= kSetBack) return;
        base::log(base::Level::warning, "clock_set_back");
        leases.set_back(expected);
    }
    void settle_rest()
    {
        Unsettled rest;
        {
            const std::lock_guard lock(mutex);
            std::swap(rest, unsettled);
        }
        if (rest.empty()) return;
        try {
            if (!rest.done.empty()) leases.done(rest.done);
            rest.done = {};
            for (; !rest.failed.empty(); rest.failed.pop_back())
                leases.failed(rest.failed.back().first, rest.failed.back().second.c_str());
        } catch (const std::exception&) {
            keep(std::move(rest));
            throw;
        }
    }
    void keep(Unsettled more)
    {
        const std::lock_guard lock(mutex);
        for (std::size_t i = 0; i < more.done.ids.size(); ++i) {
            unsettled.done.ids.push_back(more.done.ids[i]);
            unsettled.done.attempts.push_back(more.done.attempts[i]);
        }
        std::ranges::move(more.failed, std::back_inserter(unsettled.failed));
    }

    bool is_slow(const Leased& leased) const { return slow_kinds.contains(leased.job.kind); }
    // Whether one more slow job may begin; with the lock held.
    bool slow_may_begin() const { return slow_running < std::max(2U, options.threads) - 1; }

    // What could not begin now is left to other processes.
    std::vector<Leased> claim()
    {
        bool with_slow = false;
        {
            const std::lock_guard lock(mutex);
            with_slow = slow_may_begin() &&
                        std::ranges::none_of(ready, [this](const Leased& one) { return is_slow(one); });
        }
        std::vector<std::string> kinds;
        for (const auto& [kind, worker] : workers)
            if (with_slow || !slow_kinds.contains(kind)) kinds.push_back(kind);
        return leases.claim(kinds, schedules);
    }

    // Runs one job and settles its failure; a success is added to `done`.
    void run(const Leased& leased, Ids& done)
    {
        const Job& job = leased.job;
        if (!leases.still_ours(leased)) return;
        if (job.attempt > options.attempts) {
            // Begun as often as allowed, never ended: it takes its worker down with it.
            leases.bury(job);
            return;
        }
        try {
            workers.at(job.kind)(job);
            done.add(job);
        } catch (const std::exception& error) {
            failed(job, error.what());
        } catch (...) {
            failed(job, "an error without a text");
        }
    }
    void failed(const Job& job, const char* error)
    {
        try {
            leases.failed(job, error);
        } catch (const std::exception&) {
            keep({.failed = {{job, error}}});
            throw;
        }
    }

    void settle(Ids& done)
    {
        if (!done.empty()) leases.done(done);
        done = {};
    }

    void wake()
    {
        {
            const std::lock_guard lock(mutex);
            woken = true;
        }
        changed.notify_one();
    }

    void work();
    bool next(Leased& job, bool has_done);
    void run_at_its_pace(const Leased& job, Ids& done);
    void look(std::unique_lock<std::mutex>& lock);
};

// Asks the database for due jobs. Called and left with the lock held.
void QueueState::look(std::unique_lock<std::mutex>& lock)
{
    claiming = true;
    woken = false;  // a commit from here on may be one that this look does not see
    lock.unlock();
    std::vector<Leased> batch;
    try {
        follow_clock();
        settle_rest();
        batch = claim();
    } catch (const std::exception& error) {
        base::log(base::Level::warning, "jobs_not_claimed", {{"error", error.what()}});
    }
    lock.lock();
    claiming = false;
    if (batch.size() == kBatch) woken = true;  // there may be more
    next_look = std::chrono::steady_clock::now() + options.poll;
    ready.insert(ready.end(), std::make_move_iterator(batch.begin()), std::make_move_iterator(batch.end()));
    changed.notify_all();
}

// Waits for a job. False: there is none now and the thread holds done jobs to settle first, or the queue
// stops.
bool QueueState::next(Leased& job, bool has_done)
{
    std::unique_lock lock(mutex);
    while (!stopping) {
        const auto first = std::ranges::find_if(
            ready, [this](const Leased& one) { return !is_slow(one) || slow_may_begin(); });
        // What is done does not wait behind a slow job.
        if (first != ready.end() && !(has_done && is_slow(*first))) {
            job = std::move(*first);
            ready.erase(first);
            if (is_slow(job)) ++slow_running;
            return true;
        }
        if (has_done) return false;
        if (!claiming && (woken || std::chrono::steady_clock::now() >= next_look)) {
            look(lock);
        } else if (claiming) {
            changed.wait(lock);
        } else {
            changed.wait_until(lock, next_look);
        }
    }
    return false;
}

// Runs it; a slow one makes room for the next, which may lie ready or in the database.
void QueueState::run_at_its_pace(const Leased& job, Ids& done)
{
    struct Room {
        QueueState& queue;
        bool is_slow;
        ~Room()
        {
            if (!is_slow) return;
            {
                const std::lock_guard lock(queue.mutex);
                --queue.slow_running;
                queue.woken = true;
            }
            queue.changed.notify_all();
        }
    };
    const Room room{*this, is_slow(job)};
    run(job, done);
}

void QueueState::work()
{
    Ids done;
    std::chrono::steady_clock::time_point first_done{};
    while (true) {
        try {
            Leased job;
            if (next(job, !done.empty())) {
                const bool was_empty = done.empty();
                run_at_its_pace(job, done);
                if (was_empty) first_done = std::chrono::steady_clock::now();
                if (std::chrono::steady_clock::now() - first_done < kSettleAfter) continue;
            } else if (done.empty()) {
                return;
            }
            settle(done);
        } catch (const std::exception& error) {
            base::log(base::Level::warning, "job_not_settled", {{"error", error.what()}});
            keep({.done = std::move(done)});
            done = {};
        }
    }
}

Queue::Queue(db::Pool& pool, std::shared_ptr<const base::Clock> clock, Options options)
    : state_(new QueueState{options, {pool, std::move(clock), options}, Bell(pool)})
{
}

Queue::~Queue() { stop(); }

void Queue::handle(const std::string& kind, Worker worker, Pace pace)
{
    CHECK(state_->threads.empty());
    CHECK(state_->workers.emplace(kind, std::move(worker)).second);
    if (pace == Pace::slow) state_->slow_kinds.insert(kind);
}

void Queue::every(std::chrono::seconds period, const std::string& kind)
{
    CHECK(state_->threads.empty());
    state_->schedules.kinds.push_back(kind);
    state_->schedules.periods.push_back(period.count());
}

void Queue::at_take_over(TakeOver work)
{
    CHECK(state_->threads.empty());
    state_->take_overs.push_back(std::move(work));
}

void Queue::start()
{
    CHECK(state_->threads.empty());
    state_->leases.take_over(state_->take_overs);
    for (const std::string& kind : state_->schedules.kinds) CHECK(state_->workers.contains(kind));
    state_->leases.add_schedules(state_->schedules);
    state_->stopping = false;
    state_->bell.start([this] { state_->wake(); });  // before anything is leased: now nobody takes it over
    for (unsigned i = 0; i < state_->options.threads; ++i) {
        state_->threads.emplace_back([this] { state_->work(); });
    }
}

void Queue::stop()
{
    {
        const std::lock_guard lock(state_->mutex);
        state_->stopping = true;
    }
    state_->changed.notify_all();
    state_->bell.stop();
    for (std::thread& thread : state_->threads) thread.join();
    state_->threads.clear();
    Ids unused;
    for (const Leased& leased : state_->ready) unused.add(leased.job);
    try {
        if (!unused.empty()) state_->leases.give_back(unused);
    } catch (const std::exception& error) {
        base::log(base::Level::warning, "jobs_not_given_back", {{"error", error.what()}});
    }
    state_->ready.clear();
}

bool Queue::accepts_work() const
{
    const std::lock_guard lock(state_->mutex);
    return !state_->stopping;
}

void Queue::wake() noexcept
{
    state_->wake();
    state_->bell.ring();
}

std::size_t Queue::run_due()
{
    state_->leases.add_schedules(state_->schedules);
    std::size_t count = 0;
    while (true) {
        const auto batch = state_->claim();
        Ids done;
        for (const Leased& leased : batch) state_->run(leased, done);
        state_->settle(done);
        count += batch.size();
        if (batch.empty()) return count;
    }
}

void enqueue(db::Transaction& tx, Queue& queue, const std::string& kind, const std::string& payload,
             std::chrono::seconds delay)
{
    tx.send(sql::enqueue, kind, payload, queue.state_->leases.now() + delay);
    if (delay.count() == 0) tx.on_commit([&queue] { queue.wake(); });
}

void enqueue_once(db::Transaction& tx, Queue& queue, const std::string& kind, const std::string& payload)
{
    tx.send(sql::enqueue_once, kind, payload, queue.state_->leases.now());
    tx.on_commit([&queue] { queue.wake(); });
}

}  // namespace lt::jobs
