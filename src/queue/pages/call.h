// What the pages of the queue work with: one request, and the desk that its address names.
#pragma once

#include <string>

#include "accounts/api.h"
#include "kit/http/message.h"
#include "queue/queue.h"
#include "queue/routes.h"
#include "queue/store.h"

namespace lt::queue::pages {

struct Call {
    const PageServices& services;
    http::Request& request;
    page::Words tr;
    base::Time now;
    Desk desk{};  // none on the pages that list desks

    base::Day today() const { return base::vietnam_day(now); }
    std::string path(const std::string& below = {}) const { return "/quay/" + desk.code + below; }
    std::string admin_path(const std::string& below = {}) const
    {
        return "/admin/queue/" + desk.code + below;
    }
    std::string topic() const { return "queue/" + std::to_string(desk.id); }
    // In the name of the desk's agency, without an official: kiosk and screen.
    db::Scope desk_scope() const
    {
        return {.agency = desk.agency, .reach = db::Reach::agency, .request_id = request.id};
    }
    // An official of the desk's agency.
    bool is_staff() const
    {
        const accounts::Me* me = accounts::find_me(request);
        return me != nullptr && me->agency == desk.agency;
    }
    void tell() const { services.publish(topic(), "queue", "{}"); }
    http::Response refuse(const base::Error& error) const { return services.pages.refuse(request, error); }
    http::Response show(std::string_view name, html::View view, int status = 200) const;
};

// ---- Everybody
http::Response kiosk(const Call&);
http::Response take_number(const Call&);
http::Response ticket(const Call&);
http::Response ticket_file(const Call&);
http::Response screen(const Call&);
http::Response events(const Call&);

// ---- Officials of the desk's agency
http::Response desks(const Call&);
http::Response desk(const Call&);
http::Response counter(const Call&);
http::Response next(const Call&);
http::Response again(const Call&);
http::Response absent(const Call&);
http::Response done(const Call&);
http::Response pass_on(const Call&);
http::Response come_back(const Call&);
http::Response figures(const Call&);

// ---- Administrators
http::Response set_up_list(const Call&);
http::Response set_up_desk(const Call&);
http::Response set_up(const Call&);
http::Response set_up_group(const Call&);
http::Response set_up_group_closed(const Call&);
http::Response set_up_counter(const Call&);
http::Response set_up_kiosk(const Call&);
http::Response set_up_kiosk_revoked(const Call&);

}  // namespace lt::queue::pages
