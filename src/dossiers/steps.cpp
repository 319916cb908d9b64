// See steps.h.
#include "dossiers/steps.h"

#include "dossiers/queries.h"
#include "kit/db/db.h"
#include "process/api.h"

namespace lt::dossiers {

std::vector<Step> steps_of(Services& services, db::Transaction& tx, const Dossier& dossier)
{
    std::vector<Step> out;
    if (dossier.instance.empty()) return out;
    for (const db::Row row : tx.run(sql::dossier_steps, dossier.id))
        out.push_back({.performer = row["performer_id"].int64(),
                       .official = row["official"].str(),
                       .title = process::element_name(tx, services.process, row["definition_id"].int64(),
                                                      row["element"].str()),
                       .outcome = row["outcome"].str(),
                       .opened_at = row["opened_at"].time(),
                       .due_at = row["due_at"].opt_time(),
                       .ended_at = row["ended_at"].opt_time()});
    return out;
}

}  // namespace lt::dossiers
