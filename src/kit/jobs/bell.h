// Tells the queues of other processes that there is work, and hears it from them.
//
// A NOTIFY in each transaction that wants work would halve the commits of the cluster, as they all pass one lock. So one thread says it
// for all of them, after their commits and at most ten times a second (docs/adr/0009).
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <thread>

#include "kit/db/db.h"
#include "kit/db/listener.h"

namespace lt::jobs {

// Shared by every queue that runs on a database, on the connection of its bell: gone with its process.
inline constexpr std::int64_t kAliveLock = 0x6c745f6a6f6273;

class Bell {
public:
    explicit Bell(db::Pool& pool);
    ~Bell();
    Bell(const Bell&) = delete;
    Bell& operator=(const Bell&) = delete;

    // The line to the database is there when this returns; throws Unavailable. `heard` is called when another process rang, and after
    // each time the line was made anew.
    void start(std::function<void()> heard);
    void stop();
    void ring() noexcept;  // from any thread, costs nothing; before start() nobody hears it

private:
    std::unique_ptr<db::Listener> make_line();
    void listen(std::unique_ptr<db::Listener> line);
    void signal() noexcept;
    db::Pool& pool_;
    std::function<void()> heard_{};
    int signal_;  // an eventfd: wakes the thread
    std::atomic<bool> rung_ = false;
    std::atomic<bool> stopping_ = false;
    std::thread thread_{};
};

}  // namespace lt::jobs
