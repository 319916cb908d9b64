// The pages of the catalogue: /thu-tuc for everybody, /admin/procedures for the platform operator.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "kit/base/clock.h"
#include "kit/db/fwd.h"
#include "kit/http/router.h"
#include "kit/page/page.h"
#include "process/api.h"

namespace lt::procedures {

struct PageServices {
    db::Pool& pool;
    std::shared_ptr<const base::Clock> clock;
    const page::Pages& pages;
    process::Services& process;  // which processes and decisions there are, and the directory
    // What is wrong with a form beyond being no JSON. Empty: nobody here reads forms.
    std::function<std::optional<base::Error>(std::string_view)> check_form{};
};

void add_routes(http::Router& router, std::shared_ptr<const PageServices> services);

}  // namespace lt::procedures
