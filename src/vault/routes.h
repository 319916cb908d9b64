// The pages of the data vault for the agency that keeps it: what it put in, who used and looked at it, and figures. Desk and leaders.
#pragma once

#include <memory>

#include "directory/api.h"
#include "kit/base/clock.h"
#include "kit/db/fwd.h"
#include "kit/http/router.h"
#include "kit/page/page.h"

namespace lt::vault {

struct PageServices {
    db::Pool& pool;
    directory::Directory& directory;
    std::shared_ptr<const base::Clock> clock;
    const page::Pages& pages;
};

void add_routes(http::Router& router, std::shared_ptr<const PageServices> services);

}  // namespace lt::vault
