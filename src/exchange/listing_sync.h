// Taking the directory of a parent axis: once a day, and when the operator asks for it.
#pragma once

#include "exchange/axis/client.h"
#include "exchange/listing.h"

namespace lt::exchange {

// One agency of the axis's lists, put together from the three of them.
struct ListedRow {
    std::string wire{};  // of getAgenciesList
    std::string code{};
    std::string alias{};
    std::string name{};
    std::string above{};
    bool offered = true;
};
// Each once, by its wire code: what has no code that the directory could hold, or no name, is left out, as is what the axis calls
// deleted. A hub (a group W00 in a code, or no agency in getSynchronizeUnit) is not offered. The lists that tell more may be empty. Pure.
std::vector<ListedRow> put_together(std::vector<axis::Agency> agencies, std::vector<axis::AgencyQd20> qd20,
                                    const std::vector<axis::SynchronizedUnit>& units);

// Keeps what the axis lists now; what it listed before and does not now is gone. Refused, and nothing changed: a list that is empty, or
// has less than half of what was there, which is a fault of the axis. Commits.
base::Result<base::Done> keep_listing(Services& services, const System& system,
                                      const std::vector<ListedRow>& rows);

// Registers exchange.list. `fetcher` must outlive the queue. Before Queue::start.
void add_listing_jobs(Services& services, fetch::HttpFetcher& fetcher);

}  // namespace lt::exchange
