// What every page of this folder works with: one request, who acts, on whose keys.
#pragma once

#include <cstdint>
#include <string>

#include "kit/page/form_file.h"
#include "signing/actions.h"
#include "signing/routes.h"

namespace lt::signing::pages {

struct Call {
    const PageServices& services;
    http::Request& request;
    Whose whose;
    Actor actor;
    page::Words tr;
    base::Time now;

    Services& signing() const { return services.signing; }
    std::string base() const { return whose == Whose::own ? "/account/signing-keys" : "/admin/seal"; }
    std::string path_of(const std::string& uid) const { return base() + "/" + uid; }
    const std::string& uid() const { return request.param("uid"); }
    std::string title() const;  // of the list
    http::Response show(const char* view_name, html::View view, const base::Error* error = nullptr) const;
    http::Response refuse(const base::Error& error) const { return services.pages.refuse(request, error); }
};

// See page::take_file.
base::Result<std::string> take_file(const Call& call, const page::WantedFile& wanted);

// A notice about what was just done, after a redirect with ?done=….
void add_flash(html::View& view, const Call& call);

http::Response list(const Call&);
http::Response choose(const Call&);
http::Response file_form(const Call&);
http::Response file_send(const Call&);
http::Response plugin_form(const Call&);
http::Response plugin_send(const Call&);
http::Response token_form(const Call&);
http::Response token_send(const Call&);
http::Response remote_form(const Call&);
http::Response remote_send(const Call&);
http::Response show_key(const Call&);
http::Response picture(const Call&);
http::Response picture_send(const Call&);
http::Response picture_remove(const Call&);
http::Response closure_form(const Call&);
http::Response closure_send(const Call&);

}  // namespace lt::signing::pages
