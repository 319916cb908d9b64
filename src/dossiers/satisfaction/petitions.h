// Petitions (phản ánh, kiến nghị) about dossiers: lodged by the citizen on the page for everybody or written down by the desk, one at a time,
// and held by the agency that decides the dossier, within the time of the index's rules. What becomes of them there: petition_acts.h. Then the
// citizen says whether the answer is a good one.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "dossiers/figures/rules.h"
#include "dossiers/satisfaction/door.h"
#include "dossiers/satisfaction/ratings.h"
#include "dossiers/types.h"
#include "kit/db/fwd.h"

namespace lt::dossiers {

// Why a petition is not handled (NĐ 20/2008/NĐ-CP, NĐ 92/2017/NĐ-CP).
enum class Refusal : std::uint8_t { scope, nameless, answered, complaint };
inline constexpr std::array kRefusals{Refusal::scope, Refusal::nameless, Refusal::answered,
                                      Refusal::complaint};
std::string_view to_text(Refusal refusal);
std::optional<Refusal> refusal_from(std::string_view text);
const char* words_of(Refusal refusal);  // "Là khiếu nại, tố cáo: …"

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
    std::int64_t holder = 0;    // has to answer: who decides the dossier, or to whom it was forwarded
    bool sees_dossier = false;  // who asks does, not only the petition
    std::string content{};
    std::string contact{};
    RatedAt way{};
    base::Time lodged_at{};
    std::int64_t lodged_by = 0;  // official; 0: the citizen
    base::Time due_at{};
    std::string basis{};
    std::int64_t taken_by = 0;  // official who handles it; 0: nobody yet
    std::optional<base::Time> taken_at{};
    std::optional<Refusal> refusal{};  // answered_at, answer, answered_by are of it, then
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

bool may_lodge(const Actor& actor, const Dossier& dossier);

// The time of the rules, in working days of the agency that is to answer, from a moment.
base::Time petition_due(Services& services, const IndexRules& rules, std::int64_t agency, base::Time from);

// Until when an agency that got it then refuses it or forwards it: two working days (QĐ 766/QĐ-TTg). Advice: later it may do so, too.
base::Time turn_back_by(Services& services, std::int64_t agency, base::Time from);

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

// What the page for everybody may say of the petitions of a code: where it is, and no word of them.
struct FollowedPetition {
    base::Time lodged_at{};
    base::Time due_at{};
    std::optional<base::Time> answered_at{};
    bool refused = false;
    std::int64_t holder = 0;
    std::optional<base::Time> forwarded_at{};
};
std::vector<FollowedPetition> followed_petitions(db::Transaction& tx, const std::string& code);

}  // namespace lt::dossiers
