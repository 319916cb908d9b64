// Timers fire: those that instances wait for, and those that start processes.
#pragma once

#include <cstddef>
#include <memory>

#include "process/api.h"

namespace lt::process {

// Fires what is due now on the caller's thread, one act after the other in order of due time; how many fired. What another process is at
// is passed over: each fires once. A timer that can't be taken becomes an incident and stands in nobody's way.
std::size_t fire_due(Services& services);

// A thread that sleeps until the next timer is due, at most a second: another process may have set an earlier one.
class Timers {
public:
    explicit Timers(Services& services);
    ~Timers();
    Timers(const Timers&) = delete;
    Timers& operator=(const Timers&) = delete;

private:
    std::unique_ptr<struct TimersState> state_;
};

}  // namespace lt::process
