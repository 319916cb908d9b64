// Results and documents that nobody can finish: those that an agency that is gone signed, numbered or drafted before another one took its
// dossiers over, and a result that has its number while who was to sign it has left. They are discarded, with a trace, and drafted anew.
#pragma once

#include <vector>

#include "dossiers/results/drafts.h"
#include "dossiers/services.h"

namespace lt::dossiers {

// Nobody signs or seals it any more.
bool is_left(db::Transaction& tx, const Dossier& dossier, const ResultDraft& draft, base::Day today);

// What predecessors left in dossiers that an agency decides now.
struct LeftBehind {
    std::string dossier{};  // uid
    std::string code{};
    std::string owner{};
    std::string name{};
    std::int64_t agency = 0;  // that is gone
    std::optional<base::Time> due_at{};
};
std::vector<LeftBehind> left_behind(db::Transaction& tx, std::int64_t agency, int limit);

// By specialist or leader of the agency that decides. `item`: uid of the draft or document. Its number is not given again. not_found: there is
// no such thing. conflict: it can still be finished.
base::Result<base::Done> discard_left(Services& services, const Actor& actor, const std::string& dossier,
                                      const std::string& item);

}  // namespace lt::dossiers
