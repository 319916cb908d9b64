// Electronic copies as what acts of signing are about (signing/acts.h): the official signs at a remote service or with the plug-in on his
// own machine. Inside digitise only.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "dossiers/digitise/digitise.h"
#include "signing/acts.h"

namespace lt::dossiers {

std::unique_ptr<signing::ActSubject> copy_acts(Services& services, const Actor& actor);

// What the form says is kept with the act, so that the copy goes into the vault with it once it is signed. Gives the act's uid. Faults as of
// confirm_copy(): what can't be signed is invalid at "key", and so is a form that says otherwise than the one whose act still waits.
base::Result<std::string> begin_copy_act(Services& services, const Actor& actor, const std::string& dossier,
                                         const std::string& file, const signing::Key& key,
                                         const Confirmation& wanted);

// The act that the official has begun over this scan and not ended; "" for none.
std::string open_copy_act(Services& services, const Actor& actor, const std::string& file);
// The page of the scan that an item is.
std::string path_of_copy(const signing::ActItem& item);

// The job that ends acts whose signer has left the page: dossiers.end_copy_act.
void add_copy_act_jobs(Services& services);

}  // namespace lt::dossiers
