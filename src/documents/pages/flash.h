// Confirmations after a redirect: a closed list, with numbers that are read again, never taken from the
// address.
#pragma once

#include "documents/pages/call.h"

namespace lt::documents::pages {

// {text, href, link, neutral} for the flash component, or null. `?done=` names which.
View list_flash(const Call& call);
View document_flash(const Call& call, const DocumentView& document);

}  // namespace lt::documents::pages
