#include "kit/jobs/jobs.h"

#include <atomic>
#include <condition_variable>
#include <future>
#include <iostream>
#include <map>
#include <mutex>
#include <stdexcept>
#include <thread>

#include <gtest/gtest.h>

#include "kit/base/result.h"
#include "kit/db/listener.h"
#include "kit/db/testing.h"

namespace lt::jobs {
namespace {

using namespace std::chrono_literals;

const base::Time kStart = base::Time(base::Day(std::chrono::year(2026) / 11 / 20)) + 2h;

class Jobs : public ::testing::Test {
protected:
    std::unique_ptr<Queue> make_queue(Options options = {})
    {
        auto queue = std::make_unique<Queue>(database_.pool(), clock_, options);
        queue->handle("note", [this](const Job& job) {
            const std::lock_guard lock(mutex_);
            ++runs_[job.payload];
            attempts_.push_back(job.attempt);
            changed_.notify_all();
        });
        queue->handle("fail", [this](const Job& job) {
            {
                const std::lock_guard lock(mutex_);
                attempts_.push_back(job.attempt);
            }
            throw std::runtime_error("cannot reach the axis");
        });
        return queue;
    }
    void add(Queue& queue, const std::string& kind, const std::string& payload,
             std::chrono::seconds delay = {})
    {
        auto tx = database_.pool().begin({});
        enqueue(tx, queue, kind, payload, delay);
        tx.commit();
    }
    int runs(const std::string& payload)
    {
        const std::lock_guard lock(mutex_);
        return runs_[payload];
    }
    std::string count(const std::string& table) { return database_.value("SELECT count(*) FROM " + table); }
    std::vector<DeadLetter> letters()
    {
        auto tx = database_.pool().begin({});
        return dead_letters(tx, 10);
    }
    // Waits for what a worker thread does; the limit only ends a test that fails.
    bool wait_for(const std::function<bool()>& done)
    {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, 20s, done);
    }

