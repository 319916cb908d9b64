// The axis that other document systems connect to: /axis as the reference clients speak it, /axis/v1 as the provincial façades do. Two
// skins over the same acts.
#pragma once

#include <memory>

#include "exchange/api.h"
#include "kit/http/router.h"

namespace lt::exchange {

void add_hub_routes(http::Router& router, Services& services);

}  // namespace lt::exchange
