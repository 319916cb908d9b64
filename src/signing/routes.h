// The pages of signing keys: /account/signing-keys for an official's own, /admin/seal for those of the agency.
#pragma once

#include <memory>

#include "kit/blob/uploads.h"
#include "kit/http/router.h"
#include "kit/page/page.h"
#include "signing/api.h"

namespace lt::signing {

struct PageServices {
    Services& signing;
    const page::Pages& pages;
    blob::Uploads& uploads;  // where files of a form wait until they are read
};

void add_routes(http::Router& router, std::shared_ptr<const PageServices> services);

}  // namespace lt::signing
