// What the operator's pages of the portal work with: one request.
#pragma once

#include <nlohmann/json.hpp>

#include "accounts/api.h"
#include "dossiers/portal/pages.h"

namespace lt::dossiers::portal {

inline constexpr const char* kPortal = "/admin/portal";

struct Call {
    const PageServices& services;
    http::Request& request;
    page::Words tr;
    base::Time now;

    db::Transaction begin() const { return services.portal.dossiers.pool.begin(accounts::scope_of(request)); }
    http::Response show(const char* view_name, html::View view, const base::Error* error = nullptr) const
    {
        return services.pages.show(request, view_name, std::move(view),
                                   error ? http::status_of(error->fault) : 200);
    }
    http::Response refuse(const base::Error& error) const { return services.pages.refuse(request, error); }
};

http::Response settings_show(const Call& call);
http::Response settings_save(const Call& call);

}  // namespace lt::dossiers::portal