    db::TestDatabase database_{};
    std::shared_ptr<base::VirtualClock> clock_ = std::make_shared<base::VirtualClock>(kStart);
    std::mutex mutex_{};
    std::condition_variable changed_{};
    std::map<std::string, int> runs_{};
    std::vector<int> attempts_{};
};

TEST_F(Jobs, a_job_belongs_to_the_transaction_that_wants_it)
{
    auto queue = make_queue();
    {
        auto tx = database_.pool().begin({});
        enqueue(tx, *queue, "note", "lost");
    }
    add(*queue, "note", "kept");
    EXPECT_EQ(queue->run_due(), 1U);
    EXPECT_EQ(runs("kept"), 1);
    EXPECT_EQ(runs("lost"), 0);
    EXPECT_EQ(count("jobs"), "0");
}

TEST_F(Jobs, what_waits_already_is_not_added_again)
{
    auto queue = make_queue();
    const auto add_once = [&](const std::string& kind, const std::string& payload) {
        auto tx = database_.pool().begin({});
        enqueue_once(tx, *queue, kind, payload);
        tx.commit();
    };
    for (const char* payload : {"11", "11", "12"}) add_once("note", payload);
    EXPECT_EQ(count("jobs"), "2");
    {
        // Whoever relies on the one that waits is seen by it: it does not begin before.
        constexpr db::Query<0> look{"test.look", "SELECT 1"};
        auto tx = database_.pool().begin({});
        enqueue_once(tx, *queue, "note", "11");
        tx.run(look);
        EXPECT_EQ(queue->run_due(), 1U);
        EXPECT_EQ(runs("11"), 0);
        // Nor does it hold up another one that wants the same.
        add_once("note", "11");
        EXPECT_EQ(count("jobs"), "2");
        tx.commit();
    }
    EXPECT_EQ(queue->run_due(), 2U);
    // One that has begun waits no more, and one that waits for its time is not due.
    int begun = 0;
    queue->handle("again", [&](const Job& job) {
        if (++begun == 1) add_once(job.kind, job.payload);
    });
    add_once("again", "x");
    EXPECT_EQ(queue->run_due(), 2U);
    EXPECT_EQ(begun, 2);
    add(*queue, "note", "later", 60s);
    add_once("note", "later");
    EXPECT_EQ(queue->run_due(), 1U);
}

TEST_F(Jobs, waits_for_its_time)
{
    auto queue = make_queue();
    add(*queue, "note", "later", 60s);
    clock_->advance(59s);
    EXPECT_EQ(queue->run_due(), 0U);
    clock_->advance(1s);
    EXPECT_EQ(queue->run_due(), 1U);
}

TEST_F(Jobs, does_more_than_one_batch_in_order)
{
    auto queue = make_queue();
    std::vector<std::string> order;
    queue->handle("ordered", [&](const Job& job) { order.push_back(job.payload); });
    for (int i = 0; i < 50; ++i) add(*queue, "ordered", std::to_string(i));
    EXPECT_EQ(queue->run_due(), 50U);
    ASSERT_EQ(order.size(), 50U);
    for (int i = 0; i < 50; ++i) EXPECT_EQ(order[static_cast<std::size_t>(i)], std::to_string(i));
}

TEST_F(Jobs, leaves_kinds_it_does_not_know_to_others)
{
    auto queue = make_queue();
    add(*queue, "of another program", "x");
    EXPECT_EQ(queue->run_due(), 0U);
    EXPECT_EQ(database_.value("SELECT state || attempt FROM jobs"), "ready0");
}

TEST_F(Jobs, tries_again_later_and_later_and_ends_as_a_dead_letter)
{
    auto queue = make_queue({.attempts = 4, .first_retry = 10s});
    add(*queue, "fail", R"({"document":5})");
    std::chrono::seconds base_delay = 10s;
    for (int attempt = 1; attempt <= 4; ++attempt) {
        EXPECT_EQ(queue->run_due(), 1U) << attempt;
        EXPECT_EQ(queue->run_due(), 0U);
        if (attempt == 4) break;
        EXPECT_EQ(database_.value("SELECT last_error FROM jobs"), "cannot reach the axis");
        clock_->advance(base_delay - 1us);
        EXPECT_EQ(queue->run_due(), 0U) << "too early: " << attempt;
        clock_->advance(base_delay / 4 + 1us);  // the jitter is at most a quarter
        base_delay *= 2;
    }
    EXPECT_EQ(attempts_, (std::vector<int>{1, 2, 3, 4}));
    EXPECT_EQ(count("jobs"), "0");
    const auto dead = letters();
    ASSERT_EQ(dead.size(), 1U);
    EXPECT_EQ(dead[0].kind, "fail");
    EXPECT_EQ(dead[0].payload, R"({"document":5})");
    EXPECT_EQ(dead[0].error, "cannot reach the axis");
    EXPECT_EQ(dead[0].attempts, 4);
    EXPECT_EQ(dead[0].failed_at, clock_->now());
}

TEST_F(Jobs, the_delay_never_exceeds_an_hour_and_a_quarter)
{
    auto queue = make_queue({.attempts = 30, .first_retry = 5s});
    add(*queue, "fail", "{}");
    for (int i = 0; i < 29; ++i) {
        EXPECT_EQ(queue->run_due(), 1U) << i;
        clock_->advance(75min);
    }
    EXPECT_EQ(queue->run_due(), 1U);
    EXPECT_EQ(letters().size(), 1U);
}

TEST_F(Jobs, jobs_that_failed_together_do_not_come_back_together)
{
    auto queue = make_queue();
    for (int i = 0; i < 10; ++i) add(*queue, "fail", "{}");
    queue->run_due();
    EXPECT_GT(std::stoi(database_.value("SELECT count(DISTINCT run_at) FROM jobs")), 5);
}

TEST_F(Jobs, an_operator_repeats_or_drops_dead_letters)
{
    auto queue = make_queue({.attempts = 1});
    add(*queue, "fail", "first");
    add(*queue, "fail", "second");
    queue->run_due();
    auto dead = letters();
    ASSERT_EQ(dead.size(), 2U);
    EXPECT_EQ(dead[0].payload, "second");
    {
        auto tx = database_.pool().begin({});
        retry_dead_letter(tx, *queue, dead[0].id);
        drop_dead_letter(tx, dead[1].id);
        retry_dead_letter(tx, *queue, 4711);  // gone already: nothing happens
        tx.commit();
    }
    EXPECT_EQ(letters().size(), 0U);
    EXPECT_EQ(count("jobs"), "1");
    EXPECT_EQ(queue->run_due(), 1U);
    EXPECT_EQ(letters().size(), 1U);
}

TEST_F(Jobs, a_job_whose_worker_died_is_taken_again_when_its_lease_ends)
{
    auto queue = make_queue({.attempts = 3, .lease = 300s});
    add(*queue, "note", "x");
    // Another process leased it and was killed.
    const db::Query<0> lease{"test.lease", "UPDATE jobs SET state = 'running', attempt = attempt + 1, "
                                           "run_at = run_at + interval '300 s'"};
    auto tx = database_.pool().begin({});
    tx.run(lease);
    tx.commit();
    clock_->advance(299s);
    EXPECT_EQ(queue->run_due(), 0U);
    clock_->advance(1s);
    EXPECT_EQ(queue->run_due(), 1U);
    EXPECT_EQ(attempts_, std::vector<int>{2});
}

TEST_F(Jobs, a_job_that_kills_its_worker_each_time_becomes_a_dead_letter_without_another_try)
{
    auto queue = make_queue({.attempts = 3});
    add(*queue, "note", "deadly");
    database_.execute("UPDATE jobs SET state = 'running', attempt = 3");
    EXPECT_EQ(queue->run_due(), 1U);
    EXPECT_EQ(runs("deadly"), 0);
    const auto dead = letters();
    ASSERT_EQ(dead.size(), 1U);
    EXPECT_EQ(dead[0].attempts, 3);
    EXPECT_NE(dead[0].error.find("the worker died"), std::string::npos);
}

TEST_F(Jobs, a_worker_that_was_too_slow_does_not_settle_the_job_of_its_successor)
{
    auto slow = make_queue({.lease = 100s});
    auto other = make_queue({.lease = 100s});
    slow->handle("slow", [&](const Job& job) {
        if (job.attempt > 1) return;
        clock_->advance(101s);
        // Meanwhile the other process takes the job over and is still at it.
        database_.execute("UPDATE jobs SET attempt = 2, run_at = run_at + interval '100 s'");
    });
    add(*slow, "slow", "x");
    EXPECT_EQ(slow->run_due(), 1U);
    EXPECT_EQ(count("jobs"), "1");
    EXPECT_EQ(database_.value("SELECT state || attempt FROM jobs"), "running2");
}

TEST_F(Jobs, a_job_that_waited_too_long_in_its_batch_is_leased_anew_or_left_alone)
{
    auto queue = make_queue({.lease = 100s});
    queue->handle("long", [&](const Job&) { clock_->advance(60s); });
    add(*queue, "long", "");
    add(*queue, "note", "renewed");
    add(*queue, "note", "taken by another");
    queue->handle("thief", [](const Job&) {});
    database_.execute("UPDATE jobs SET run_at = run_at - interval '1 s' WHERE kind = 'long'");
    database_.execute(
        "CREATE FUNCTION steal() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "UPDATE jobs SET attempt = attempt + 1 WHERE payload = 'taken by another'; RETURN NULL; END $$; "
        "CREATE TRIGGER steal AFTER UPDATE OF run_at ON jobs FOR EACH ROW "
        "WHEN (NEW.payload = 'renewed' AND OLD.state = 'running') EXECUTE FUNCTION steal()");
    EXPECT_EQ(queue->run_due(), 3U);
    EXPECT_EQ(runs("renewed"), 1);
    EXPECT_EQ(runs("taken by another"), 0);
    EXPECT_EQ(database_.value("SELECT string_agg(payload, ',') FROM jobs"), "taken by another");
}

TEST_F(Jobs, no_job_runs_twice_with_two_processes_and_many_threads)
{
    constexpr int kJobs = 300;
    auto first = make_queue({.threads = 3, .poll = 20ms});
    auto second = make_queue({.threads = 3, .poll = 20ms});
    for (int i = 0; i < kJobs / 2; ++i) add(*first, "note", std::to_string(i));
    first->start();
    second->start();
    for (int i = kJobs / 2; i < kJobs; ++i) add(*first, "note", std::to_string(i));
    EXPECT_TRUE(wait_for([&] { return attempts_.size() >= kJobs; }));
    first->stop();
    second->stop();
    for (int i = 0; i < kJobs; ++i) EXPECT_EQ(runs(std::to_string(i)), 1) << i;
    EXPECT_EQ(count("jobs"), "0");
}

TEST_F(Jobs, workers_are_woken_by_the_commit)
{
    auto queue = make_queue({.poll = std::chrono::hours(1)});  // polling alone would never find it
    queue->start();
    for (int i = 0; i < 5; ++i) {
        add(*queue, "note", "woken");
        EXPECT_TRUE(wait_for([&] { return runs_["woken"] == i + 1; }));
    }
    queue->stop();
    EXPECT_EQ(count("jobs"), "0");
}

TEST_F(Jobs, jobs_of_another_process_are_found_by_polling)
{
    auto queue = make_queue({.poll = 10ms});
    queue->start();
    database_.execute(
        "INSERT INTO jobs (kind, payload, run_at) VALUES ('note', 'polled', '2026-11-20 00:00Z')");
    EXPECT_TRUE(wait_for([&] { return runs_["polled"] == 1; }));
}

constexpr std::chrono::milliseconds kNeverPoll = 1h;

TEST_F(Jobs, jobs_of_another_process_are_heard_of)
{
    auto here = make_queue({.poll = kNeverPoll});
    auto there = make_queue({.poll = kNeverPoll});
    there->handle("only there", [this](const Job& job) {
        const std::lock_guard lock(mutex_);
        ++runs_[job.payload];
        changed_.notify_all();
    });
    here->start();
    there->start();
    // More than one word fits into the pause between two.
    for (int i = 0; i < 200; ++i) add(*here, "only there", "first");
    EXPECT_TRUE(wait_for([&] { return runs_["first"] == 200; }));
    add(*here, "only there", "second");
    EXPECT_TRUE(wait_for([&] { return runs_["second"] == 1; }));
}

TEST_F(Jobs, the_word_to_other_processes_is_throttled)
{
    db::Listener other(database_.pool(), "lt_jobs");
    auto queue = make_queue();
    queue->start();
    const auto begin = std::chrono::steady_clock::now();
    int words = 0;
    for (int i = 0; i < 500; ++i) {
        add(*queue, "of another program", "x");
        words += other.wait(-1, 0ms);
    }
    // After all of them there is one more word: the last job is not forgotten.
    queue->stop();
    words += other.wait(-1, 5s);
    const auto pauses = (std::chrono::steady_clock::now() - begin) / 100ms;
    EXPECT_GE(words, 1);
    EXPECT_LE(words, pauses + 2);
}

TEST_F(Jobs, a_lost_line_between_processes_is_made_anew)
{
    auto here = make_queue({.poll = kNeverPoll});
    auto there = make_queue({.poll = kNeverPoll});
    there->handle("only there", [this](const Job& job) {
        const std::lock_guard lock(mutex_);
        ++runs_[job.payload];
        changed_.notify_all();
    });
    here->start();
    there->start();
    add(*here, "only there", "before");
    EXPECT_TRUE(wait_for([&] { return runs_["before"] == 1; }));
    database_.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%lt_jobs%' AND "
        "pid <> pg_backend_pid()");
    add(*here, "only there", "after");
    EXPECT_TRUE(wait_for([&] { return runs_["after"] == 1; }));
}

