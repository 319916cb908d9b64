// A durable queue in PostgreSQL. A job is written in the transaction of the change that wants it (so it is
// also the outbox), runs at least once, is tried again with back-off, and at last waits as a dead letter for
// the operator.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "kit/base/clock.h"
#include "kit/db/db.h"

namespace lt::jobs {

struct Job {
    std::int64_t id = 0;
    std::string kind{};     // "documents.index_text"
    std::string payload{};  // JSON
    int attempt = 1;
};

class Queue;

// Adds a job in the caller's transaction; workers of this process are woken after its commit.
void enqueue(db::Transaction& tx, Queue& queue, const std::string& kind, const std::string& payload,
             std::chrono::seconds delay = {});
// The same for work that sees all that was changed before it begins: nothing is added where the same job waits already.
void enqueue_once(db::Transaction& tx, Queue& queue, const std::string& kind, const std::string& payload);

// Does one job. An exception means: again later. Short idempotent work.
using Worker = std::function<void(const Job&)>;

// Slow kinds take many seconds: all of them together leave one thread of a process free for what is quick.
enum class Pace : std::uint8_t { quick, slow };

// Takes back what a process that is gone was at, beside its jobs.
using TakeOver = std::function<void(db::Transaction&)>;

struct Options {
    unsigned threads = 2;
    int attempts = 8;                     // then a dead letter
    std::chrono::seconds first_retry{5};  // doubled each time, at most an hour; up to a quarter more
    std::chrono::milliseconds poll{
        500};  // for what becomes due with time: retries, delayed and scheduled jobs
    // A job whose worker died is taken again after this, and at once by a queue that starts and is the only one on the
    // database. One that runs longer may run twice at once.
    std::chrono::seconds lease{300};
};

class Queue {
public:
    Queue(db::Pool& pool, std::shared_ptr<const base::Clock> clock, Options options);
    ~Queue();
    void handle(const std::string& kind, Worker worker, Pace pace = Pace::quick);  // before start()
    void every(std::chrono::seconds period,
               const std::string& kind);  // a scheduled job, once across all processes
    void at_take_over(TakeOver work);  // before start(), which calls it when no other process's queue lives
    void start();
    void stop();                // finishes the jobs that run
    bool accepts_work() const;  // false once stop() was called
    void wake() noexcept;       // called after commits: there is work, for this process or another one
    std::size_t run_due();  // does what is due now on the caller's thread (tests, batch commands); how many

private:
    friend void enqueue(db::Transaction& tx, Queue& queue, const std::string& kind,
                        const std::string& payload, std::chrono::seconds delay);
    friend void enqueue_once(db::Transaction& tx, Queue& queue, const std::string& kind,
                             const std::string& payload);
    std::unique_ptr<struct QueueState> state_;
};

// For the operator's page and the command line.
struct DeadLetter {
    std::int64_t id = 0;
    std::string kind{};
    std::string payload{};
    std::string error{};
    int attempts = 0;
    base::Time failed_at{};
};
std::vector<DeadLetter> dead_letters(db::Transaction& tx, int limit);
void retry_dead_letter(db::Transaction& tx, Queue& queue, std::int64_t id);
void drop_dead_letter(db::Transaction& tx, std::int64_t id);

}  // namespace lt::jobs
