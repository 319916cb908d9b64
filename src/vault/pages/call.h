// What the pages of the vault work with: one request of an official.
#pragma once

#include <string>

#include "accounts/api.h"
#include "kit/db/db.h"
#include "vault/routes.h"
#include "vault/store.h"

namespace lt::vault::pages {

using html::View;
using page::msg;

struct Call {
    const PageServices& services;
    http::Request& request;
    page::Words tr;
    base::Time now;

    const accounts::Me& me() const { return accounts::me(request); }
    db::Transaction begin() const;
    std::string agency_name(std::int64_t agency) const;
    http::Response refuse(const base::Error& error) const { return services.pages.refuse(request, error); }
    http::Response show(const char* view_name, View view, const base::Error* error = nullptr) const;
};

http::Response list(const Call&);
http::Response item(const Call&);
http::Response revoke(const Call&);
http::Response figures(const Call&);

}  // namespace lt::vault::pages
