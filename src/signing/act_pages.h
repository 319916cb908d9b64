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

// The acts of one feature: what they sign, who may, where their pages are and what these say.
struct ActRoutes {
    Services& signing;
    PluginServices plugin;
    const page::Pages& pages;
    http::Access signers;
    std::string path{};  // "/outgoing/signing": each act's page is below it, by its uid
    std::string vgca{};  // "/vgca": where the plug-in comes to
    // For who began the act, whether his browser comes or the plug-in.
    std::function<std::unique_ptr<ActSubject>(const accounts::Me&, const std::string& request_id)> subject{};
    std::function<ActAbout(const page::Words&, const Act&)> about{};
};

// GET `path`/{uid}: looking asks the service, and puts in what the signer has confirmed there; nothing else can be brought about by an
// address. When the service or the timestamp authority does not answer, the page says so and what it knows. POST `path`/{uid}/code (form:
// "otp"), /closure, and /order, which is JSON for web/islands/vgca.js: what the plug-in is told next, or that nothing is left.
//
// For the plug-in, with no more right than the ticket in the address: GET `vgca`/{ticket}/{name}, the file that is to be signed, and POST
// `vgca`/{ticket}, the signed one.
void add_act_routes(http::Router& router, ActRoutes routes);

}  // namespace lt::signing
