// The REST interface of the desk on a port of loopback, and a system that may receive at all agencies.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "desk.h"

namespace lt::bench {

class RestDesk {
public:
    explicit RestDesk(Desk& desk);
    ~RestDesk();
    RestDesk(const RestDesk&) = delete;
    RestDesk& operator=(const RestDesk&) = delete;

    // What wrk says after it lodged dossiers for so long from so many connections: requests, microseconds, three percentiles in
    // milliseconds, errors. Throws when one was refused.
    struct Said {
        double requests = 0, seconds = 0, median_ms = 0, p95_ms = 0, p99_ms = 0;
    };
    Said lodge(unsigned connections, int seconds) const;

private:
    std::unique_ptr<struct RestDeskState> state_;
};

}  // namespace lt::bench
