// The operator's pages of the exchange: /admin/systems (who is connected) and /admin/exchange (what is on its way, what failed).
#pragma once

#include <memory>
#include <string>

#include "exchange/api.h"
#include "kit/blob/uploads.h"
#include "kit/http/router.h"
#include "kit/page/page.h"

namespace lt::exchange {

struct PageServices {
    Services& exchange;
    const page::Pages& pages;
    blob::Uploads& uploads;  // where files of a form wait until they are read
    std::string
        address{};  // of the axis here, for whoever sets up the other side: "https://lienthong.example.vn/axis"
};

void add_routes(http::Router& router, std::shared_ptr<const PageServices> services);

}  // namespace lt::exchange
