// What is done at a desk's queue: rule, rows and journal in the caller's transaction, in the scope of the desk's agency. Who may call is
// said by the routes; a kiosk is known by its secret.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kit/base/result.h"
#include "kit/db/fwd.h"
#include "queue/queue.h"

namespace lt::queue {

// ---- Setting up, by the agency's administrator. Faults: invalid with the field that is wrong, not_found.

base::Result<base::Done> open_desk(db::Transaction& tx, std::int64_t agency, const std::string& name,
                                   const std::string& code, base::Time now);
base::Result<base::Done> open_group(db::Transaction& tx, const Desk& desk, const Group& group,
                                    base::Time now);
base::Result<base::Done> close_group(db::Transaction& tx, const Desk& desk, const std::string& letter,
                                     base::Time now);
// Makes the counter or changes what it serves; `number` as typed.
base::Result<base::Done> put_counter(db::Transaction& tx, const Desk& desk, const std::string& number,
                                     const std::vector<std::string>& letters, base::Time now);
// The secret, which is nowhere kept.
base::Result<std::string> open_kiosk(db::Transaction& tx, const Desk& desk, const std::string& name,
                                     base::Time now);
base::Result<base::Done> revoke_kiosk(db::Transaction& tx, const Desk& desk, const std::string& uid,
                                      base::Time now);

// The kiosk of the secret, where there is one at this desk.
std::optional<std::int64_t> find_kiosk(db::Transaction& tx, const Desk& desk, const std::string& secret);

// ---- Taking a number

// By a kiosk, or by the official of the transaction. `once` is the ticket's uid, made by the form: sent again, it gives the first ticket.
base::Result<Ticket> take(db::Transaction& tx, const Desk& desk, const std::string& letter,
                          std::optional<std::int64_t> kiosk, const std::string& once, base::Time now);

// ---- Calling, by the official of the transaction. Conflict: the counter has called somebody else meanwhile.

// What the counter has called is done with it. `seen` is the turn that the official saw as called, 0 for none. Nothing: nobody waits.
base::Result<std::optional<Turn>> call_next(db::Transaction& tx, const Counter& counter, std::int64_t seen,
                                            base::Time now);
base::Result<base::Done> call_again(db::Transaction& tx, const Counter& counter, std::int64_t turn,
                                    base::Time now);
enum class Outcome : std::uint8_t { done, absent };
base::Result<base::Done> finish(db::Transaction& tx, const Counter& counter, std::int64_t turn,
                                Outcome outcome, base::Time now);
// To another counter of the desk, where it is next.
base::Result<base::Done> pass(db::Transaction& tx, const Counter& counter, std::int64_t turn,
                              const Counter& to, base::Time now);
// A number that was absent has come. What the counter has called before must be over.
base::Result<base::Done> come_back(db::Transaction& tx, const Desk& desk, const Counter& counter,
                                   const std::string& ticket, base::Time now);

}  // namespace lt::queue
