// Pages about the citizen's consent to the data vault, and what other pages show of it. Inside dossiers only.
#pragma once

#include "dossiers/consent/consent.h"
#include "dossiers/pages/call.h"

namespace lt::dossiers::pages {

// "Công dân đã đồng ý lúc … trên máy tính bảng …"
std::string consent_line(const Call& call, const consent::Ask& ask);

// At the reception: does what the form's "action" says (ask_tablet, ask_slip, slip_signed, consent_withdraw), sets view["consent"]. Whether the
// citizen agrees now. `error`: what is wrong at the field "vault_agree" already.
bool add_consent(View& view, const Call& call, db::Transaction& tx, const consent::Question& question,
                 const http::Form& typed, const std::string& error);

// On the page of a dossier: the link to what was asked for it, where anything was.
void add_consent_link(View& view, const Call& call, db::Transaction& tx, const Dossier& dossier);

// On the tablet: the question that waits there, into view["consent"]; whether there is one.
bool add_tablet_question(View& view, const Call& call, const ScreenOwner& owner);

http::Response consent_slip(const Call&);
http::Response consent_show(const Call&);
http::Response consent_scan_send(const Call&);
http::Response consent_withdraw(const Call&);

}  // namespace lt::dossiers::pages
