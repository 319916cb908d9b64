// Addresses of digitisation. Inside dossiers only.
#pragma once

#include <memory>

#include "dossiers/routes.h"

namespace lt::dossiers {

void add_digitise_routes(http::Router& router, std::shared_ptr<const PageServices> services);

}  // namespace lt::dossiers
