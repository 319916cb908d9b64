// What was added to a dossier by mistake, beside its acts, is taken back with a reason: a payment, a result, a file. The history keeps both, with
// what stood there. Of a dossier that is over nothing is taken back but fees; its last act comes first.
#pragma once

#include <map>

#include "dossiers/acts.h"

namespace lt::dossiers {

struct UndonePayment {
    enum class What : std::uint8_t {
        not_taken,   // written down by mistake: it is due
        given_back,  // the dossier ended without a result, and its payer has the money
    };
    What what{};
    std::vector<std::int64_t> fees{};  // numbers
    int version = 0;                   // of the dossier that the form showed; 0: whatever it is now
    std::string reason{};
};
// forbidden: by none but the desk that received the dossier and its leaders; what another official took, by leaders. conflict: the result was handed
// over, for which the fees had to be paid; only what was refused, withdrawn or stopped is given back. invalid, at "fees", "reason".
base::Result<store::Taken> undo_payment(Services& services, const Actor& actor, const std::string& dossier,
                                        const UndonePayment& wish);
bool may_undo_payment(const Actor& actor, const Dossier& dossier);

struct Undone {
    int version = 0;
    std::string reason{};
};
// A result that was written down (not one that was signed or issued here: what has its number stays). By who wrote it down, or by a leader of the
// agency that decides. conflict: handed over, or with a linked dossier that is over.
base::Result<base::Done> undo_outcome(Services& services, const Actor& actor, const std::string& dossier,
                                      int no, const Undone& wish);
// A scan or another file. Nobody opens it any more. By who added it, or by a leader of either agency. conflict: it is a result, or lies in the data
// vault, or the dossier is over.
base::Result<base::Done> undo_file(Services& services, const Actor& actor, const std::string& dossier,
                                   const std::string& file, const Undone& wish);

// Numbers of the results that were written down, and by whom; those that were signed or issued here, or came from a component, are not among them.
std::map<int, std::int64_t> recorded_results(const std::vector<Event>& history);
bool may_undo_outcome(const Actor& actor, const Dossier& dossier, std::int64_t recorder);
bool may_undo_file(const Actor& actor, const Dossier& dossier, const File& file);

// Whether the copy of a scan was confirmed.
bool is_in_vault(db::Transaction& tx, const Dossier& dossier, const std::string& file);
// Nobody is offered results that the agency has taken back; they are offered again when they are resolved or written down again.
void withdraw_from_vault(db::Transaction& tx, const Dossier& dossier, const std::string& reason,
                         base::Time now);
// Fees that were given back are due, since the dossier goes on; gives their sum. Sets the dossier's state of money.
std::int64_t owe_again(db::Transaction& tx, Dossier& dossier);

}  // namespace lt::dossiers
