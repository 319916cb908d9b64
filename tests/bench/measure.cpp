// Threads, clocks and percentiles.
#include "measure.h"

#include <atomic>
#include <chrono>
#include <cstdio>
#include <thread>

namespace lt::bench {

using Clock = std::chrono::steady_clock;

Figures measure(unsigned threads, double seconds, std::size_t most, const Work& work)
{
    Turns turns;
    turns.take(threads, seconds, most, work);
    return turns.figures();
}

void Turns::take(unsigned threads, double seconds, std::size_t most, const Work& work)
{
    std::atomic<std::size_t> next{next_};
    std::vector<std::vector<double>> times(threads);
    const auto start = Clock::now();
    const auto end = start + std::chrono::duration<double>(seconds);
    const auto warm = most == SIZE_MAX ? start + std::chrono::duration<double>(seconds / 10) : start;
    std::vector<std::thread> pool;
    for (unsigned t = 0; t < threads; ++t)
        pool.emplace_back([&, t] {
            for (std::size_t i = next++; i < most && Clock::now() < end; i = next++) {
                const auto before = Clock::now();
                work(t, i);
                if (before >= warm)
                    times[t].push_back(
                        std::chrono::duration<double, std::milli>(Clock::now() - before).count());
            }
        });
    for (std::thread& thread : pool) thread.join();
    next_ = next;
    elapsed_ +=
        std::chrono::duration<double>(
            Clock::now() - std::max(start, Clock::time_point(std::chrono::duration_cast<Clock::duration>(
                                               warm.time_since_epoch()))))
            .count();
    for (const auto& one : times) times_.insert(times_.end(), one.begin(), one.end());
}

Figures Turns::figures()
{
    Figures figures;
    if (times_.empty()) return figures;
    std::sort(times_.begin(), times_.end());
    const auto at = [&](double part) {
        return times_[static_cast<std::size_t>(part * static_cast<double>(times_.size() - 1))];
    };
    figures.runs = times_.size();
    figures.per_second = static_cast<double>(times_.size()) / elapsed_;
    figures.median_ms = at(0.5);
    figures.p95_ms = at(0.95);
    figures.p99_ms = at(0.99);
    return figures;
}

std::string number(double value, int decimals)
{
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", decimals, value);
    std::string out = text;
    if (decimals == 0)
        for (auto i = static_cast<std::ptrdiff_t>(out.size()) - 3; i > 0; i -= 3)
            out.insert(static_cast<std::size_t>(i), ",");
    return out;
}

std::string milliseconds(const Figures& figures)
{
    return number(figures.median_ms, 2) + " / " + number(figures.p95_ms, 2) + " / " +
           number(figures.p99_ms, 2) + " ms";
}

}  // namespace lt::bench
