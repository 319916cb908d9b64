// See origin.h.
#include "dossiers/origin.h"

#include "dossiers/queries.h"
#include "kit/db/db.h"

namespace lt::dossiers {

void keep_origin(db::Transaction& tx, std::int64_t dossier, const Origin& origin)
{
    tx.run(sql::origin_insert, dossier, origin.verified, origin.databases, origin.from_store,
           origin.store_papers, origin.paid_online);
}

std::optional<Origin> origin_of(db::Transaction& tx, std::int64_t dossier)
{
    const db::Rows rows = tx.run(sql::origin_of, dossier);
    if (rows.empty()) return std::nullopt;
    return Origin{.verified = rows[0]["verified"].boolean(),
                  .databases = rows[0]["databases"].texts(),
                  .from_store = rows[0]["from_store"].boolean(),
                  .store_papers = rows[0]["store_papers"].int64s(),
                  .paid_online = rows[0]["paid_online"].boolean()};
}

}  // namespace lt::dossiers
