// The pages of the queue: kiosk, calling screen and ticket for everybody, calling for the desk's staff, setting up for administrators.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "directory/api.h"
#include "kit/base/clock.h"
#include "kit/db/fwd.h"
#include "kit/http/router.h"
#include "kit/page/page.h"

namespace lt::queue {

struct PageServices {
    db::Pool& pool;
    directory::Directory& directory;
    std::shared_ptr<const base::Clock> clock;
    const page::Pages& pages;
    // Tells open pages of a topic that something happened.
    std::function<void(const std::string& topic, const std::string& event, const std::string& data)> publish;
    std::string public_url{};  // goes into the code of a ticket; empty: no code
    bool secure_cookies = false;
};

void add_routes(http::Router& router, std::shared_ptr<const PageServices> services);

}  // namespace lt::queue
