// What the agency has done on one day.
#include "documents/pages/today.h"

#include "documents/queries.h"
#include "kit/db/db.h"

namespace lt::documents::pages {

Today done_on(Services& services, const Actor& actor, base::Day day)
{
    // A day of Vietnam begins at 17:00 UTC of the day before.
    const base::Time from = base::Time(day) - std::chrono::hours(7);
    db::Transaction tx = services.pool.begin(scope_of(actor));
    const int year = static_cast<int>(std::chrono::year_month_day{day}.year());
    const db::Rows rows = tx.run(sql::done_today, actor.agency, from, from + std::chrono::days(1), year);
    CHECK(rows.size() == 1);
    return {.registered = rows[0]["registered"].int32(),
            .issued = rows[0]["issued"].int32(),
            .last_arrival = rows[0]["last_arrival"].int32()};
}

}  // namespace lt::documents::pages
