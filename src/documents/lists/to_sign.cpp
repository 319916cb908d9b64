// What waits for a leader's signature.
#include "documents/lists/to_sign.h"

#include "documents/lists/rows.h"
#include "documents/queries.h"
#include "documents/signatures/places.h"

namespace lt::documents {

std::vector<ToSignRow> to_sign(Services& services, const Actor& actor, int limit)
{
    db::Transaction tx = services.pool.begin(scope_of(actor));
    std::vector<ToSignRow> rows;
    for (const db::Row row : tx.run(sql::documents_to_sign, actor.agency, actor.official, limit))
        rows.push_back({.uid = row["uid"].str(),
                        .version = row["version"].int32(),
                        .subject = row["subject"].str(),
                        .urgency = urgency_of(row),
                        .kind_name = row["kind_name"].str(),
                        .drafter_name = row["drafter_name"].str_or(""),
                        .unit_name = row["unit_name"].str_or(""),
                        .changed_at = row["changed_at"].time(),
                        .file_uid = row["file_uid"].str_or(""),
                        .file_name = row["file_name"].str_or(""),
                        .signable = row["media_type"].str_or("") == "application/pdf",
                        .uncertain = has_assumed(row["places"].str_or(""))});
    return rows;
}

}  // namespace lt::documents
