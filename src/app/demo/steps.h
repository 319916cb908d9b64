// The journey's display: numbered steps with their times, and figures over many recipients. Inside demo/ only.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace lt::app::demo {

double milliseconds_since(std::chrono::steady_clock::time_point begin);

class Steps {
public:
    explicit Steps(int count) : count_(count) {}
    // Says what is done, does it, says how long it took. An exception passes through.
    void step(const std::string& what, const std::function<void()>& work);
    static void note(const std::string& words);

private:
    int count_;
    int number_ = 0;
};

// Runs the work for 0 … count - 1 on several threads; the first exception is thrown here.
void in_parallel(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& work);

// "what: p50 12 ms, p99 40 ms, last 41 ms"
std::string times(const char* what, const std::vector<double>& milliseconds);

}  // namespace lt::app::demo
