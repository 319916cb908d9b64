// Dossiers that were chosen in a list, with what waits in them, and which of them an act may take.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dossiers/services.h"
#include "kit/base/result.h"
#include "kit/db/db.h"

namespace lt::dossiers::together {

inline constexpr std::size_t kMost = 100;  // at a time

// An open task of the process.
struct Step {
    int no = 0;
    std::int64_t agency = 0;  // whose process it is
    std::int64_t performer = 0;
    std::string title{};
    std::string element{};
    std::string role{};
    std::optional<std::int64_t> assignee{};
    bool paused = false;
    std::string drawing{};  // uid of the version that runs
    std::string process{};  // its name
};
// The same step of the same version: what it asks is asked once for all.
std::string key_of(const Step& step);

struct Chosen {
    std::string uid{};
    std::string code{};
    std::string procedure{};
    std::string owner{};
    State state{};
    int version = 0;
    std::optional<base::Time> due_at{};
    std::int64_t agency = 0;
    std::int64_t decides = 0;
    std::string instance{};
    std::vector<Step> steps{};
};
// By one statement, those due first on top; what the scope does not see is left out.
std::vector<Chosen> chosen(db::Transaction& tx, const std::vector<std::string>& uids);

// The one step that waits for the official. conflict: none does, its clock stands still, or several do and each is done by itself.
base::Result<Step> step_for(const Actor& actor, const Chosen& dossier);

// Whether the due time may be extended, as far as one can tell before it is tried.
base::Result<base::Done> may_extend(const Actor& actor, const Chosen& dossier, base::Time now);

}  // namespace lt::dossiers::together
