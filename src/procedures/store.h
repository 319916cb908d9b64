// Rows of the catalogue in and out. In the caller's transaction.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kit/db/db.h"
#include "procedures/records/procedure.h"

namespace lt::procedures {

enum class State : std::uint8_t { draft, approved };

// One version with all that it says.
struct Version {
    std::string uid{};
    std::string code{};
    int number = 0;
    State state = State::draft;
    Procedure procedure{};
    std::optional<base::Day> from{};
    std::optional<base::Day> to{};  // last day
};

// A line of a list.
struct Listed {
    std::string uid{};
    std::string code{};
    std::string name{};
    std::string field{};
    std::string sort_name{};
};
struct Draft {
    std::string uid{};
    std::string code{};
    std::string name{};
    int version = 0;
    int issues = 0;
    base::Time drafted_at{};
};
struct Field {
    std::int64_t id = 0;
    std::string name{};
    std::int64_t procedures = 0;
};

// What an agency does with a procedure.
enum class Share : std::uint8_t { supports, receives, decides };
struct Offer {
    std::int64_t agency = 0;
    Share share{};
};

}  // namespace lt::procedures

namespace lt::procedures::store {

// New drafts, and drafts that changed; at most some hundred procedures at once, each code once.
struct Stored {
    std::size_t added = 0;
    std::size_t changed = 0;
};
Stored put_drafts(db::Transaction& tx, const std::vector<Procedure>& procedures, base::Time now);

// False when there is no such draft. Ends the version in force the day before; throws db::ConstraintViolation where a later one is
// approved already.
bool approve(db::Transaction& tx, const std::string& uid, base::Day from, base::Time now,
             std::int64_t official);

std::optional<Version> find(db::Transaction& tx, const std::string& uid);
std::optional<Version> find_in_force(db::Transaction& tx, const std::string& code, base::Day day);

// Page by page in the order of names; `after` is the last one of the page before.
struct Wish {
    std::string words{};  // as typed, with or without accents
    std::int64_t field = 0;
    std::optional<Listed> after{};
    int limit = 30;
};
std::vector<Listed> search(db::Transaction& tx, const Wish& wish, base::Day day);
std::vector<Field> fields(db::Transaction& tx, base::Day day);

// Drafts, those first of which everything was understood.
struct DraftWish {
    std::string words{};
    std::optional<Draft> after{};
    int limit = 30;
};
std::vector<Draft> drafts(db::Transaction& tx, const DraftWish& wish);

void offer(db::Transaction& tx, const std::string& code, const Offer& offer);
void offer_no_more(db::Transaction& tx, const std::string& code, const Offer& offer);
std::vector<Offer> offered(db::Transaction& tx, const std::string& code);

}  // namespace lt::procedures::store
