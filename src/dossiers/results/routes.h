// The pages of results: /dossiers/{uid}/drafts, /dossiers/signing, /dossiers/sealing, /dossiers/{uid}/document, /dossiers/{uid}/delivery and,
// for everybody, /tra-cuu/{code}/receipt.
#pragma once

#include "dossiers/routes.h"

namespace lt::dossiers {

void add_result_routes(http::Router& router, const std::shared_ptr<const PageServices>& services);
std::vector<std::pair<std::string, std::string>> result_menu_items(directory::Role role,
                                                                   const page::Words& tr);

}  // namespace lt::dossiers
