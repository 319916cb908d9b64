// The pages of a signature that is made elsewhere, whatever is signed: what is waited for, the one-time code of a service, how it ended;
// and the plug-in's side of it (docs/integrator/vgca.md).
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "kit/http/router.h"
#include "kit/page/page.h"
#include "signing/acts.h"

namespace lt::signing {

// The plug-in on the signer's machine comes without cookies: its addresses hold tickets.
struct PluginServices {
    std::string ticket_key{};  // at least 32 bytes, secret
    std::string public_url{};  // "https://lienthong.bacninh.gov.vn"; "": as the browser names the server
    bool https = false;        // without a public_url: how browsers reach the server
    // Whose session this is (Me::session), while it lasts.
    std::function<std::shared_ptr<const accounts::Me>(const std::string& session)> logged_in{};
};

// What the page says of what is signed, in the words of who reads it.
struct ActAbout {
    std::string title{};
    std::string items{};  // heading over what is signed
    std::string list{};   // where more of it waits
    std::string list_href{};
    bool keeps_number = false;  // a number was given, whatever becomes of the act
    std::string after{};        // where one item that is signed is best seen; "": here
    std::function<std::string(const ActItem&)> href{};
};

// One request about an act.
struct ActCall {
    Services& signing;
    ActSubject& subject;
    const PluginServices& plugin;
    const page::Pages& pages;
    http::Request& request;
    page::Words tr;
    base::Time now;
    std::string act{};   // uid
    std::string path{};  // of its page
    std::string vgca{};  // "/vgca": where the plug-in comes to, as of add_plugin_routes()
    std::function<ActAbout(const Act&)> about{};
};

// Looking asks the service, and puts in what the signer has confirmed there; nothing else can be brought about by an address. When the
// service or the timestamp authority does not answer, the page says so and what it knows.
http::Response show_act(const ActCall&);
http::Response send_code(const ActCall&);  // form: "otp"
http::Response send_cancel(const ActCall&);
// JSON for web/islands/vgca.js: what the plug-in is told next, or that nothing is left.
http::Response send_order(const ActCall&);

// GET `vgca`/{ticket}/{name}: the file that is to be signed. POST `vgca`/{ticket}: the signed one. With no more right than the ticket in the
// address; `subject` makes it for who began the act.
struct PluginRoutes {
    Services& signing;
    PluginServices plugin;
    std::string vgca{};
    std::function<std::unique_ptr<ActSubject>(const accounts::Me&, const std::string& request_id)> subject{};
    std::function<std::string(const std::string& act)> path{};  // of an act's page
};
void add_plugin_routes(http::Router& router, PluginRoutes routes);

}  // namespace lt::signing
