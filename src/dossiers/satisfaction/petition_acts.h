// What a leader of the agency that holds a petition does with it: takes it over, answers it, refuses it for a lawful reason, or forwards it to
// the agency that is competent, which has a time of its own. Each act stands in its trail, which all agencies see that ever held it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "calendar/api.h"
#include "dossiers/satisfaction/petitions.h"

namespace lt::dossiers {

enum class PetitionActKind : std::uint8_t { taken, forwarded, refused, answered };

struct PetitionAct {
    PetitionActKind kind{};
    base::Time at{};
    std::int64_t agency = 0;
    std::int64_t official = 0;  // 0: the server, for an agency that is gone
    std::int64_t to = 0;        // to which it was forwarded
    std::string words{};        // why it was
    base::Time due_at{};        // when the answer was due at `agency`
};
// The oldest first, in the sight of the scope.
std::vector<PetitionAct> acts_on(db::Transaction& tx, const Petition& petition);

// The last time that the agency passed it on; nothing: it never did. By its trail.
const PetitionAct* passed_on_by(const std::vector<PetitionAct>& acts, std::int64_t agency);
// When it is due at an agency that passed it on and gets it back: what was left of its working time then runs on from now. Time that was over
// stays over, so that nobody wins any by passing it there and back. Pure.
base::Time due_again(const calendar::Calendar& calendar, const PetitionAct& passed_on, base::Time now);

// Whether the actor is a leader of the agency that has to answer, and nobody did.
bool may_handle(const Actor& actor, const Petition& petition);

// All four: not_found: none is seen; forbidden: not a leader of an agency that held it; conflict: somebody answered, refused or forwarded it
// meanwhile, or (but for take_petition) another leader has taken it over. Two at once: the second one gets the conflict.
// invalid, at "answer".
base::Result<base::Done> answer_petition(Services& services, const Actor& actor, const std::string& uid,
                                         const std::string& answer);
// Tells the citizen why. invalid, at "refusal", "refusal_words".
base::Result<base::Done> refuse_petition(Services& services, const Actor& actor, const std::string& uid,
                                         const std::string& refusal, const std::string& words);
// `agency`: uid. Due there by the rules, from now; at one that had it before, see due_again(). invalid, at "agency", "why".
base::Result<base::Done> forward_petition(Services& services, const IndexRuleBook& rules, const Actor& actor,
                                          const std::string& uid, const std::string& agency,
                                          const std::string& why);
// Also from another leader, who finds it in the trail. Once more by the same one changes nothing.
base::Result<base::Done> take_petition(Services& services, const Actor& actor, const std::string& uid);

}  // namespace lt::dossiers
