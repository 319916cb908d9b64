#include "app/ticker.h"

#include <exception>

#include "kit/base/log.h"

namespace lt::app {

Ticker::Ticker(std::string name, std::chrono::milliseconds period, std::function<void()> work)
    : name_(std::move(name)), period_(period), work_(std::move(work)), thread_([this] { run(); })
{
}

Ticker::~Ticker()
{
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

void Ticker::run()
{
    bool failing = false;
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, period_, [this] { return stopping_; })) {
        lock.unlock();
        try {
            work_();
            if (failing) base::log(base::Level::info, "ticker_recovered", {{"name", name_}});
            failing = false;
        } catch (const std::exception& error) {
            if (!failing)
                base::log(base::Level::error, "ticker_failed", {{"name", name_}, {"why", error.what()}});
            failing = true;
        }
        lock.lock();
    }
}

}  // namespace lt::app
