// What the operator's pages of the exchange work with: one request.
#pragma once

#include <optional>
#include <string>

#include "accounts/api.h"
#include "exchange/routes.h"
#include "exchange/systems.h"

namespace lt::exchange::pages {

struct Call {
    const PageServices& services;
    http::Request& request;
    page::Words tr;
    base::Time now;

    Services& exchange() const { return services.exchange; }
    db::Transaction begin() const { return services.exchange.pool.begin(accounts::scope_of(request)); }
    http::Response show(const char* view_name, html::View view, const base::Error* error = nullptr) const;
    http::Response refuse(const base::Error& error) const { return services.pages.refuse(request, error); }
    // Where other systems call the axis here: as configured, or as this browser reached the server.
    std::string address() const;
    // The system of the path; nothing when there is none.
    std::optional<System> system() const;
    http::Response no_system() const;
};

inline constexpr const char* kSystemsPath = "/admin/systems";
std::string system_path(const std::string& uid);
// The kind, as the pages call it (Vietnamese, to be translated).
const char* label_of(SystemKind kind);

// A notice about what was just done, after a redirect with ?done=….
void add_flash(html::View& view, const Call& call);
html::View column(const std::string& label, const char* css_class);
// The page with one form whose fields stand in `rows`, in their order.
struct OneForm {
    std::string action{};
    std::string button{};
    std::string back{};
    bool warning = false;
    bool multipart = false;  // it has a file
};
http::Response show_form(const Call& call, html::View view,
                         const std::vector<std::pair<const char*, std::string>>& rows, const OneForm& form,
                         const base::Error* error);

http::Response systems_list(const Call&);
http::Response system_new(const Call&);
http::Response system_create(const Call&);
http::Response system_show(const Call&);
http::Response system_edit(const Call&);
http::Response system_save(const Call&);
http::Response system_agencies(const Call&);
http::Response system_agencies_save(const Call&);
http::Response secret_ask(const Call&);
http::Response secret_renew(const Call&);
http::Response listing_ask(const Call&);
http::Response certificates(const Call&);
http::Response certificate_add(const Call&);
http::Response certificate_remove(const Call&);
http::Response system_suspend(const Call&);
http::Response system_resume(const Call&);

http::Response queue(const Call&);
http::Response message_file(const Call&);
http::Response message_replay(const Call&);
http::Response give_up_ask(const Call&);
http::Response give_up_do(const Call&);

}  // namespace lt::exchange::pages
