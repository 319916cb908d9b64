// The pages of the catalogue: /thu-tuc for everybody, /admin/procedures for the platform operator.
#pragma once

#include <memory>

#include "kit/base/clock.h"
#include "kit/db/fwd.h"
#include "kit/http/router.h"
#include "kit/page/page.h"

namespace lt::procedures {

struct PageServices {
    db::Pool& pool;
    std::shared_ptr<const base::Clock> clock;
    const page::Pages& pages;
};

void add_routes(http::Router& router, std::shared_ptr<const PageServices> services);

}  // namespace lt::procedures
