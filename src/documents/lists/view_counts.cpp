// Numbers beside the views of a list.
#include "documents/lists.h"
#include "documents/queries.h"
#include "kit/db/db.h"

namespace lt::documents {

IncomingCounts incoming_counts(Services& services, const Actor& actor)
{
    const db::Scope scope = scope_of(actor);
    if (scope.reach == db::Reach::assigned) {
        const Counts own = counts(services, actor);
        return {.open = own.open, .reminded = own.reminded, .overdue = own.overdue};
    }
    db::Transaction tx = services.pool.begin(scope);
    const db::Rows rows =
        tx.run(sql::incoming_view_counts, actor.agency, services.clock->now(), actor.official);
    const db::Row row = rows[0];
    return {.open = row["open"].int32(),
            .waiting = row["waiting"].int32(),
            .to_assign = row["to_assign"].int32(),
            .recalls = row["recalls"].int32(),
            .reminded = row["reminded"].int32(),
            .overdue = row["overdue"].int32(),
            .done = row["done"].int32(),
            .all = row["total"].int32()};
}

OutgoingCounts outgoing_counts(Services& services, const Actor& actor)
{
    const db::Scope scope = scope_of(actor);
    if (scope.reach == db::Reach::assigned) {
        const Counts own = counts(services, actor);
        return {.drafts = own.drafts, .review = own.review, .approved = own.approved};
    }
    db::Transaction tx = services.pool.begin(scope);
    const db::Rows rows = tx.run(sql::outgoing_view_counts, actor.agency);
    return {.drafts = rows[0]["drafts"].int32(),
            .review = rows[0]["review"].int32(),
            .approved = rows[0]["approved"].int32()};
}

}  // namespace lt::documents
