// Agencies that are gone, with dossiers still open: their successors go on with them. Codes and clocks stay; the history says so.
#pragma once

#include <memory>
#include <string>

#include "dossiers/services.h"

namespace lt::dossiers::linked {

// The working calendar that a dossier's clock runs on: of the agency that decides it, and before it moved that of the agency of then.
std::shared_ptr<const calendar::Calendar> calendar_of(Services& services, db::Transaction& tx,
                                                      const Dossier& dossier);

// Which of the open dossiers go; empty: all.
struct Wish {
    std::string field{};      // name of it
    std::string procedure{};  // code
};
// In one transaction; how many went. invalid, at "from": the agency is not gone; at "to": not its successor. Twice moves nothing.
base::Result<std::size_t> move_dossiers(Services& services, std::int64_t from, std::int64_t to,
                                        const Wish& wish);

// What an agency leaves to its only successor goes there by itself; one with several is left to a person. How many went.
std::size_t move_dissolved(Services& services);

// The job `dossiers.move_dissolved`, every hour.
void add_move_jobs(Services& services);

}  // namespace lt::dossiers::linked
