// What every act on a result does: dossier and draft are locked, what was done is written down, and a step of the process may end with it.
// Inside results only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dossiers/results/drafts.h"
#include "dossiers/services.h"
#include "process/api.h"

namespace lt::dossiers {

struct Held {
    Dossier dossier{};
    ResultDraft draft{};
};
// Locked, the dossier first. not_found: none in sight. conflict: it is in another state, has changed since `version` (0: whatever it is), or
// the dossier takes no result any more.
base::Result<Held> hold(db::Transaction& tx, const std::string& draft, int version, DraftState state);
// Results belong to a dossier that is processed, or resolved and not handed over.
bool takes_results(State state);
base::Error takes_none();
base::Error no_draft();
// conflict: it has its number, and only its signature is missing. It is not given back: the series has no gap.
std::optional<base::Error> has_number(const ResultDraft& draft);

// Who sees what: the registry is asked to seal results of dossiers that it has nothing else to do with.
db::Scope result_scope(const Actor& actor);

// A line of the history with its record in the journal; the dossier has another version then.
void note_result(db::Transaction& tx, Dossier& dossier, const char* action, const base::Message& words,
                 const std::string& draft, base::Time now);

// The open step of the dossier's process that is this official's to do and can be answered with yes; nothing where there is none, where it
// asks for numbers, or where its clock stands still.
struct OpenStep {
    process::Task task{};
    std::string title{};
    std::vector<std::string> yes_or_no{};  // variables
};
std::optional<OpenStep> open_step(Services& services, db::Transaction& tx, const Actor& actor,
                                  const std::string& instance);
// The last thing in the transaction: the process may change the dossier.
base::Result<base::Done> end_step(Services& services, db::Transaction& tx, const Actor& actor,
                                  const OpenStep& step);
// After it, with the dossier as it was held. A process that ended while a result was still to be signed, sealed or issued left the dossier in
// processing: it is resolved once none is. A result that comes later than that goes where the others went.
base::Result<base::Done> resolve_when_complete(Services& services, db::Transaction& tx, const Dossier& held);

}  // namespace lt::dossiers
