// What pages show of many dossiers. In the sight of the transaction's scope.
#pragma once

#include <optional>
#include <string>
#include <vector>

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
std::vector<Row> found(db::Transaction& tx, const std::string& words, std::int64_t before, int limit);
std::vector<Row> mine(db::Transaction& tx, std::int64_t agency, std::string_view role, std::int64_t official,
                      int limit);
std::vector<Row> of_owner(db::Transaction& tx, OwnerKind kind, const std::string& number, std::int64_t before,
                          int limit);

struct Count {
    State state{};
    std::int64_t all = 0;
    std::int64_t late = 0;
    std::int64_t today = 0;
};
std::vector<Count> counts(db::Transaction& tx, std::int64_t agency, Side side, base::Time now,
                          base::Time end_of_day);

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

}  // namespace lt::dossiers::lists
