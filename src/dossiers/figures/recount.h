// The index of a period counted a second time, in another way: dossier by dossier from its history, procedure by procedure from its record,
// here and not in the database, and compared with what is kept.
#pragma once

#include <optional>
#include <string>

#include "directory/snapshot.h"
#include "dossiers/figures/indices.h"

namespace lt::dossiers {

struct IndexDifference {
    std::string agency{};     // its name
    std::string component{};  // "2.1"
    std::optional<KeptScore> kept{};
    std::optional<KeptScore> counted{};
};
struct Recounted {
    bool counted_before = false;  // something is kept of the period
    std::int64_t agencies = 0;    // that have something to count
    std::int64_t dossiers = 0;
    std::int64_t components = 0;             // numbers that were compared
    std::optional<IndexDifference> first{};  // where it stopped
};
// Reads what all agencies have, each in its own sight, and compares in the order of the directory up to the first difference.
Recounted recount(db::Pool& pool, const directory::Snapshot& directory, const IndexRuleBook& rules,
                  const IndexPeriod& period);

// One line of JSON: {"period","agencies","dossiers","components"}.
std::string to_json(const Recounted& recounted, const IndexPeriod& period);
// "UBND phường Kinh Bắc, 2.1: 3/5 (12,00) is kept, 2/5 (8,00) is counted".
std::string words_of(const IndexDifference& difference);

}  // namespace lt::dossiers
