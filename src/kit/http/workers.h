// The threads that run handlers. Requests wait in a bounded queue; work that is already begun (pieces of
// uploads and downloads, at most one for each connection) goes before them and is never refused.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace lt::http {

class Workers {
public:
    using Job = std::function<void()>;  // must not throw

    Workers(unsigned threads, unsigned limit);
    ~Workers();
    bool submit(Job job);        // false: the queue is full or the pool has stopped
    void submit_begun(Job job);  // after stop(): runs nothing, forgets the job
    void stop();                 // runs what waits, then joins
    unsigned queued() const;

private:
    // A thread without work. The one that fell asleep last is woken first: its caches and its database
    // connection are warm, and the others go on sleeping.
    struct Sleeper {
        std::condition_variable wake{};
        bool awake = false;
    };
    void run(Sleeper& self);
    void wake_one(std::unique_lock<std::mutex> lock);

    mutable std::mutex mutex_{};
    std::deque<Sleeper> sleepers_{};  // one for each thread
    std::vector<Sleeper*> idle_{};
    std::deque<Job> requests_{};
    std::deque<Job> begun_{};
    std::size_t limit_;
    bool stopping_ = false;
    std::vector<std::thread> threads_{};
};

}  // namespace lt::http
