// The pages of ratings and petitions. Inside satisfaction only.
#pragma once

#include "dossiers/figures/rules.h"
#include "dossiers/pages/call.h"
#include "dossiers/satisfaction/petitions.h"

namespace lt::dossiers::pages {

struct VoiceCall {
    const Call& call;
    const IndexRuleBook& rules;
};

inline constexpr const char* kPetitions = "/dossiers/petitions";
inline constexpr const char* kScreens = "/dossiers/rating-screens";
inline constexpr const char* kTablet = "/danh-gia";
std::string petition_path(const Petition& petition);
View petition_mark(const page::Words& tr, const Petition& petition,
                   base::Time now);  // what marks/state reads

// ---- Everybody who has a code
http::Response rating_form(const VoiceCall&);
http::Response rating_send(const VoiceCall&);
http::Response petition_form(const VoiceCall&);
http::Response petition_send(const VoiceCall&);
http::Response answers_form(const VoiceCall&);
http::Response answers_show(const VoiceCall&);
http::Response answer_mark(const VoiceCall&);
http::Response vault_form(const VoiceCall&);
http::Response vault_withdraw(const VoiceCall&);

// ---- The tablet at the desk
http::Response tablet(const VoiceCall&);
http::Response tablet_send(const VoiceCall&);
http::Response tablet_reasons(const VoiceCall&);
http::Response tablet_consent(const VoiceCall&);

// ---- Officials
http::Response petition_list(const VoiceCall&);
http::Response petition_show(const VoiceCall&);
http::Response petition_answer(const VoiceCall&);
http::Response petition_refuse(const VoiceCall&);
http::Response petition_forward(const VoiceCall&);
http::Response petition_take(const VoiceCall&);
http::Response petition_note(const VoiceCall&);
http::Response petition_note_send(const VoiceCall&);
http::Response screen_list(const VoiceCall&);
http::Response screen_open(const VoiceCall&);
http::Response screen_revoke(const VoiceCall&);

}  // namespace lt::dossiers::pages
