// The operator's pages: the national portal and what it refused (/admin/portal), and what connected systems may do with dossiers
// (/admin/systems/{uid}/rights).
#pragma once

#include <memory>

#include "dossiers/portal/sending.h"
#include "exchange/api.h"
#include "kit/http/router.h"
#include "kit/page/page.h"

namespace lt::dossiers::portal {

struct PageServices {
    PortalServices& portal;
    exchange::Services& exchange;
    const page::Pages& pages;
};
void add_page_routes(http::Router& router, std::shared_ptr<const PageServices> services);

}  // namespace lt::dossiers::portal
