// What is done to a dossier after its reception: each act checks the right and the rule, moves state and clock, gives out the legal form
// that belongs to it, and stands in the history and the journal, all in one transaction.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "dossiers/reception.h"
#include "dossiers/store.h"

namespace lt::dossiers {

struct Deed {
    ActKind kind{};
    int version = 0;  // of the dossier that the form showed; 0: whatever it is now
    std::string reason{};
    std::string basis{};
    calendar::Duration more{};                           // of an extension
    std::optional<calendar::Limit> limit{};              // of a verification: how long it takes then
    std::vector<std::pair<int, std::string>> missing{};  // papers that a supplement asks for, and why
    std::vector<std::pair<int, GivenPaper>> papers{};    // that came with the supplement
    std::vector<NewFile> files{};
    store::Return given{};    // of a hand-over
    bool for_parent = false;  // follows from what became of a linked procedure: the form is its parent's
};
// conflict: the act does not fit the state; at "version": somebody did something else meanwhile. forbidden: not this role's. invalid: at
// "reason", "basis", "more", "papers", "taken_by", "fees", "outstanding" (of a hand-over: results/required.h).
base::Result<base::Done> carry_out(Services& services, const Actor& actor, const std::string& uid,
                                   const Deed& deed);

// conflict, at "version": somebody did something else since the page was shown.
base::Error changed_meanwhile();

// The last act is taken back with a reason: by who did it, or by a leader of the agency that decides. All is as it was before: state, clock, due
// times, papers; files that came with it leave the dossier. Two things stay: forms that were given out, and a process that the act ended,
// beside which another one begins. What was added to a dossier beside its acts is taken back by undoing.h.
base::Result<base::Done> take_back(Services& services, const Actor& actor, const std::string& uid,
                                   int version, const std::string& reason);

// Fees are taken. invalid: at "fees" none is chosen that is due, at "means", "receipt".
base::Result<store::Taken> take_payment(Services& services, const Actor& actor, const std::string& uid,
                                        const store::Payment& payment);

// A result that was made elsewhere. One that the procedure wants signed comes with a signed file, or on paper: then with number, date and
// the reason. invalid: at "name", "number", "issued_on", "paper_why", and at "result" where the signatures of the file are broken.
struct NewOutcome {
    Outcome outcome{};
    std::optional<NewFile> file{};
    int version = 0;  // of the dossier that was shown; 0: whatever it is now
    // Written with it, or nothing is.
    std::function<base::Result<base::Done>(db::Transaction&, const Dossier&)> also{};
};
base::Result<base::Done> add_outcome(Services& services, const Actor& actor, const std::string& uid,
                                     const NewOutcome& outcome);

// A scan or another file is added to a dossier that is not over.
base::Result<base::Done> attach(Services& services, const Actor& actor, const std::string& uid,
                                const std::vector<NewFile>& files);

// What the process does, within its own transaction and in the scope of its agency.
base::Result<base::Done> carry_out_inside(Services& services, db::Transaction& tx, const Actor& actor,
                                          Dossier& dossier, const Deed& deed);

}  // namespace lt::dossiers
