// An official for whom a job goes on with an act of signing that he began. Inside dossiers only.
#pragma once

#include <string>

#include "dossiers/services.h"

namespace lt::dossiers {

struct ActingLater {
    Actor actor{};
    std::string act{};  // uid
};
// The payload of such a job, as JSON, and back.
std::string acting_later(const Actor& actor, const std::string& act);
ActingLater acting_later_from(const std::string& payload);

}  // namespace lt::dossiers
