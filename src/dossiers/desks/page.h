// Where the desk is and how its codes look, for who administers them.
#pragma once

#include "dossiers/pages/call.h"

namespace lt::dossiers::pages {

http::Response desk_show(const Call&);
http::Response desk_send(const Call&);

}  // namespace lt::dossiers::pages
