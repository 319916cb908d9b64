// What the agency has done on one day: figures of the home page.
#pragma once

#include "documents/actions.h"

namespace lt::documents::pages {

struct Today {
    int registered = 0;
    int issued = 0;
    int last_arrival = 0;  // the last number of the incoming register this year
};
Today done_on(Services& services, const Actor& actor, base::Day day);

}  // namespace lt::documents::pages
