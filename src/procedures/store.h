// Rows of the catalogue in and out. In the caller's transaction.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kit/db/db.h"
#include "procedures/api.h"

namespace lt::procedures {

// A line of the list of drafts.
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
// A line of the history of a procedure.
struct Past {
    std::string uid{};
    int number = 0;
    State state = State::draft;
    std::string name{};
    std::optional<base::Day> from{};
    std::optional<base::Day> to{};
    base::Time drafted_at{};
    std::optional<base::Time> approved_at{};
    bool runnable = false;
    bool edited = false;      // by an official; else from an import, or a file of the release
    std::string edited_by{};  // names; empty: the platform
    std::string approved_by{};
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

// The draft of the procedure, made where there is none, else written anew; gives its uid. `official`: who edited it, 0 for a file of the
// release. The procedure is made where it is not known.
std::string put_draft(db::Transaction& tx, const Procedure& procedure, const Ready& ready, base::Time now,
                      std::int64_t official);
// False when there is no such draft.
bool drop_draft(db::Transaction& tx, const std::string& uid);

std::optional<Version> find(db::Transaction& tx, const std::string& uid);
std::optional<Version> find_in_force(db::Transaction& tx, const std::string& code, base::Day day);

std::optional<base::Time> followed_at(db::Transaction& tx, const std::string& uid);

// Page by page in the order of names; `after` is the last one of the page before.
struct Wish {
    std::string words{};  // as typed, with or without accents
    std::int64_t field = 0;
    std::optional<Listed> after{};
    int limit = 30;
};
std::vector<Listed> search(db::Transaction& tx, const Wish& wish, base::Day day);
std::vector<Field> fields(db::Transaction& tx, base::Day day);
// Runnable ones in force that the agency receives.
std::vector<Listed> offered_to(db::Transaction& tx, std::int64_t agency, std::string_view words,
                               base::Day day, int limit);
// All versions of a procedure, the newest first; at most 200.
std::vector<Past> history(db::Transaction& tx, const std::string& code);

// Drafts, those first of which everything was understood.
struct DraftWish {
    std::string words{};
    std::optional<Draft> after{};
    int limit = 30;
};
std::vector<Draft> drafts(db::Transaction& tx, const DraftWish& wish);

void offer(db::Transaction& tx, const std::string& code, const Offer& offer, base::Time since);
void offer_no_more(db::Transaction& tx, const std::string& code, const Offer& offer, base::Time until);
std::vector<Offer> offered(db::Transaction& tx, const std::string& code);
// See deciding_agency(): `upwards` from the receiving one; and which of the others decide it.
struct Deciding {
    std::int64_t near = 0;
    std::vector<std::int64_t> others{};
};
Deciding deciding(db::Transaction& tx, const std::string& code, const std::vector<std::int64_t>& upwards,
                  const std::vector<std::int64_t>& others);
std::optional<std::string> received_version(db::Transaction& tx, const std::string& code, base::Day day,
                                            std::int64_t agency);

}  // namespace lt::procedures::store
