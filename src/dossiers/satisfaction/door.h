// Who speaks for a dossier on the page for everybody: by its code, and the last four digits of the number of its owner or of who handed it in.
#pragma once

#include <string>

#include "dossiers/services.h"
#include "kit/base/result.h"

namespace lt::dossiers {

struct Place {
    std::string uid{};
    std::int64_t agency = 0;  // that received it

    // The server itself, in the name of that agency.
    Actor actor() const { return {.agency = agency}; }
};
// Five wrong tries close the door until tomorrow, whatever they were for. invalid, at "digits": wrong, no four digits, or closed; not_found: no such code.
base::Result<Place> open_door(Services& services, const std::string& code, const std::string& digits);

}  // namespace lt::dossiers
