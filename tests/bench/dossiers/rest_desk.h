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

    // What wrk says after it lodged dossiers for so long from so many connections, each at an agency drawn by lot; `took_ms` is its
    // percentiles in steps of a tenth. Throws when one was refused.
    struct Said {
        double requests = 0, seconds = 0;
        std::vector<double> took_ms{};
    };
    Said lodge(unsigned connections, int seconds) const;

private:
    std::unique_ptr<struct RestDeskState> state_;
};

}  // namespace lt::bench
