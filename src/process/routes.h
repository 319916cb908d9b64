// Pages of processes: /admin/processes (drawings, what runs in them, what got stuck) and /tasks (what an official has to do).
#pragma once

#include <memory>

#include "kit/blob/uploads.h"
#include "kit/http/router.h"
#include "kit/page/page.h"
#include "process/api.h"

namespace lt::process {

struct PageServices {
    Services& process;
    const page::Pages& pages;
    blob::Uploads& uploads;  // where a drawing that came as a file waits until it is read
    blob::Store& blobs;
};

void add_routes(http::Router& router, std::shared_ptr<const PageServices> services);

}  // namespace lt::process
