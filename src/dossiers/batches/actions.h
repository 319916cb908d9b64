// Giving, receiving and taking back a batch, each in one transaction with the history of its dossiers; and its slip.
#pragma once

#include <string>
#include <vector>

#include "dossiers/batches/store.h"

namespace lt::dossiers::batches {

struct Giving {
    std::string key{};  // uid of the form: sent twice, it makes one batch
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
// The number is the next one of the agency, kind and year. forbidden: not this role's. invalid, at "lines": none, too many, or some that can't
// go this way now – the message names them –; at "to", "unit".
base::Result<Given> give(Services& services, const Actor& actor, const Giving& giving);

// By the receiving side; one verdict for each line, in their order. What is refused waits at the giver again. conflict: closed meanwhile. invalid:
// at "remark_N".
base::Result<base::Done> receive(Services& services, const Actor& actor, const std::string& uid,
                                 const std::vector<Verdict>& verdicts);

// By who gave it, before it is received.
base::Result<base::Done> withdraw(Services& services, const Actor& actor, const std::string& uid);

bool may_receive(const Actor& actor, const Batch& batch);
bool may_withdraw(const Actor& actor, const Batch& batch);

// As it stands; once it was received, made at the first time and the same from then on. forbidden: the reader does not see all its lines.
base::Result<std::string> slip_file(Services& services, db::Transaction& tx, const Batch& batch);

// "Phòng Tư pháp, UBND phường Kinh Bắc".
std::string receiver_name(const Services& services, const Batch& batch);

base::Error no_batch();

}  // namespace lt::dossiers::batches
