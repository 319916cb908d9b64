// The page that asks before an act on many dossiers, and the one that says what came of it.
#pragma once

#include "dossiers/pages/call.h"

namespace lt::dossiers::pages {

inline constexpr const char* kTogether = "/dossiers/together";

http::Response together_send(const Call&);

}  // namespace lt::dossiers::pages
