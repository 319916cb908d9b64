// What every page of an act works with. Inside pages only.
#pragma once

#include <memory>
#include <string>

#include "signing/act_pages.h"

namespace lt::signing::pages {

// One request about an act.
struct ActCall {
    const ActRoutes& routes;
    ActSubject& subject;
    http::Request& request;
    page::Words tr;
    base::Time now;

    Services& signing() const { return routes.signing; }
    const std::string& act() const { return request.param("uid"); }
    std::string path() const { return routes.path + "/" + act(); }
    http::Response refuse(const base::Error& error) const { return routes.pages.refuse(request, error); }
};

http::Response send_order(const ActCall&);

void add_plugin_routes(http::Router& router, const std::shared_ptr<const ActRoutes>& routes);

}  // namespace lt::signing::pages
