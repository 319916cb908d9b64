// The dossier and its process: a job makes the process as the dossier's state says – begins it, stops and winds its clocks, ends it –, and
// the process tells the dossier by the topics of its service tasks. Neither side writes the other's rows.
#pragma once

#include "dossiers/services.h"

namespace lt::dossiers {

// With the act's transaction; the job is done in the scope of the agency that decides.
void follow_later(Services& services, db::Transaction& tx, const Dossier& dossier);

// The same after the dossier has moved to another agency: its process learns who has it now.
void readdress_later(Services& services, db::Transaction& tx, const std::string& uid);

// Registers that job, and with the processes the topics `dossier.state` (input `state`: "processing", "finished", "stopped",
// "refused", "verifying"), `dossier.note` (input `text`) and `dossier.children` (linked/linking.h); the end of the process means that there is a result. Before the queue is started.
void add_jobs(Services& services);

}  // namespace lt::dossiers