TEST_F(Jobs, stopping_finishes_what_runs_and_gives_the_rest_back)
{
    auto queue = make_queue({.threads = 1});
    std::mutex gate;
    std::unique_lock closed(gate);
    bool running = false;
    queue->handle("gated", [&](const Job&) {
        {
            const std::lock_guard lock(mutex_);
            running = true;
            changed_.notify_all();
        }
        const std::lock_guard wait(gate);
    });
    for (int i = 0; i < 5; ++i) add(*queue, "gated", std::to_string(i));
    queue->start();
    EXPECT_TRUE(wait_for([&] { return running; }));
    std::thread stopper([&] { queue->stop(); });
    queue->wake();
    closed.unlock();
    stopper.join();
    // The first is done; how many more were begun before stop() was heard is up to the threads.
    const int left = std::stoi(count("jobs"));
    EXPECT_LT(left, 5);
    EXPECT_EQ(std::stoi(count("jobs WHERE state = 'ready' AND attempt = 0")), left);
}

TEST_F(Jobs, slow_jobs_leave_a_thread_to_the_quick_ones)
{
    for (const unsigned threads : {1U, 2U, 3U}) {
        auto queue = make_queue({.threads = threads, .poll = 10ms});
        std::mutex gate;
        std::unique_lock closed(gate);
        unsigned inside = 0;
        unsigned most = 0;
        int ended = 0;
        const Worker slow = [&](const Job&) {
            {
                const std::lock_guard lock(mutex_);
                most = std::max(most, ++inside);
                changed_.notify_all();
            }
            {
                const std::lock_guard wait(gate);
            }
            const std::lock_guard lock(mutex_);
            --inside;
            ++ended;
            changed_.notify_all();
        };
        queue->handle("read a scan", slow, Pace::slow);
        queue->handle("draw a scan", slow, Pace::slow);
        const unsigned room = std::max(1U, threads - 1);
        constexpr int kSlow = 30;  // more than are leased at once
        for (int i = 0; i < kSlow; ++i) add(*queue, i % 2 == 0 ? "read a scan" : "draw a scan", "");
        queue->start();
        EXPECT_TRUE(wait_for([&] { return inside == room; })) << threads;
        const std::string quick = "quick beside slow " + std::to_string(threads);
        if (threads > 1) {
            // They came later, and are done while all the slow ones still stand at the gate.
            for (int i = 0; i < 50; ++i) add(*queue, "note", quick);
            EXPECT_TRUE(wait_for([&] { return runs_[quick] == 50; })) << threads;
        }
        closed.unlock();
        EXPECT_TRUE(wait_for([&] { return ended == kSlow; })) << threads;
        queue->stop();
        EXPECT_LE(most, room);
        EXPECT_EQ(count("jobs"), "0");
    }
}

