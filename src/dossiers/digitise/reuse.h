// Papers that the citizen's vault holds already, offered at the desk once the citizen has agreed, and taken into the new dossier.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "dossiers/reception.h"
#include "vault/api.h"

namespace lt::dossiers {

// By the number of the paper; an item may fit several papers.
struct Reusable {
    int paper = 0;
    vault::Offer offer{};
};
// Looks into the vault behind the consent that the citizen gave himself (consent/); nothing without one, or where the owner is not known. The
// transaction must be committed, or no trace of the look stays.
std::vector<Reusable> reusable_papers(db::Transaction& tx, const std::string& form, const Person& owner,
                                      const procedures::Version& version,
                                      const std::vector<procedures::NeededPaper>& papers, base::Time now);
// The type of a paper in the vault: its own, else its code of the record.
std::string type_of(const procedures::NeededPaper& paper);

// With the transaction of the reception, after the dossier's row is there. invalid, at "vault_agree": the citizen has not agreed, or not
// to this form, or withdrew; at "papers": an item is valid no more, never fitted, or is of a type that the citizen was not asked about.
base::Result<base::Done> take_from_vault(db::Transaction& tx, const Dossier& dossier,
                                         const procedures::Version& version,
                                         const std::vector<procedures::NeededPaper>& papers,
                                         const Reception& reception, base::Time now);

}  // namespace lt::dossiers
