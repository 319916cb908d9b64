// Rows of the calendars in and out. `agency` 0 is the province.
#pragma once

#include "calendar/calendars/entered.h"
#include "kit/base/result.h"
#include "kit/db/db.h"

namespace lt::calendars::store {

// Weeks and days of all calendars; nothing of the release.
Entered load(db::Transaction& tx);

void insert(db::Transaction& tx, const EnteredWeek& week, std::int64_t official);
void insert(db::Transaction& tx, const EnteredDays& days, std::int64_t official);

// False: there is none in this calendar that counts.
struct Withdrawal {
    std::string uid{};
    std::int64_t agency = 0;
    base::Time at{};
    std::int64_t official = 0;
    std::string why{};
};
bool withdraw_week(db::Transaction& tx, const Withdrawal& withdrawal);
bool withdraw_days(db::Transaction& tx, const Withdrawal& withdrawal);

// A refusal that a person can act on, or throws what it does not know.
base::Error explain(const db::ConstraintViolation& violation);

}  // namespace lt::calendars::store
