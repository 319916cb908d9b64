// A thread that does one small thing again and again: supervising, sealing, sending counts.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace lt::app {

// An exception of the work is logged once until the work succeeds again; the next round comes all the same.
class Ticker {
public:
    Ticker(std::string name, std::chrono::milliseconds period, std::function<void()> work);
    ~Ticker();  // waits for the work that runs
    Ticker(const Ticker&) = delete;
    Ticker& operator=(const Ticker&) = delete;

private:
    void run();
    std::string name_;
    std::chrono::milliseconds period_;
    std::function<void()> work_;
    std::mutex mutex_{};
    std::condition_variable wake_{};
    bool stopping_ = false;
    std::thread thread_{};
};

}  // namespace lt::app