TEST_F(Jobs, a_slow_job_that_fails_gives_its_room_back)
{
    auto queue = make_queue({.threads = 2, .attempts = 1, .poll = kNeverPoll});
    queue->handle(
        "broken scan", [](const Job&) { throw std::runtime_error("unreadable"); }, Pace::slow);
    queue->handle(
        "good scan",
        [this](const Job& job) {
            const std::lock_guard lock(mutex_);
            ++runs_[job.payload];
            changed_.notify_all();
        },
        Pace::slow);
    for (int i = 0; i < 5; ++i) add(*queue, "broken scan", "");
    add(*queue, "good scan", "after five broken ones");
    queue->start();
    EXPECT_TRUE(wait_for([&] { return runs_["after five broken ones"] == 1; }));
    queue->stop();
    EXPECT_EQ(letters().size(), 5U);
}

TEST_F(Jobs, scheduled_jobs_are_made_once_across_processes)
{
    auto first = make_queue();
    auto second = make_queue();
    int ticks = 0;
    for (Queue* queue : {first.get(), second.get()}) {
        queue->handle("tick", [&](const Job&) { ++ticks; });
        queue->every(60s, "tick");
    }
    EXPECT_EQ(first->run_due(), 1U);  // the first time at once
    EXPECT_EQ(second->run_due(), 0U);
    clock_->advance(59s);
    EXPECT_EQ(first->run_due() + second->run_due(), 0U);
    clock_->advance(1s);
    EXPECT_EQ(second->run_due() + first->run_due(), 1U);
    clock_->advance(10min);  // nobody ran: missed times are not made up for
    EXPECT_EQ(first->run_due() + second->run_due(), 1U);
    EXPECT_EQ(ticks, 3);
}

