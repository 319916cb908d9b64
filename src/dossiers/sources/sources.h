// Papers that connected databases hold: looked for behind the consent that the citizen gave for this form and procedure (consent/), fetched, and
// taken into the dossier, with a record of each step. The database refuses them without the consent.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "dossiers/consent/consent.h"
#include "dossiers/sources/source.h"

namespace lt::dossiers::sources {

inline constexpr std::size_t kLargestFile = 20U << 20U;

struct Held {
    std::string uid{};
    std::int64_t ask = 0;  // the question that the citizen agreed to
    std::string source{};  // Source::code()
    Holding holding{};
    std::string media_type{};
    std::string sha256{};  // "": not fetched, or not to be opened any more
    int paper = -1;        // of the dossier that took it
    bool withdrawn = false;
};

// Those that are asked; empty where none is connected.
std::vector<Source*> connected(Services& services, db::Transaction& tx);
// Names of sources, Vietnamese; the code of one that is gone.
std::string name_of(const Services& services, const std::string& source);
std::vector<std::string> names_of(const Services& services, const std::vector<std::string>& sources);

// Asks all that are connected and that the citizen agreed to, once each, and keeps what they hold. Opens its own transactions, none of which is
// open while they are asked. invalid, at "vault_agree": the citizen has not agreed, or withdrew meanwhile; unavailable: one did not answer, or not
// rightly; what the others hold is kept.
base::Result<base::Done> look(Services& services, const Actor& actor, const consent::Question& question);
// What was found for a question that the citizen agreed to, and nobody took.
std::vector<Held> held_by(db::Transaction& tx, const consent::Ask& ask);

// The files of these papers of a form, each once, before the form is received. As look() about transactions. invalid, at "papers": one can't be had,
// is too large or no file of a paper, or was not found for this form.
base::Result<base::Done> fetch(Services& services, const Actor& actor, const Reception& reception);
// With the transaction of the reception, after the dossier's row is there; its papers stand by their types. invalid, at "vault_agree": the
// citizen has not agreed, or withdrew; at "papers": it was not found for this owner and procedure, or is of another type.
base::Result<base::Done> take(db::Transaction& tx, const Actor& actor, const Dossier& dossier,
                              const std::vector<Paper>& papers, const Reception& reception, base::Time now);

std::vector<Held> of_dossier(db::Transaction& tx, const Dossier& dossier);

}  // namespace lt::dossiers::sources
