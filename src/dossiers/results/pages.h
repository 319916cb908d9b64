// The pages of results. Inside results only.
#pragma once

#include "dossiers/pages/call.h"
#include "dossiers/results/drafts.h"

namespace lt::dossiers::pages {

inline constexpr const char* kToSign = "/dossiers/signing";
inline constexpr const char* kToSeal = "/dossiers/sealing";
// A signature that is made elsewhere, on its way.
inline std::string result_act_path(const std::string& act) { return std::string(kToSign) + "/" + act; }
signing::ActAbout about_result_act(const page::Words& tr, const signing::Act& act);
std::string draft_path(const ResultDraft& draft);
View draft_mark(const page::Words& tr, const ResultDraft& draft);  // what marks/state reads

View about_view(const Dossier& dossier);  // the line below a title: whose, code, procedure

// A form of "dossiers/results/form" about a dossier; fields are put below each other in the order of add_row().
View form_page(const Dossier& dossier, const std::string& title, const std::string& action,
               const std::string& button);
void add_form_row(View& view, const char* kind, const std::string& name);

http::Response draft_new(const Call&);
http::Response draft_create(const Call&);
http::Response draft_show(const Call&);
http::Response draft_file(const Call&);
http::Response draft_edit(const Call&);
http::Response draft_save(const Call&);
http::Response draft_submit(const Call&);
http::Response draft_recall(const Call&);
http::Response draft_drop(const Call&);
http::Response draft_return(const Call&);
http::Response draft_return_send(const Call&);
http::Response to_sign(const Call&);
http::Response to_sign_send(const Call&);
http::Response to_seal(const Call&);
http::Response to_seal_send(const Call&);
http::Response left_discard(const Call&);
http::Response waive_form(const Call&);
http::Response waive_send(const Call&);
http::Response document_new(const Call&);
http::Response document_create(const Call&);
http::Response delivery(const Call&);
http::Response delivery_send(const Call&);
http::Response receipt_send(const Call&);
http::Response collect_form(const Call&);
http::Response collect_show(const Call&);
http::Response collect_file(const Call&);

}  // namespace lt::dossiers::pages
