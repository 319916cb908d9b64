// How one dossier counts for the index of a period, told from its history act by act. Pure. The database counts all dossiers at once, by
// statements of migration 0031; this is the other way to the same numbers, and the recount compares them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dossiers/figures/rules.h"
#include "dossiers/life/dossier.h"

namespace lt::dossiers {

// What is known of a dossier, as it stands in the rows.
struct Traced {
    base::Time received{};
    std::optional<base::Time> promised{};  // due time on the receipt; nothing: none
    bool begins_anew = false;              // its time, after a supplement
    std::int64_t procedure = 0;
    bool certifies = false;  // its procedure, copies
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
    // As it said when it was lodged elsewhere.
    bool from_store = false;
    bool identified = false;
    bool paid_when_lodged = false;
    std::vector<base::Time> petitions{};
    struct Rating {
        std::string way{};
        base::Time at{};
        bool is_dislike = false;
    };
    std::vector<Rating> ratings{};  // in the order in which they were said
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
    bool from_store = false;
    bool identified = false;
    bool complained = false;  // a petition about it was lodged
    bool rated = false;
    bool disliked = false;  // by the last word of some way of rating
    bool certifies = false;
    std::int64_t procedure = 0;

    bool operator==(const Judged&) const = default;
};
// By what had happened before the moment.
Judged judge(const Traced& traced, base::Time as_of);

// Whether a dossier is good in the sense of a measure of dossiers; nothing: the measure does not ask about it.
std::optional<bool> good_for(Measure measure, const Judged& judged);

}  // namespace lt::dossiers