TEST_F(Jobs, a_scheduled_job_is_not_made_again_while_the_last_one_waits)
{
    auto queue = make_queue();
    queue->handle("tick", [](const Job&) { throw std::runtime_error("not now"); });
    queue->every(1s, "tick");
    queue->run_due();
    clock_->advance(2s);
    queue->run_due();
    EXPECT_EQ(count("jobs"), "1");
}

TEST_F(Jobs, a_clock_that_is_set_back_stops_no_schedule)
{
    auto queue = make_queue();
    int ticks = 0;
    queue->handle("tick", [&](const Job&) { ++ticks; });
    queue->every(60s, "tick");
    clock_->advance(1h);
    queue->run_due();
    clock_->advance(-1h);
    queue->run_due();
    clock_->advance(60s);
    queue->run_due();
    EXPECT_EQ(ticks, 3);
}

TEST_F(Jobs, a_clock_that_is_set_back_puts_no_job_off)
{
    clock_->advance(1h);
    auto queue = make_queue({.poll = 10ms});
    queue->start();
    add(*queue, "note", "first");
    EXPECT_TRUE(wait_for([&] { return runs_["first"] == 1; }));
    database_.execute(
        "INSERT INTO jobs (kind, payload, run_at) VALUES ('note', 'again', '2026-11-20 03:00:05Z')");
    clock_->advance(-1h);
    const auto end = std::chrono::steady_clock::now() + 20s;
    while (count("jobs WHERE run_at < '2026-11-20 02:30Z'") != "1" && std::chrono::steady_clock::now() < end)
        std::this_thread::sleep_for(5ms);
    EXPECT_EQ(runs("again"), 0) << "its five seconds are not over";
    clock_->advance(6s);
    EXPECT_TRUE(wait_for([&] { return runs_["again"] == 1; }));
}

