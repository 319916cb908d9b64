// Takes messages of a durable consumer by JetStream's own requests (NATS documentation, "Pull consumers"). The library's fetch (libnats
// 3.4.1) writes beyond the end of its array when many messages come late. Inside kit/nats.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "kit/nats/nats.h"

// As <nats/nats.h> has them, which is too heavy for a header.
using natsConnection = struct __natsConnection;
using natsSubscription = struct __natsSubscription;

namespace lt::nats {

// One subscription to answers; for one thread at a time.
class Puller {
public:
    // Throws Unavailable.
    Puller(std::shared_ptr<natsConnection> line, const std::string& stream, const std::string& consumer);
    ~Puller();
    Puller(const Puller&) = delete;
    Puller& operator=(const Puller&) = delete;

    // What lies there, at most `most`; waits for the first one. Throws Unavailable where there is no such consumer any more.
    std::vector<Received> pull(int most, std::chrono::milliseconds wait);

private:
    enum class Came : std::uint8_t { message, end, nothing };
    void ask(std::size_t count, std::chrono::milliseconds wait);
    Came next(std::vector<Received>& out, std::chrono::milliseconds wait);
    void take_present(std::vector<Received>& out, std::size_t most);

    std::shared_ptr<natsConnection> line_;
    std::string api_;    // subject of requests
    std::string inbox_;  // before the number of a request
    natsSubscription* answers_ = nullptr;
    std::uint64_t request_ = 0;
};

}  // namespace lt::nats
