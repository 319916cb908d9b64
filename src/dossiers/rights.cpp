// See rights.h.
#include "dossiers/rights.h"

namespace lt::dossiers {

using directory::Role;

bool may(Role role, Part part, ActKind kind)
{
    const bool desk = role == Role::desk_staff && part.receives;
    const bool leads = role == Role::leader && part.decides;
    const bool handles = role == Role::specialist && part.decides;
    switch (kind) {
    case ActKind::lodge:
    case ActKind::verify: return false;  // what the process says
    case ActKind::receive:
    case ActKind::begin:
    case ActKind::supplemented:
    case ActKind::withdraw:
    case ActKind::hand_over: return desk;
    case ActKind::reject: return desk || leads;
    // Whoever finds what lacks says so; to the citizen it goes through the desk (given_slips.cpp).
    case ActKind::ask_supplement: return desk || leads || handles;
    case ActKind::ask_payment:
    case ActKind::paid:
    case ActKind::resolve: return leads || handles;
    case ActKind::extend:
    case ActKind::stop: return leads;
    case ActKind::note:
    case ActKind::take_back: return desk || leads || handles;
    }
    return false;
}

}  // namespace lt::dossiers
