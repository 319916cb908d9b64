// What the pages of the catalogue work with: one request.
#pragma once

#include <string>

#include "accounts/api.h"
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
    db::Transaction begin() const { return services.pool.begin(accounts::scope_of(request)); }
    http::Response refuse(const base::Error& error) const { return services.pages.refuse(request, error); }
};

inline constexpr const char* kCatalogue = "/thu-tuc";
inline constexpr const char* kDrafts = "/admin/procedures";

// The two lists of the operator, with the one that is open marked, under "lists".
void add_lists(html::View& view, const Call& call, const char* open);
// Of the version in force, or the newest one; empty where there is none.
std::string name_of_procedure(db::Transaction& tx, const std::string& code, base::Day day);

// What a reader sees of a procedure, under the keys that views/_procedure.html reads.
void add_procedure(html::View& view, const Version& version, const page::Words& tr);
// And which agencies of the province help with it, receive and decide it.
void add_places(html::View& view, const Call& call, db::Transaction& tx, const Version& version);

http::Response catalogue(const Call&);
http::Response procedure(const Call&);
http::Response drafts(const Call&);
http::Response draft(const Call&);
http::Response approve_draft(const Call&);
http::Response drop_draft(const Call&);
http::Response in_force(const Call&);
http::Response history(const Call&);
http::Response make_draft(const Call&);
http::Response offers(const Call&);
http::Response change_offers(const Call&);
http::Response edit(const Call&);
http::Response save(const Call&);

}  // namespace lt::procedures::pages
