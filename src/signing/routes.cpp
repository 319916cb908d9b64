// Paths of the keys, each twice: for the official's own and for the agency's.
#include "signing/routes.h"

#include "signing/pages/call.h"

namespace lt::signing {
namespace {

using directory::Role;
using Page = http::Response (*)(const pages::Call&);

// More than any file that is kept, so that a larger one is refused on its form and not by the server's own page.
constexpr std::uint64_t kUploadLimit = 32 << 20;

http::Handler handler(const std::shared_ptr<const PageServices>& services, Whose whose, Page page)
{
    return [services, whose, page](http::Request& request) {
        return page({*services,
                     request,
                     whose,
                     {accounts::scope_of(request), accounts::me(request).role, accounts::me(request).login},
                     services->pages.words(request),
                     services->signing.clock->now()});
    };
}

void add_routes_of(http::Router& router, const std::shared_ptr<const PageServices>& services,
                   const std::string& base, const http::Access& access, Whose whose)
{
    const auto get = [&](const char* path, Page page) {
        router.get(base + path, access, handler(services, whose, page));
    };
    const auto post = [&](const char* path, Page page, const http::Body& body) {
        router.post(base + path, access, handler(services, whose, page), body);
    };
    const http::Body form = http::Body::form();
    const http::Body upload = http::Body::upload(kUploadLimit);
    get("", pages::list);
    get("/new", pages::choose);
    get("/new/file", pages::file_form);
    post("/new/file", pages::file_send, upload);
    get("/new/plugin", pages::plugin_form);
    post("/new/plugin", pages::plugin_send, upload);
    get("/new/token", pages::token_form);
    post("/new/token", pages::token_send, form);
    get("/new/remote", pages::remote_form);
    post("/new/remote", pages::remote_send, form);
    get("/{uid}", pages::show_key);
    get("/{uid}/picture", pages::picture);
    post("/{uid}/picture", pages::picture_send, upload);
    post("/{uid}/picture/removal", pages::picture_remove, form);
    get("/{uid}/closure", pages::closure_form);
    post("/{uid}/closure", pages::closure_send, form);
}

}  // namespace

void add_routes(http::Router& router, std::shared_ptr<const PageServices> services)
{
    add_routes_of(router, services, "/account/signing-keys",
                  accounts::needs({Role::leader, Role::registry_clerk, Role::specialist, Role::desk_staff}),
                  Whose::own);
    add_routes_of(router, services, "/admin/seal",
                  accounts::needs({Role::registry_clerk, Role::agency_administrator}), Whose::agency);
}

}  // namespace lt::signing
