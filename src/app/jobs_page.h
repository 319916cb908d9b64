// The platform operator's page of jobs that failed for good: look, try again, drop.
#pragma once

#include "documents/actions.h"
#include "kit/http/router.h"
#include "kit/page/page.h"

namespace lt::app {

// /admin/jobs. Jobs belong to no feature; `services` lends the pool and the queue.
void add_jobs_routes(http::Router& router, documents::Services& services, const page::Pages& pages);

}  // namespace lt::app
