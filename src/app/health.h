// For machines that watch the server: /healthz and /metrics.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "kit/base/clock.h"
#include "kit/db/fwd.h"
#include "kit/http/router.h"
#include "kit/http/server.h"

namespace lt::app {

struct Watched {
    db::Pool& pool;
    std::filesystem::path state{};  // where files are written
    std::shared_ptr<const base::Clock> clock{};
    std::function<http::Counters()> counters{};  // of the running server
};

// /healthz says 200 or 503 and what is wrong; /metrics is Prometheus text, for this machine only: figures of a
// province's work are not for everybody.
void add_health_routes(http::Router& router, const Watched& watched);

}  // namespace lt::app
