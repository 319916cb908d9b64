// What happens when in the demo's past: acts in the order of their time, on a clock that moves along.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <queue>
#include <vector>

#include "kit/base/clock.h"

namespace lt::app::demo {

// The same moment if offices are open then, else when they open next (7:30–11:30, 13:00–17:00, Monday to Friday).
base::Time office_hours(base::Time time);

// 17:00 of the day that is so many working days later.
base::Time end_of_working_day(base::Time from, int days_later);

class Timeline {
public:
    Timeline(std::shared_ptr<base::VirtualClock> clock, base::Time end) : clock_(std::move(clock)), end_(end)
    {
    }

    // What would come after the end never happens: so some work is still open today.
    void at(base::Time time, std::function<void()> act);
    void later(std::chrono::minutes delay, std::function<void()> act);
    base::Time now() const { return clock_->now(); }

    // Runs one act; false when there is none left.
    bool step();

private:
    struct Entry {
        base::Time time{};
        std::uint64_t order = 0;
        std::function<void()> act{};
        bool operator>(const Entry& other) const
        {
            return std::tie(time, order) > std::tie(other.time, other.order);
        }
    };
    std::shared_ptr<base::VirtualClock> clock_;
    base::Time end_;
    std::uint64_t count_ = 0;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> entries_{};
};

}  // namespace lt::app::demo
