// Tells the queues of other processes that there is work, and hears it from them.
//
// A NOTIFY in each transaction that wants work would halve the commits of the cluster, as they all pass one lock. So one thread says it
// for all of them, after their commits and at most ten times a second (docs/adr/0009).
#pragma once

#include <atomic>
#include <functional>
#include <thread>

#include "kit/db/db.h"

namespace lt::jobs {

class Bell {
public:
    explicit Bell(db::Pool& pool);
    ~Bell();
    Bell(const Bell&) = delete;
    Bell& operator=(const Bell&) = delete;

    // `heard` is called when another process rang, and after each time the line to the database was made anew.
    void start(std::function<void()> heard);
    void stop();
    void ring() noexcept;  // from any thread, costs nothing; before start() nobody hears it

private:
    void listen();
    void signal() noexcept;
    db::Pool& pool_;
    std::function<void()> heard_{};
    int signal_;  // an eventfd: wakes the thread
    std::atomic<bool> rung_ = false;
    std::atomic<bool> stopping_ = false;
    std::thread thread_{};
};

}  // namespace lt::jobs
