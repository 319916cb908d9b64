// The page that says what a connected system may do with dossiers.
#pragma once

#include <memory>

#include "dossiers/portal/pages.h"

namespace lt::dossiers::portal {

void add_rights_routes(http::Router& router, std::shared_ptr<const PageServices> services);

}  // namespace lt::dossiers::portal
