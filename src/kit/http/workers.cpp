#include "kit/http/workers.h"

namespace lt::http {

Workers::Workers(unsigned threads, unsigned limit) : limit_(limit)
{
    for (unsigned i = 0; i < std::max(threads, 1U); ++i) threads_.emplace_back([this] { run(); });
}

Workers::~Workers() { stop(); }

bool Workers::submit(Job job)
{
    {
        const std::lock_guard lock(mutex_);
        if (stopping_ || requests_.size() >= limit_) return false;
        requests_.push_back(std::move(job));
    }
    wake_.notify_one();
    return true;
}

void Workers::submit_begun(Job job)
{
    {
        const std::lock_guard lock(mutex_);
        if (stopping_) return;
        begun_.push_back(std::move(job));
    }
    wake_.notify_one();
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
    }
    wake_.notify_all();
    for (auto& thread : threads_)
        if (thread.joinable()) thread.join();
}

void Workers::run()
{
    std::unique_lock lock(mutex_);
    while (true) {
        wake_.wait(lock, [this] { return stopping_ || !begun_.empty() || !requests_.empty(); });
        auto& queue = begun_.empty() ? requests_ : begun_;
        if (queue.empty()) return;
        Job job = std::move(queue.front());
        queue.pop_front();
        lock.unlock();
        job();
        job = nullptr;
        lock.lock();
    }
}

}  // namespace lt::http
