// Rows of the queue in and out. In the caller's transaction, in the scope of the desk's agency.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kit/base/result.h"
#include "kit/db/db.h"
#include "queue/queue.h"

namespace lt::queue::store {

// Whosever it is; in any scope.
std::optional<Desk> find_desk(db::Transaction& tx, const std::string& code);
std::vector<Desk> desks(db::Transaction& tx, std::int64_t agency);
// Conflict: the code is taken.
base::Result<base::Done> add_desk(db::Transaction& tx, const Desk& desk);

std::vector<Group> groups(db::Transaction& tx, std::int64_t desk);
// Conflict: the letter is taken, by a closed kind too: its numbers are in the figures.
base::Result<base::Done> add_group(db::Transaction& tx, const Desk& desk, const Group& group);
bool close_group(db::Transaction& tx, std::int64_t desk, const std::string& letter, base::Time now);

std::vector<Counter> counters(db::Transaction& tx, std::int64_t desk);
// Makes the counter or changes what it serves.
void put_counter(db::Transaction& tx, const Desk& desk, const Counter& counter);

std::vector<Kiosk> kiosks(db::Transaction& tx, std::int64_t desk);
void add_kiosk(db::Transaction& tx, const Desk& desk, const Kiosk& kiosk, const std::string& secret_digest);
bool revoke_kiosk(db::Transaction& tx, std::int64_t desk, const std::string& uid, base::Time now);
std::optional<std::int64_t> find_kiosk(db::Transaction& tx, std::int64_t desk,
                                       const std::string& secret_digest);

// The next number of the group's day, its row locked until the transaction ends.
int next_number(db::Transaction& tx, std::int64_t group, base::Day day);
struct NewTicket {
    std::string uid{};
    std::int64_t group = 0;
    int number = 0;
    base::Time at{};
    std::optional<std::int64_t> kiosk{};  // or the official of the transaction
};
void add_ticket(db::Transaction& tx, const NewTicket& ticket);
std::optional<Ticket> find_ticket(db::Transaction& tx, std::int64_t desk, const std::string& uid);

std::optional<Turn> current(db::Transaction& tx, std::int64_t counter);
// Nothing: nobody waits for this counter. Throws db::ConstraintViolation queue_turns_counter_key where it has called somebody meanwhile.
std::optional<Turn> call_next(db::Transaction& tx, std::int64_t counter, base::Time now);
bool call_again(db::Transaction& tx, std::int64_t turn, std::int64_t counter, base::Time now);
// False when it is not, or no longer, what the counter has called.
bool end_turn(db::Transaction& tx, std::int64_t turn, std::int64_t counter, const char* outcome,
              base::Time now);
void pass_on(db::Transaction& tx, std::int64_t turn, std::int64_t to, base::Time now);
bool come_back(db::Transaction& tx, std::int64_t desk, const std::string& ticket, std::int64_t counter,
               base::Time now);

std::vector<AbsentTicket> absent(db::Transaction& tx, std::int64_t desk, base::Day day, int limit);
std::vector<Call> calls(db::Transaction& tx, std::int64_t desk, base::Day day, int limit);
// By group; those of closed kinds too.
std::vector<std::pair<std::int64_t, std::int64_t>> waiting(db::Transaction& tx, std::int64_t desk,
                                                           base::Day day);
std::int64_t waiting_for(db::Transaction& tx, std::int64_t counter, base::Day day);

std::vector<Figures> figures_by_group(db::Transaction& tx, std::int64_t desk, base::Day from, base::Day to);
std::vector<Figures> figures_by_counter(db::Transaction& tx, std::int64_t desk, base::Day from, base::Day to);

}  // namespace lt::queue::store
