// The page of progress, which everybody may read.
#pragma once

#include "documents/routes.h"

namespace lt::documents::pages {

// GET /progress, without a session: it works with no actor.
void add_progress_route(http::Router& router, std::shared_ptr<const PageServices> services);

}  // namespace lt::documents::pages
