// Results that were made elsewhere are written down: with a signed file, or on paper and why. And results that a dossier does not have.
// add_outcome() stands in acts.h.
#pragma once

#include "dossiers/acts.h"

namespace lt::dossiers {

// Whoever decides it, and the desk that received it, where the paper came to.
bool may_record(const Actor& actor, const Dossier& dossier);
// Specialist or leader of the agency that decides.
bool may_waive(const Actor& actor, const Dossier& dossier);

// How a file is signed: the indication of its verdict; "signed" where nothing judges; "": it is not, or can't be read. May take seconds.
std::string signature_in(Services& services, const blob::Blob& file);

// The dossier does not have this one of the results that its procedure names. invalid: at "kind" (none of its kinds, recorded already),
// "reason". conflict: it is not processed, or was handed over.
base::Result<base::Done> waive_result(Services& services, const Actor& actor, const std::string& dossier,
                                      const std::string& code, const std::string& reason);

}  // namespace lt::dossiers
