// The page of those who administer a desk.
#pragma once

#include <memory>

#include "dossiers/routes.h"

namespace lt::dossiers {

void add_desk_routes(http::Router& router, const std::shared_ptr<const PageServices>& services);

}  // namespace lt::dossiers
