// Numbers beside the views of a list.
#include "documents/lists.h"
#include "documents/queries.h"
#include "kit/db/db.h"

namespace lt::documents {

IncomingCounts incoming_counts(Services& services, const Actor& actor, const Counts& menu)
{
    IncomingCounts counts{.open = menu.open,
                          .waiting = menu.waiting,
                          .to_assign = menu.to_assign,
                          .recalls = menu.recalls,
                          .reminded = menu.reminded,
                          .overdue = menu.overdue};
    const db::Scope scope = scope_of(actor);
    if (scope.reach == db::Reach::assigned) return counts;
    db::Transaction tx = services.pool.begin(scope);
    const db::Rows rows = tx.run(sql::incoming_view_counts, actor.agency);
    counts.done = rows[0]["done"].int32();
    counts.all = rows[0]["total"].int32();
    return counts;
}

OutgoingCounts outgoing_counts(Services& services, const Actor& actor, const Counts& menu)
{
    OutgoingCounts counts{
        .drafts = menu.drafts, .review = menu.review, .approved = menu.approved, .unsent = menu.unsent};
    const db::Scope scope = scope_of(actor);
    if (scope.reach == db::Reach::assigned) return counts;
    // The menu counts the own drafts, the list shows everybody's.
    db::Transaction tx = services.pool.begin(scope);
    counts.drafts = tx.run(sql::outgoing_view_counts, actor.agency)[0]["drafts"].int32();
    return counts;
}

}  // namespace lt::documents
