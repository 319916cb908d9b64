// /dossiers/batches.
#pragma once

#include <memory>

#include "dossiers/routes.h"

namespace lt::dossiers {

void add_batch_routes(http::Router& router, std::shared_ptr<const PageServices> services);

}  // namespace lt::dossiers
