// Giving, receiving and taking back a batch, each in one transaction with the history of its dossiers; and its papers.
#pragma once

#include <string>
#include <vector>

#include "dossiers/batches/store.h"
#include "kit/base/secret.h"

namespace lt::dossiers::batches {

struct Giving {
    std::string batch{};  // uid, of the form: sent twice, it makes one
    Kind kind = Kind::dossiers;
    std::int64_t receiver = 0;            // agency
    std::int64_t unit = 0;                // of it; 0: the agency as a whole
    std::vector<std::string> dossiers{};  // uids
};
struct Given {
    std::string uid{};
    std::int64_t number = 0;
    bool again = false;
};
// With which key of the acting official's a paper is signed. Without: it is confirmed by name and time alone.
struct SigningWish {
    std::string key{};
    base::Secret pin{};
};
// In steps (docs/adr/0018): rehearsed, numbered for good, signed without any lock, given. The number is the next one of the agency, kind and
// year; what breaks off leaves it with the form, and the next try goes on with it. Until the slip is in its place nothing is given. forbidden:
// not this role's. invalid, at "lines": none, too many, some that can't go this way now, see why_not(), or that changed meanwhile; at "to",
// "unit"; at "key", "pin": nothing is signed.
base::Result<Given> give(Services& services, const Actor& actor, const Giving& giving,
                         std::optional<SigningWish> signing = {});

// By the receiving side; one verdict for each line, in their order. What is refused waits at the giver again. The record of it is signed without any
// lock, and the batch is received once that is in its place. conflict: closed meanwhile. invalid: at "remark_N", "key", "pin".
base::Result<base::Done> receive(Services& services, const Actor& actor, const std::string& uid,
                                 const std::vector<Verdict>& verdicts,
                                 std::optional<SigningWish> signing = {});

// By who gave it, before it is received.
base::Result<base::Done> withdraw(Services& services, const Actor& actor, const std::string& uid);

// Every hour: numbers that forms left unused of a year that is over, and that no later slip of it took, are cancelled, which the register shows. A
// series has no gap that is not accounted for. How many.
std::size_t cancel_left_numbers(Services& services);
void add_batch_jobs(Services& services);

// Ended by the server: the receiver is gone, and its dossiers went to several agencies (linked/moves.h).
bool was_cancelled(const Batch& batch);

bool may_receive(const Actor& actor, const Batch& batch);
bool may_withdraw(const Actor& actor, const Batch& batch);

// Between which agencies, and what.
struct Direction {
    Kind kind = Kind::dossiers;
    std::int64_t giver = 0;
    std::int64_t receiver = 0;
};
// Who gives a dossier's papers of this kind, and who is to get them.
Direction direction_of(const Candidate& one, Kind kind);
// Why a dossier can't go this way now; nothing for one that can.
std::optional<base::Message> why_not(const Services& services, const Candidate& one,
                                     const Direction& direction);

// A paper of the batch as it is kept; only of one that was made before papers were kept it is drawn anew.
struct BatchFile {
    std::string sha256{};
    std::string bytes{};
};
// The slip as it was given; what was taken of it. forbidden: the reader does not see all its lines. not_found: it was not received.
base::Result<BatchFile> slip_of(Services& services, db::Transaction& tx, const Batch& batch);
base::Result<BatchFile> record_of(Services& services, db::Transaction& tx, const Batch& batch);

// "Phòng Tư pháp, UBND phường Kinh Bắc".
std::string receiver_name(const Services& services, const Batch& batch);
// As papers name it: "Phòng Tư pháp, Uỷ ban nhân dân phường Kinh Bắc".
std::string whole_receiver_name(const Services& services, const Batch& batch);

base::Error no_batch();

}  // namespace lt::dossiers::batches
