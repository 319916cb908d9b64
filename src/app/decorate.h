// What every page shows around its content: who is logged in, the menu with its figures, the time.
#pragma once

#include "documents/actions.h"
#include "dossiers/services.h"
#include "kit/page/page.h"

namespace lt::app {

// The services and `templates` must outlive the pages. The token that forms send back is masked anew for each page.
page::Decorate make_decorate(documents::Services& services, dossiers::Services& dossiers,
                             const html::Templates& templates, bool development);

}  // namespace lt::app
