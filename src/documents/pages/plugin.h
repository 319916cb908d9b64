// What the plug-in on the signer's machine asks for by itself, with no more right than the ticket in the address.
#pragma once

#include <memory>

#include "documents/routes.h"

namespace lt::documents::pages {

// GET /vgca/{ticket}/{name}: the file that is to be signed. POST /vgca/{ticket}: the signed one.
void add_plugin_routes(http::Router& router, const std::shared_ptr<const PageServices>& services);

}  // namespace lt::documents::pages
