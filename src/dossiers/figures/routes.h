// The pages of figures: reports, the index, the control board.
#pragma once

#include "dossiers/routes.h"

namespace lt::dossiers {

// /dossiers/statistics…, /dossiers/indices…, /dossiers/board…: leaders and the platform operator; reports also the desk.
void add_figure_routes(http::Router& router, std::shared_ptr<const PageServices> services);

// Items of the menu: href and label; none for who has no figures.
std::vector<std::pair<std::string, std::string>> figure_menu_items(directory::Role role,
                                                                   const page::Words& tr);

}  // namespace lt::dossiers
