#include "app/demo/steps.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdio>
#include <exception>
#include <mutex>
#include <thread>

#include "kit/base/text.h"

namespace lt::app::demo {
namespace {

constexpr std::size_t kWidth = 76;

double quantile(std::vector<double> values, double part)
{
    std::sort(values.begin(), values.end());
    const double place = std::ceil(part * static_cast<double>(values.size())) - 1;
    return values[static_cast<std::size_t>(std::max(0.0, place))];
}

}  // namespace

double milliseconds_since(std::chrono::steady_clock::time_point begin)
{
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
}

void Steps::step(const std::string& what, const std::function<void()>& work)
{
    std::printf("  %2d/%d  %s", ++number_, count_, what.c_str());
    std::fflush(stdout);
    const auto begin = std::chrono::steady_clock::now();
    try {
        work();
    } catch (...) {
        std::printf("\n         FAILED\n");
        throw;
    }
    const std::size_t width = base::length(what);
    std::printf(" %s %7.0f ms\n", std::string(width < kWidth ? kWidth - width : 1, '.').c_str(),
                milliseconds_since(begin));
    std::fflush(stdout);
}

void Steps::note(const std::string& words) { std::printf("         %s\n", words.c_str()); }

void in_parallel(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& work)
{
    std::atomic<std::size_t> next = 0;
    std::exception_ptr failure;
    std::mutex mutex;
    const auto run = [&] {
        try {
            for (std::size_t i = next++; i < count; i = next++) work(i);
        } catch (...) {
            const std::lock_guard lock(mutex);
            if (!failure) failure = std::current_exception();
            next = count;
        }
    };
    std::vector<std::thread> all;
    for (unsigned i = 0; i < threads; ++i) all.emplace_back(run);
    for (std::thread& thread : all) thread.join();
    if (failure) std::rethrow_exception(failure);
}

std::string times(const char* what, const std::vector<double>& milliseconds)
{
    char line[160];
    std::snprintf(line, sizeof line, "%s: p50 %.0f ms, p99 %.0f ms, last %.0f ms", what,
                  quantile(milliseconds, 0.5), quantile(milliseconds, 0.99), quantile(milliseconds, 1));
    return line;
}

}  // namespace lt::app::demo
