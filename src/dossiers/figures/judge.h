// How one dossier counts for the index of a period, told from its history act by act. Pure. The database counts all dossiers at once, by
// statements of migration 0023; this is the other way to the same numbers, and the recount compares them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "dossiers/figures/rules.h"
#include "dossiers/life/dossier.h"

namespace lt::dossiers {

// What is known of a dossier, as it stands in the rows.
struct Traced {
    base::Time received{};
    std::optional<base::Time> promised{};  // due time on the receipt; nothing: none
    bool begins_anew = false;              // its time, after a supplement
    bool online = false;
    struct Step {
        ActKind act{};
        base::Time at{};
    };
    std::vector<Step> history{};             // all acts in their order, also those that were taken back
    std::vector<base::Time> result_files{};  // when each was added
    std::vector<base::Time> scans{};
    bool from_vault = false;
    bool from_database = false;
    bool owes = false;
    std::vector<base::Time> paid_online{};
    std::vector<base::Time> told{};  // the national portal
};

struct Judged {
    bool on_time = false;
    bool finished = false;
    bool online = false;
    bool with_result = false;
    bool digitised = false;
    bool reused = false;
    bool owes = false;
    bool paid_online = false;
    bool synced = false;

    bool operator==(const Judged&) const = default;
};
// By what had happened before the moment.
Judged judge(const Traced& traced, base::Time as_of);

struct Share {
    std::int64_t numerator = 0;
    std::int64_t denominator = 0;
    bool operator==(const Share&) const = default;
};
// Of one agency: every measure that there is data for.
class Shares {
public:
    void add(const Judged& judged);
    Share of(Measure measure) const;  // of `none`: nothing
    std::int64_t dossiers() const { return all_; }

private:
    std::int64_t all_ = 0, on_time_ = 0, finished_ = 0, online_ = 0, with_result_ = 0, digitised_ = 0,
                 reused_ = 0, owes_ = 0, paid_online_ = 0, synced_ = 0;
};

}  // namespace lt::dossiers
