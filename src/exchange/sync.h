// This platform as a connected system of parent axes: what waits there is taken, what is for agencies there is sent.
#pragma once

#include <chrono>

#include "exchange/api.h"

namespace lt::fetch {
class HttpFetcher;
}

namespace lt::exchange {

// A message is sent this often before it waits for the operator.
inline constexpr int kMostTries = 5;
inline constexpr std::chrono::seconds kPollEvery{60};

// Registers exchange.poll (each axis, every minute), exchange.push (one message to one axis) and exchange.list (listing_sync.h). `fetcher` must outlive the queue. Before
// Queue::start.
void add_sync_jobs(Services& services, fetch::HttpFetcher& fetcher);

}  // namespace lt::exchange