TEST_F(Jobs, what_a_dead_process_had_is_taken_over_at_once_by_the_only_queue)
{
    database_.execute("INSERT INTO jobs (kind, payload, state, attempt, run_at) "
                      "VALUES ('note', 'left', 'running', 1, '2026-11-20 02:04:59Z')");
    auto queue = make_queue({.poll = 10ms});
    int also = 0;
    queue->at_take_over([&](db::Transaction&) { ++also; });
    queue->start();
    EXPECT_TRUE(wait_for([&] { return runs_["left"] == 1; }));
    EXPECT_EQ(also, 1);

    // The second one leaves alone what the first may be at.
    database_.execute("INSERT INTO jobs (kind, payload, state, attempt, run_at) "
                      "VALUES ('note', 'held', 'running', 1, '2026-11-20 02:04:59Z')");
    auto second = make_queue({.poll = 10ms});
    second->at_take_over([&](db::Transaction&) { ++also; });
    second->start();
    add(*second, "note", "new");
    EXPECT_TRUE(wait_for([&] { return runs_["new"] == 1; }));
    EXPECT_EQ(runs("held"), 0);
    EXPECT_EQ(also, 1);
}

TEST_F(Jobs, a_lost_database_is_survived)
{
    auto queue = make_queue({.poll = 10ms});
    queue->start();
    database_.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'lt_app'");
    database_.execute(
        "INSERT INTO jobs (kind, payload, run_at) VALUES ('note', 'after', '2026-11-20 00:00Z')");
    EXPECT_TRUE(wait_for([&] { return runs_["after"] == 1; }));
}

