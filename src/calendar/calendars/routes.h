// The pages "Lịch làm việc" of administrators: /admin/calendar.
#pragma once

#include <memory>

#include "calendar/calendars/api.h"
#include "kit/http/router.h"
#include "kit/page/page.h"

namespace lt::calendars {

struct PageServices {
    db::Pool& pool;
    directory::Directory& directory;
    Calendars& calendars;
    std::shared_ptr<const base::Clock> clock;
    const page::Pages& pages;
};

void add_routes(http::Router& router, std::shared_ptr<const PageServices> services);

}  // namespace lt::calendars
