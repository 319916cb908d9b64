// The pages of ratings and petitions.
#pragma once

#include "dossiers/routes.h"

namespace lt::dossiers {

// For everybody /tra-cuu/{code}/rating, /tra-cuu/{code}/petitions… and the tablet's /danh-gia; for leaders and the desk /dossiers/petitions…; for
// the desk /dossiers/{uid}/petitions… and /dossiers/rating-screens….
void add_satisfaction_routes(http::Router& router, const std::shared_ptr<const PageServices>& services);

// Items of the menu: href and label; none for who sees no petitions.
std::vector<std::pair<std::string, std::string>> satisfaction_menu_items(directory::Role role,
                                                                         const page::Words& tr);

}  // namespace lt::dossiers
