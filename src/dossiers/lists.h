// What pages show of many dossiers. In the sight of the transaction's scope.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "directory/types.h"
#include "dossiers/types.h"
#include "kit/db/db.h"

namespace lt::dossiers::lists {

struct Row {
    std::int64_t id = 0;
    std::string uid{};
    std::string code{};
    std::string procedure{};
    std::string owner{};
    State state{};
    Way way{};
    base::Time lodged_at{};
    std::optional<base::Time> due_at{};
    std::optional<base::Time> received_at{};
    std::optional<base::Time> accept_by{};
    std::optional<base::Time> supplement_by{};
    std::optional<base::Time> resolved_at{};
    std::optional<base::Time> ended_at{};
    std::int64_t agency = 0;
    std::int64_t decides = 0;
    std::string step{};                      // what its process waits at
    std::int64_t performer = 0;              // agency
    std::optional<std::int64_t> assignee{};  // official
    // Of mine(): where its task stands in the order.
    struct Task {
        std::optional<base::Time> due_at{};
        std::string instance{};
        int no = 0;
    };
    std::optional<Task> task{};
};

// Which of its two parts an agency looks from.
enum class Side : std::uint8_t { received, decided };

struct Open {
    std::vector<State> states{};
    std::optional<base::Time> due_before{};
    std::optional<base::Time> due_from{};
    std::optional<base::Time> after_due{};  // of the last row of the page before; nothing: it had none
    std::int64_t after = 0;                 // its id
    int limit = 26;
};
std::vector<Row> open(db::Transaction& tx, std::int64_t agency, Side side, const Open& wish);
std::vector<Row> newest(db::Transaction& tx, std::int64_t agency, Side side, std::int64_t before, int limit);
// Whose citizens have not supplemented in their time; of either side. `after_end` and `after`: of the last row of the page before.
std::vector<Row> expired(db::Transaction& tx, std::int64_t agency, base::Time now,
                         std::optional<base::Time> after_end, std::int64_t after, int limit);
std::vector<Row> found(db::Transaction& tx, const std::string& words, std::int64_t before, int limit);
// By tasks of the official and of his role. `due_before` and `due_from` are of the dossiers, and leave those that run.
struct Mine {
    std::optional<base::Time> due_before{};
    std::optional<base::Time> due_from{};
    std::optional<Row::Task> after{};  // of the last row of the page before
    int limit = 26;
};
std::vector<Row> mine(db::Transaction& tx, std::int64_t agency, std::string_view role, std::int64_t official,
                      const Mine& wish);
std::vector<Row> of_owner(db::Transaction& tx, OwnerKind kind, const std::string& number, std::int64_t before,
                          int limit);

// What an owner declared in the newest dossiers of the scope's own agency.
struct Declared {
    std::int64_t id = 0;
    std::string code{};
    std::string answers{};  // JSON
};
std::vector<Declared> declared(db::Transaction& tx, OwnerKind kind, const std::string& number, int limit);

// How much waits for the official of the scope, counted in one go and much faster than any list; what a menu shows to 1,000 at most.
struct Work {
    bool any = false;  // false: nothing of dossiers is in this agency at all
    // Open dossiers of the agency's side, by shelf: only where they are asked for, and for who sees the whole agency.
    std::int64_t working = 0, late = 0, today = 0, waiting = 0, fresh = 0, results = 0;
    // Of the official's tasks, and what is due in them.
    std::int64_t mine = 0, mine_late = 0, mine_today = 0;
    std::int64_t to_sign = 0, to_seal = 0;  // results
    std::int64_t to_take = 0;               // batches on their way here
};
enum class Numbers : std::uint8_t { of_menu, all };
Work work(db::Transaction& tx, directory::Role role, base::Time now, base::Time end_of_day, Numbers numbers);

struct Task {
    int no = 0;
    std::string title{};
    std::int64_t performer = 0;
    std::string role{};
    std::optional<std::int64_t> assignee{};
    std::optional<base::Time> due_at{};
    std::optional<base::Time> paused_at{};
    std::string trouble{};
    base::Time opened_at{};
};
std::vector<Task> tasks_of(db::Transaction& tx, const std::string& instance);

// What anybody who has the code may know of a dossier; of any agency.
struct Followed {
    std::string code{};
    std::string procedure{};
    std::int64_t agency = 0;
    std::int64_t decides = 0;
    State state{};
    base::Time state_at{};
    std::optional<base::Time> received_at{};
    std::optional<base::Time> due_at{};
    std::optional<base::Time> first_due_at{};
    std::optional<base::Time> supplement_by{};
    std::optional<base::Time> resolved_at{};
    Delivery delivery{};
    std::string delivery_state{};
    std::string money{};
};
std::optional<Followed> follow(db::Transaction& tx, const std::string& code);
// Where it is now: the steps that are open, and whose they are; no official.
struct FollowedStep {
    std::string title{};
    std::int64_t agency = 0;
    base::Time opened_at{};
};
std::vector<FollowedStep> followed_steps(db::Transaction& tx, const std::string& code);

}  // namespace lt::dossiers::lists
