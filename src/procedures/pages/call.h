// What the pages of the catalogue work with: one request.
#pragma once

#include <string>

#include "kit/http/message.h"
#include "procedures/routes.h"
#include "procedures/store.h"

namespace lt::procedures::pages {

struct Call {
    const PageServices& services;
    http::Request& request;
    page::Words tr;
    base::Time now;

    base::Day today() const { return base::vietnam_day(now); }
    http::Response refuse(const base::Error& error) const { return services.pages.refuse(request, error); }
};

inline constexpr const char* kCatalogue = "/thu-tuc";
inline constexpr const char* kDrafts = "/admin/procedures";

// What a reader sees of a procedure, under the keys that views/_procedure.html reads.
void add_procedure(html::View& view, const Procedure& procedure, const page::Words& tr);

http::Response catalogue(const Call&);
http::Response procedure(const Call&);
http::Response drafts(const Call&);
http::Response draft(const Call&);
http::Response approve_draft(const Call&);

}  // namespace lt::procedures::pages
