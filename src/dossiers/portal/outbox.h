// What the national portal is still to be told, what it was told, and what it refused. The rows are written by the database with each act
// (lt_number_event); here they are taken, settled and shown. `sync_state` in the sight of the caller's scope, all else of the platform's.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dossiers/portal/record.h"
#include "kit/db/db.h"

namespace lt::dossiers::portal {

inline constexpr int kMostTries = 5;

// Of a dossier, apart from its state, its money and its delivery.
struct SyncState {
    enum class Is : std::uint8_t { untold, waiting, told, refused } is = Is::untold;
    std::optional<base::Time> at{};  // when it was told last
    std::string error{};             // of what was refused
};
SyncState sync_state(db::Transaction& tx, const Dossier& dossier);
const char* words_of(SyncState::Is is);  // "Đã đồng bộ lên Cổng"

// One row of the outbox.
struct Item {
    std::int64_t dossier = 0;
    int event_no = 0;
    Service service{};
    std::string uid{};   // of the dossier
    std::string code{};  // ours
    std::int64_t agency = 0;
    std::string state{};  // "waiting", "sent", "failed", "given_up"
    int tries = 0;
    std::string error{};
    base::Time changed_at{};
    bool known = false;  // the portal has been told of the dossier before
};

// The next one that may go, which is this caller's for some minutes. What fails holds back its own dossier only.
std::optional<Item> claim(db::Transaction& tx, base::Time now);
// What became of it. A refusal is tried again, later each time, and at last waits for the operator; `unasked` does not count as a try.
void settle_sent(db::Transaction& tx, const Item& item, base::Time now);
void settle_refused(db::Transaction& tx, const Item& item, const std::string& why, base::Time now);
void settle_unasked(db::Transaction& tx, const Item& item, base::Time now);

struct Counts {
    std::int64_t waiting = 0;
    std::int64_t failed = 0;
    std::optional<base::Time> oldest{};
};
Counts counts(db::Transaction& tx);
std::vector<Item> failed(db::Transaction& tx, std::optional<base::Time> before, int limit);
std::optional<Item> find_item(db::Transaction& tx, std::int64_t dossier, int event_no, Service service);

// By the operator, with a record in the journal. Conflict: it is not failed any more. Invalid: at "reason".
base::Result<base::Done> again(db::Transaction& tx, const Item& item, base::Time now);
std::size_t all_again(db::Transaction& tx, base::Time now);
base::Result<base::Done> give_up(db::Transaction& tx, const Item& item, const std::string& reason,
                                 base::Time now);

}  // namespace lt::dossiers::portal
