// Changes of a calendar by its administrator: rule, rows and journal in the caller's transaction. Who may call is said by the routes; the
// database's policies hold whatever the form sent. Each takes what was typed and names every wrong field.
#pragma once

#include <array>
#include <string>

#include "calendar/calendars/entered.h"
#include "kit/base/result.h"
#include "kit/db/fwd.h"

namespace lt::calendars {

// Whose calendar, what is entered so far, and who acts.
struct Work {
    const Entered& entered;
    const directory::Snapshot& directory;
    std::int64_t agency = 0;  // 0: the province
    std::int64_t official = 0;
    base::Time now{};
};

struct DaysForm {
    std::string first{}, last{};  // last empty: one day
    std::string kind{};           // "off", "worked"
    std::string instead_of{}, shifts{}, name{}, basis{};
};
// Days off, or a day worked. Invalid: a date, a day that is made up for though it is no day off, days that this calendar has an entry of.
base::Result<base::Done> enter_days(db::Transaction& tx, const Work& work, const DaysForm& form);
// In place of an entry that counts, which is withdrawn with the reason.
base::Result<base::Done> correct_days(db::Transaction& tx, const Work& work, const std::string& uid,
                                      const DaysForm& form, const std::string& why);
base::Result<base::Done> withdraw_days(db::Transaction& tx, const Work& work, const std::string& uid,
                                       const std::string& why);

struct WeekForm {
    std::string valid_from{};
    std::string kind{};                   // "own", "inherited": again as the layers below say
    std::array<std::string, 7> shifts{};  // Monday first; "" for a day off
    std::string basis{};
};
base::Result<base::Done> enter_week(db::Transaction& tx, const Work& work, const WeekForm& form);
base::Result<base::Done> withdraw_week(db::Transaction& tx, const Work& work, const std::string& uid,
                                       const std::string& why);

}  // namespace lt::calendars
