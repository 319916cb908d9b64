// Pages of batches: what waits and is under way, making one, one batch with its confirmation.
#pragma once

#include <string>

#include "dossiers/batches/actions.h"
#include "dossiers/pages/call.h"
#include "dossiers/pages/key_choice.h"

namespace lt::dossiers::pages {

inline constexpr const char* kBatches = "/dossiers/batches";
// Takes what was chosen in a work list to the form of a batch.
inline constexpr const char* kBatchChosen = "/dossiers/batches/chosen";
std::string batch_path(const std::string& uid);
// A signature that is made elsewhere, on its way.
inline constexpr const char* kBatchActs = "/dossiers/handing";
std::string batch_act_path(const std::string& act);
signing::ActAbout about_batch_act(const page::Words& tr, const signing::Act& act, base::Time now);
// Those that wait for the official, for the component open-acts.
void add_open_acts(View& view, const Call& call);
// Where a batch for this receiver is made.
std::string batch_new_path(batches::Kind kind, const std::string& receiver_uid);
View batch_state_view(const page::Words& tr, const batches::Batch& batch);
// What a line holds, in the reader's language: "2 bản chính, 1 bản sao"; numbers of results as they are.
std::string batch_contents(const page::Words& tr, batches::Kind kind, const std::string& contents);
// "12 hồ sơ", "12 kết quả".
std::string batch_count(const page::Words& tr, batches::Kind kind, std::int64_t count);

// What the view `_sign` reads: who has a key signs, or confirms by name and time alone; who has none does the latter, and reads so.
struct SigningPart {
    const char* title;
    const char* sign;    // button
    const char* plain;   // button beside it
    const char* only;    // button where there is no key
    const char* action;  // what both of these send
};
void add_signing_part(View& view, page::FormView& form, const Call& call, const Keys& keys,
                      const SigningPart& part);
// The key that the form was sent with; the PIN leaves the form.
batches::SigningWish signing_wish(http::Form& form);

http::Response batch_list(const Call&);
http::Response batch_chosen(const Call&);
http::Response batch_form(const Call&);
http::Response batch_send(const Call&);
http::Response batch(const Call&);
http::Response batch_receive(const Call&);
http::Response batch_withdrawal(const Call&);
http::Response batch_withdraw(const Call&);
http::Response batch_slip(const Call&);
http::Response batch_record(const Call&);

}  // namespace lt::dossiers::pages
