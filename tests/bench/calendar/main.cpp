// Measures due times: 30 working days from starts all over the years, lines as `lienthong worktime due --batch` answers them, and how long
// a calendar takes to make. One core; times are of the processor, so that other work on the machine does not count.
#include <cstdio>
#include <ctime>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "calendar/batch.h"
#include "calendar/read.h"
#include "calendar/samples.h"

namespace lt::bench {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kStarts = 1 << 16;

double processor_seconds()
{
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

// `work` does `each` things.
double per_second(std::size_t each, const std::function<void()>& work)
{
    work();
    const double begin = processor_seconds();
    double done = 0;
    double passed = 0;
    do {
        work();
        done += static_cast<double>(each);
        passed = processor_seconds() - begin;
    } while (passed < 2);
    return done / passed;
}

void line(const char* what, double measured, double goal)
{
    std::printf("| working time: %s, one core | %.2f million/s | | | ", what, measured / 1e6);
    if (goal > 0)
        std::printf("%.0f million/s | %s |\n", goal / 1e6, measured >= goal ? "reached" : "missed");
    else
        std::printf(" | |\n");
}

int run()
{
    const calendar::Layer shipped = calendar::shipped_layer();
    const calendar::Layer* layers[] = {&shipped};
    const calendar::Calendar calendar(calendar::merge(layers));
    std::mt19937 random(20261129);
    std::uniform_int_distribution<int> minutes(0, 8 * 365 * 24 * 60);
    std::vector<base::Time> starts;
    for (std::size_t i = 0; i < kStarts; ++i)
        starts.push_back(base::Time(base::Day(std::chrono::year(2020) / 1 / 1)) + minutes(random) * 1min);
    std::int64_t sum = 0;  // so that nothing is left out
    const auto all_due = [&](const calendar::Duration& duration) {
        return per_second(kStarts, [&] {
            for (const base::Time start : starts)
                sum += calendar::due(calendar, start, duration)->time_since_epoch().count();
        });
    };
    line("due in 30 working days", all_due({30, calendar::Unit::working_days}), 1e6);
    line("due in 30 calendar days", all_due({30, calendar::Unit::calendar_days}), 1e6);
    const calendar::Batch batch;
    std::vector<std::string> lines;
    for (const base::Time start : starts)
        lines.push_back("B\t" + calendar::format_minute(start) + "\t30.0\tday");
    std::string out;
    line("lines of the batch, two due times each",
         per_second(kStarts,
                    [&] {
                        out.clear();
                        for (const std::string& one : lines)
                            sum += static_cast<std::int64_t>(batch.answer(one, out).size());
                    }),
         1e6);
    const double made = per_second(1, [&] {
        sum += calendar::Calendar(calendar::merge(layers)).whole_day(calendar::kFirstDay).count();
    });
    std::printf("| working time: make the calendar of an agency, 100 years | %.2f ms | | | | |\n",
                1000 / made);
    return sum == 0 ? 1 : 0;
}

}  // namespace
}  // namespace lt::bench

int main() { return lt::bench::run(); }
