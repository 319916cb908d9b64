// Petitions (phản ánh, kiến nghị) about dossiers: lodged by the citizen on the page for everybody or written down by the desk, one at a time,
// answered once by a leader of the agency that decides the dossier, within the time of the index's rules; then the citizen says whether the
// answer is a good one.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dossiers/figures/rules.h"
#include "dossiers/satisfaction/door.h"
#include "dossiers/satisfaction/ratings.h"
#include "dossiers/types.h"
#include "kit/db/fwd.h"

namespace lt::dossiers {

struct Petition {
    std::int64_t id = 0;
    std::string uid{};
    std::int64_t dossier = 0;
    std::string dossier_uid{};
    std::string code{};  // of the dossier
    std::string owner{};
    std::string procedure{};
    std::int64_t receives = 0;  // agencies of the dossier
    std::int64_t decides = 0;
    std::string content{};
    std::string contact{};
    RatedAt way{};
    base::Time lodged_at{};
    std::int64_t lodged_by = 0;  // official; 0: the citizen
    base::Time due_at{};
    std::string basis{};
    std::string answer{};
    std::optional<base::Time> answered_at{};
    std::int64_t answered_by = 0;
    std::optional<bool> liked{};  // the last word
    std::optional<base::Time> marked_at{};
    std::optional<base::Time> first_marked_at{};

    bool is_late(base::Time now) const { return answered_at.value_or(now) > due_at; }
};
inline constexpr std::size_t kLongestPetition = 4000;

struct NewPetition {
    std::string key{};  // uuid of the form: sent twice, it is one petition
    std::string content{};
    std::string contact{};
};
// What is wrong with it, at "content", "contact". Pure.
base::Wrong wrong_in(const NewPetition& petition);

// By an official of the desk, or by the server in the name of the agency of a place. Gives the petition's uid. invalid, at "content", "contact";
// conflict: one is open already; forbidden: not this role's.
base::Result<std::string> lodge_petition(Services& services, const IndexRuleBook& rules, const Actor& actor,
                                         const std::string& dossier, const NewPetition& petition);

// A leader of the agency that decides the dossier. invalid, at "answer"; conflict: it was answered.
base::Result<base::Done> answer_petition(Services& services, const Actor& actor, const std::string& uid,
                                         const std::string& answer);
bool may_answer(const Actor& actor, const Petition& petition);
bool may_lodge(const Actor& actor, const Dossier& dossier);

// The citizen on the answer. conflict: there is none yet, or a day has passed since he said so first.
base::Result<base::Done> mark_answer(Services& services, const Place& place, const std::string& uid,
                                     bool liked);

// In the sight of the scope: leaders and desk.
std::optional<Petition> find_petition(db::Transaction& tx, const std::string& uid);
std::vector<Petition> petitions_of(db::Transaction& tx, std::int64_t dossier);  // the oldest first
// The most urgent first, from behind a row (its id, 0 for the first page).
std::vector<Petition> open_petitions(db::Transaction& tx, std::int64_t after, int limit);
// The last answered first.
std::vector<Petition> answered_petitions(db::Transaction& tx, std::int64_t after, int limit);

// What the page for everybody may say of the petitions of a code: no word of them.
struct FollowedPetition {
    base::Time lodged_at{};
    base::Time due_at{};
    std::optional<base::Time> answered_at{};
};
std::vector<FollowedPetition> followed_petitions(db::Transaction& tx, const std::string& code);

}  // namespace lt::dossiers
