// The REST interface (/api/v1) and what the national portal calls (/api/portal). No browser reaches them: a caller says in every call who
// it is.
#pragma once

#include <memory>

#include "dossiers/rest/callers.h"
#include "kit/http/router.h"

namespace lt::dossiers::rest {

void add_routes(http::Router& router, RestServices services);

}  // namespace lt::dossiers::rest
