#include "kit/http/workers.h"

namespace lt::http {

Workers::Workers(unsigned threads, unsigned limit) : limit_(limit)
{
    sleepers_.resize(std::max(threads, 1U));
    for (auto& sleeper : sleepers_) threads_.emplace_back([this, &sleeper] { run(sleeper); });
}

Workers::~Workers() { stop(); }

bool Workers::submit(Job job)
{
    std::unique_lock lock(mutex_);
    if (stopping_ || requests_.size() >= limit_) return false;
    requests_.push_back(std::move(job));
    wake_one(std::move(lock));
    return true;
}

void Workers::submit_begun(Job job)
{
    std::unique_lock lock(mutex_);
    if (stopping_) return;
    begun_.push_back(std::move(job));
    wake_one(std::move(lock));
}

// When nobody is idle, whoever finishes next finds the job.
void Workers::wake_one(std::unique_lock<std::mutex> lock)
{
    if (idle_.empty()) return;
    Sleeper* sleeper = idle_.back();
    idle_.pop_back();
    sleeper->awake = true;
    lock.unlock();
    sleeper->wake.notify_one();
}

unsigned Workers::queued() const
{
    const std::lock_guard lock(mutex_);
    return static_cast<unsigned>(requests_.size());
}

void Workers::stop()
{
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        for (auto& sleeper : sleepers_) {
            sleeper.awake = true;
            sleeper.wake.notify_one();
        }
    }
    for (auto& thread : threads_)
        if (thread.joinable()) thread.join();
}

void Workers::run(Sleeper& self)
{
    std::unique_lock lock(mutex_);
    while (true) {
        auto& queue = begun_.empty() ? requests_ : begun_;
        if (queue.empty()) {
            if (stopping_) return;
            self.awake = false;
            idle_.push_back(&self);
            self.wake.wait(lock, [&] { return self.awake; });
            continue;
        }
        Job job = std::move(queue.front());
        queue.pop_front();
        lock.unlock();
        job();
        job = nullptr;
        lock.lock();
    }
}

}  // namespace lt::http
