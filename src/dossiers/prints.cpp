// See prints.h.
#include "dossiers/prints.h"

#include "dossiers/queries.h"

namespace lt::dossiers::prints {

void note(db::Transaction& tx, const Dossier& dossier, const store::Slip& slip, base::Time now)
{
    CHECK(!slip.sha256.empty());
    tx.send(sql::print_insert, slip.uid, dossier.id, slip.sha256, now);
}

std::map<std::string, Last> of(db::Transaction& tx, std::int64_t dossier)
{
    std::map<std::string, Last> out;
    for (const db::Row row : tx.run(sql::prints_of, dossier))
        out[row["slip_uid"].str()] = {row["times"].int64(), row["at"].time(), row["agency_id"].int64(),
                                      row["official_id"].int64()};
    return out;
}

}  // namespace lt::dossiers::prints