TEST_F(Jobs, what_the_database_did_not_hear_is_told_when_it_is_back)
{
    auto queue = make_queue({.first_retry = 1s, .poll = 10ms});
    // Nothing of this queue's role can be written while they run, as if the database were away.
    const auto close = [&](bool closed) {
        database_.execute(closed ? "REVOKE UPDATE, DELETE ON jobs FROM lt_app"
                                 : "GRANT UPDATE, DELETE ON jobs TO lt_app");
    };
    queue->handle("good", [&](const Job&) { close(true); });
    queue->handle("bad", [&](const Job&) {
        close(true);
        throw std::runtime_error("no database");
    });
    queue->start();
    for (const char* kind : {"good", "bad"}) {
        add(*queue, kind, "{}");
        const auto until = [&](const std::string& what, const std::string& value) {
            const auto end = std::chrono::steady_clock::now() + 20s;
            while (database_.value(what) != value && std::chrono::steady_clock::now() < end)
                std::this_thread::sleep_for(5ms);
            EXPECT_EQ(database_.value(what), value) << kind;
        };
        until("SELECT has_table_privilege('lt_app', 'jobs', 'UPDATE')::text", "false");
        EXPECT_EQ(count("jobs WHERE state = 'running'"), "1");
        close(false);
        until("SELECT count(*) FROM jobs WHERE state = 'running'", "0");
    }
    EXPECT_EQ(database_.value("SELECT last_error FROM jobs"), "no database");
    queue->stop();
}

TEST_F(Jobs, what_was_leased_and_not_begun_is_given_back_at_the_end)
{
    auto queue = make_queue({.threads = 1});
    std::promise<void> begun;
    std::promise<void> go_on;
    std::shared_future<void> may_go_on = go_on.get_future().share();
    std::atomic<int> runs = 0;
    queue->handle("slow", [&](const Job&) {
        if (runs++ == 0) begun.set_value();
        may_go_on.wait();
    });
    database_.execute(
        "INSERT INTO jobs (kind, run_at) SELECT 'slow', '2026-11-20 00:00Z' FROM generate_series(1, 5)");
    queue->start();
    begun.get_future().wait();
    EXPECT_EQ(database_.value("SELECT count(*) FROM jobs WHERE state = 'running'"), "5");
    std::thread stopping([&] { queue->stop(); });
    // The queue must know that it ends before the first job does; it says so by taking no further job.
    while (queue->accepts_work()) std::this_thread::yield();
    go_on.set_value();
    stopping.join();
    EXPECT_EQ(runs, 1);
    EXPECT_EQ(database_.value("SELECT count(*) FROM jobs WHERE state = 'ready' AND attempt = 0"), "4");
}

TEST_F(Jobs, handlers_are_known_before_the_start)
{
    auto queue = make_queue();
    EXPECT_THROW(queue->handle("note", [](const Job&) {}), base::Bug);
    queue->every(1s, "nobody does this");
    EXPECT_THROW(queue->start(), base::Bug);
}

// The figure is for the log.
TEST_F(Jobs, time_of_five_thousand)
{
    constexpr int kJobs = 5000;
    std::atomic<int> done = 0;
    auto queue = make_queue();
    queue->handle("quick", [&](const Job&) {
        if (++done == kJobs) {
            const std::lock_guard lock(mutex_);
            changed_.notify_all();
        }
    });
    database_.execute(
        "INSERT INTO jobs (kind, run_at) SELECT 'quick', '2026-11-20 00:00Z' FROM generate_series(1, 5000)");
    const auto begin = std::chrono::steady_clock::now();
    queue->start();
    EXPECT_TRUE(wait_for([&] { return done == kJobs; }));
    queue->stop();
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begin;
    EXPECT_EQ(count("jobs"), "0");
    std::cout << static_cast<int>(kJobs / spent.count()) << " jobs/s\n";
}

}  // namespace
}  // namespace lt::jobs
