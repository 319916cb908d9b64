// What the procedure says of a dossier that is handed in: who decides it, and what his decisions see of it.
#pragma once

#include "dossiers/reception.h"

namespace lt::dossiers {

procedures::Asked asked_of(const Reception& reception, base::Time now);

// Who decides; `asked` is for him from then on. invalid, at "decides": see receive().
base::Result<std::int64_t> settle_decider(Services& services, db::Transaction& tx, const Actor& actor,
                                          const procedures::Version& version, const Reception& reception,
                                          procedures::Asked& asked);

}  // namespace lt::dossiers
