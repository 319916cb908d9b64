// Decisions by which the province announced procedures: when each was made, when the text that it follows takes effect, and when the procedure
// stood in the national database. The platform operator writes them down; 1.1 and 1.2 of the index are counted from them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "calendar/api.h"
#include "dossiers/figures/rules.h"
#include "dossiers/services.h"
#include "kit/base/result.h"

namespace lt::dossiers {

// The n-th working day before and after a day, which is not counted itself. Nothing where the calendar ends.
std::optional<base::Day> working_day_before(const calendar::Calendar& calendar, base::Day day, int n);
std::optional<base::Day> working_day_after(const calendar::Calendar& calendar, base::Day day, int n);

struct Announcement {
    std::string decision{};  // its number
    std::optional<base::Day> decided_on{};
    std::optional<base::Day> effective_on{};
    std::optional<base::Day> published_on{};  // nothing: not yet
    std::vector<std::string> codes{};         // of the procedures
};
// The same decision once more corrects its days; without one, the day of a publication that is known stays. How many procedures. invalid: at
// "decision", "decided_on", "effective_on", "published_on", "codes". The limits are those of the rules of the day of the decision, on the
// province's calendar.
base::Result<std::size_t> announce(Services& services, db::Transaction& tx, const IndexRuleBook& rules,
                                   const Announcement& announcement);

// Of procedures that a decision announced: when they stood in the national database; or, without a day, that they were written down by
// mistake. invalid: at "codes", "published_on"; not_found: no such decision.
base::Result<std::size_t> mark_published(Services& services, db::Transaction& tx, const std::string& decision,
                                         const std::vector<std::string>& codes, std::optional<base::Day> day);
base::Result<std::size_t> drop_announced(Services& services, db::Transaction& tx, const std::string& decision,
                                         const std::vector<std::string>& codes);

struct AnnouncedProcedure {
    std::string code{};
    std::string name{};
    base::Day decided_on{};
    base::Day effective_on{};
    std::optional<base::Day> published_on{};
    base::Day decide_by{};
    base::Day publish_by{};
};
std::vector<AnnouncedProcedure> announced_by(db::Transaction& tx, const std::string& decision);

struct Announced {
    std::string decision{};
    base::Day decided_on{};
    base::Day effective_on{};
    base::Day publish_by{};
    bool in_time = false;
    std::int64_t procedures = 0;
    std::int64_t published = 0;
};
std::vector<Announced> announcements(db::Transaction& tx, int limit);

}  // namespace lt::dossiers
