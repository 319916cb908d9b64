// Rows of dossiers in and out. In the caller's transaction; the database shows each agency its own.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dossiers/owner.h"
#include "kit/base/result.h"
#include "kit/db/db.h"

namespace lt::dossiers::store {

// What a reception begins with: the template that counts for the agency on the day, whether this form made a dossier before, whether the
// procedure's version is in force, and which decision models count; 0: who decides must be known first.
struct Beginning {
    std::string code_template{};
    bool again = false;
    bool in_force = false;
    std::int64_t fees_model = 0;
    std::int64_t time_model = 0;
};
Beginning begin(db::Transaction& tx, std::int64_t agency, const std::string& key, base::Day day,
                const std::string& version, const procedures::Ready& ready = {});

// The next number of the book in the period; the row stays locked until the transaction ends.
std::int64_t take_number(db::Transaction& tx, std::int64_t agency, const std::string& book,
                         const std::string& period);
// Of the desk that received the dossier, for its supplements; by who decides it.
std::int64_t take_desk_number(db::Transaction& tx, const Dossier& dossier, const std::string& period);

// A new dossier with all that came with it, after as many acts as its version says. Sets the id. Its owner is remembered: what is kept of him
// comes back, which stays what it was when he was known; nothing without a number.
std::optional<KeptOwner> insert(db::Transaction& tx, Dossier& dossier, const std::vector<Paper>& papers,
                                const std::vector<Fee>& fees, base::Time now);
// What is kept of the owner was wrong, and is as the dossier says from now on. In the scope of the agency that received it.
void correct_citizen(db::Transaction& tx, const Dossier& dossier, const std::string& reason, base::Time now);
// Its papers and fees; insert() calls it.
void add_parts(db::Transaction& tx, const Dossier& dossier, const std::vector<Paper>& papers,
               const std::vector<Fee>& fees);
void add_files(db::Transaction& tx, const Dossier& dossier, const std::vector<File>& files,
               std::int64_t official);

// With the lock that every act takes. Nothing for one that the scope does not see.
enum class Lock : std::uint8_t { none, for_update };
std::optional<Dossier> find(db::Transaction& tx, const std::string& uid, Lock lock = Lock::none);
std::optional<Dossier> find_by_code(db::Transaction& tx, const std::string& code);
// With the lock: for what the process does with it.
std::optional<Dossier> lock_by_code(db::Transaction& tx, const std::string& code);

// What an act changed: state, clock, due times, money, delivery, process; `version` counts up.
void update(db::Transaction& tx, Dossier& dossier, base::Time now);
// One line of the history, by who acts in the scope; he has taken part from then on.
void add_event(db::Transaction& tx, const Dossier& dossier, const Event& event);
std::vector<Event> events(db::Transaction& tx, std::int64_t dossier);

std::vector<Paper> papers(db::Transaction& tx, std::int64_t dossier);
std::vector<File> files(db::Transaction& tx, std::int64_t dossier);
std::vector<Fee> fees(db::Transaction& tx, std::int64_t dossier);
std::vector<Outcome> outcomes(db::Transaction& tx, std::int64_t dossier);
std::optional<File> find_file(db::Transaction& tx, std::int64_t dossier, const std::string& file_uid);

void update_papers(db::Transaction& tx, std::int64_t dossier, const std::vector<Paper>& papers);
// The fees due at that moment are paid; gives how many, and their sum.
struct Taken {
    std::size_t fees = 0;
    std::int64_t amount = 0;
};
struct Payment {
    std::vector<std::int64_t> fees{};  // numbers
    std::string means{};
    std::string receipt{};
};
Taken take_fees(db::Transaction& tx, std::int64_t dossier, const Payment& payment, base::Time now,
                std::int64_t official);
bool fees_due(db::Transaction& tx, std::int64_t dossier);

// Gives its number.
int put_outcome(db::Transaction& tx, std::int64_t dossier, const Outcome& outcome);

struct Return {
    std::string taken_by{};
    std::string taken_number{};
    std::string by_right{};
    Delivery means = Delivery::desk;
    std::string proof{};
    base::Time at{};
    std::int64_t official = 0;
    std::string originals_taken{};  // paper originals that were taken in for it
};
void put_return(db::Transaction& tx, std::int64_t dossier, const Return& given);
void drop_return(db::Transaction& tx, std::int64_t dossier);
std::optional<Return> find_return(db::Transaction& tx, std::int64_t dossier);

// A legal form that was given out. `number` 0: of a kind without one.
struct Slip {
    std::string uid{};
    std::string kind{};  // "receipt", "supplement", "refusal", "apology", "stop", "control", "return", "fees"
    std::int64_t agency = 0;  // that gave it
    int event_no = 0;         // of a control slip below 0: its place among them
    int year = 0;
    std::int64_t number = 0;
    std::string content{};  // JSON: all that stands in it (slips/api.h)
    std::string sha256{};   // once it was printed
    base::Time at{};
    std::optional<base::Time> taken_back_at{};  // with its act
};
void add_slip(db::Transaction& tx, const Dossier& dossier, const Slip& slip);
std::vector<Slip> slips(db::Transaction& tx, std::int64_t dossier);
std::optional<Slip> find_slip(db::Transaction& tx, std::int64_t dossier, const std::string& slip_uid);
void keep_slip(db::Transaction& tx, const std::string& slip_uid, const std::string& sha256);
// Until the transaction ends nobody else numbers and keeps a paper of this name ("control 15", "register 1").
void lock_prints(db::Transaction& tx, const std::string& name);

// Somebody looks at personal data.
void note_look(db::Transaction& tx, const Dossier& dossier, const std::string& reason, base::Time now);
void note_look(db::Transaction& tx, const std::string& uid, const std::string& reason, base::Time now);

// By the whole number, which leaves a trace. Nothing: not known here.
std::optional<Person> find_citizen(db::Transaction& tx, OwnerKind kind, const std::string& number,
                                   const std::string& reason, base::Time now);

}  // namespace lt::dossiers::store
