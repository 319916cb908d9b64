// The register of dossiers (form 07): what an agency received in a span of days.
#pragma once

#include <string>

#include "dossiers/services.h"

namespace lt::dossiers {

// As PDF, page by page; the days are included.
std::string register_pdf(Services& services, db::Transaction& tx, const Actor& actor, base::Day from,
                         base::Day to, base::Time now);

}  // namespace lt::dossiers
