// What a leader of the agency that holds a petition does with it: takes it over, answers it, refuses it for a lawful reason, or forwards it to
// the agency that is competent, where its time begins anew. Each act stands in its trail, which all agencies see that ever held it.
#pragma once

#include <optional>
#include <string>
#include <vector>

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
};
// The oldest first, in the sight of the scope.
std::vector<PetitionAct> acts_on(db::Transaction& tx, const Petition& petition);

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
// `agency`: uid. Due there by the rules, from now. invalid, at "agency", "why".
base::Result<base::Done> forward_petition(Services& services, const IndexRuleBook& rules, const Actor& actor,
                                          const std::string& uid, const std::string& agency,
                                          const std::string& why);
// Also from another leader, who finds it in the trail. Once more by the same one changes nothing.
base::Result<base::Done> take_petition(Services& services, const Actor& actor, const std::string& uid);

}  // namespace lt::dossiers
