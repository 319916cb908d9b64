// Who may do what to a dossier: by role, and by what the agency has to do with it. Pure.
#pragma once

#include "directory/types.h"
#include "dossiers/life/dossier.h"

namespace lt::dossiers {

// What an agency has to do with a dossier; often both.
struct Part {
    bool receives = false;
    bool decides = false;
};

// Reception, supplements and the hand-over are the desk's; what stops or prolongs the work is a leader's of the agency that decides; what
// belongs to the work is also a specialist's. Whether the act fits the state is another question (fits()).
bool may(directory::Role role, Part part, ActKind kind);

}  // namespace lt::dossiers
