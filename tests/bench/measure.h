// Runs work on many threads and tells rates and percentiles.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace lt::bench {

struct Figures {
    double per_second = 0;
    double median_ms = 0, p95_ms = 0, p99_ms = 0;
    std::size_t runs = 0;
};

// Calls work(thread, i) with i = 0, 1, 2 … shared by all threads, until `seconds` have passed or `most` calls began.
// Nothing is measured in the first tenth of a time-bound run.
using Work = std::function<void(unsigned, std::size_t)>;
Figures measure(unsigned threads, double seconds, std::size_t most, const Work& work);

// The same in several turns, each of which goes on with the next i.
class Turns {
public:
    void take(unsigned threads, double seconds, std::size_t most, const Work& work);
    Figures figures();

private:
    std::vector<double> times_{};
    double elapsed_ = 0;
    std::size_t next_ = 0;
};

// One line of the table: what, the measured value, its reference in the same run, the ratio, the goal.
struct Line {
    std::string what{};
    std::string measured{};
    std::string reference{};
    std::string ratio{};
    std::string goal{};
    bool reached = true;
};

std::string number(double value,
                   int decimals = 0);  // "12.345" with the point as thousands separator for whole numbers
std::string milliseconds(const Figures& figures);  // "1.2 / 3.4 / 5.6 ms"

}  // namespace lt::bench
