// Hand-overs as what acts of signing are about (signing/acts.h): the slip of who gives and the record of who takes, at a remote service or by
// the plug-in on the official's own machine. Inside batches only.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dossiers/batches/actions.h"
#include "signing/acts.h"

namespace lt::dossiers::batches {

std::unique_ptr<signing::ActSubject> batch_acts(Services& services, const Actor& actor);

// The slip is drawn with its number, which stays with the form whatever becomes of the act; the batch is there once it is signed. Gives the
// act's uid; "" where the form has made its batch before. Another choice than an open act of the same form was begun with gives that one up.
// Faults as of give().
base::Result<std::string> begin_giving(Services& services, const Actor& actor, const Giving& giving,
                                       const signing::Key& key);
// Likewise the record; the batch is received once it is signed. Faults as of receive().
base::Result<std::string> begin_taking(Services& services, const Actor& actor, const std::string& batch,
                                       const std::vector<Verdict>& verdicts, const signing::Key& key);

// What the official has begun and not ended.
std::vector<signing::OpenAct> open_batch_acts(Services& services, const Actor& actor);

// What an act of the official's was begun with, for its form once more; nothing for another one.
std::optional<Giving> giving_of(Services& services, const Actor& actor, const std::string& act);
std::optional<std::vector<Verdict>> verdicts_of(Services& services, const Actor& actor,
                                                const std::string& batch, const std::string& act);

// Whether it signs a slip; otherwise a record.
bool gives(const signing::Act& act);
// Until when a form that goes on has the number of its slip.
base::Time number_kept_until(const signing::ActItem& item);

// The job that ends acts whose signer has left the page: dossiers.end_batch_act.
void add_batch_act_jobs(Services& services);

}  // namespace lt::dossiers::batches
