// Pages of decision models: /admin/decisions.
#pragma once

#include <memory>

#include "decisions/api.h"
#include "directory/api.h"
#include "kit/base/clock.h"
#include "kit/blob/uploads.h"
#include "kit/http/router.h"
#include "kit/page/page.h"

namespace lt::decisions {

struct PageServices {
    db::Pool& pool;
    directory::Directory& directory;
    std::shared_ptr<Decisions> decisions;
    std::shared_ptr<const base::Clock> clock;
    const page::Pages& pages;
    blob::Uploads& uploads;  // where a model that came as a file waits until it is read
    blob::Store& blobs;
};

void add_routes(http::Router& router, std::shared_ptr<const PageServices> services);

}  // namespace lt::decisions
