// What the server and the commands share: database, files, queue, and the documents feature on top of them.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "app/believed.h"
#include "app/database.h"
#include "directory/api.h"
#include "documents/actions.h"
#include "dossiers/portal/sending.h"
#include "dossiers/services.h"
#include "exchange/api.h"
#include "kit/base/config.h"
#include "kit/blob/uploads.h"
#include "kit/fetch/fetch.h"
#include "kit/jobs/jobs.h"
#include "process/api.h"
#include "signing/api.h"

namespace lt::app {

struct Purpose {
    Prepare prepare = Prepare::nothing;
    unsigned connections = 4;
    jobs::Options queue{};
    std::string session{};  // settings of every connection, "-c name=value"
    std::function<void(std::int64_t, const std::string&, const std::string&)> notify =
        [](std::int64_t, const std::string&, const std::string&) {};
};

// Members in the order in which they need one another.
struct House {
    House(const base::Config& config, std::shared_ptr<const base::Clock> the_clock, Purpose purpose);
    std::shared_ptr<const base::Clock> clock;
    Database database;
    directory::Directory directory;
    blob::Store blobs;
    blob::Uploads uploads;
    jobs::Queue queue;
    Believed believed;
    fetch::HttpFetcher axes{{.allow_private = true}};  // parent axes: addresses that the operator wrote down
    signing::Services signing;
    exchange::Services exchange;
    documents::Services documents;
    process::Services process;
    dossiers::Services dossiers;
    dossiers::portal::PortalServices
        portal;  // the jobs of all are registered with the queue, which is not started
};

// The key file that seals second factors.
std::filesystem::path account_key_file(const base::Config& config);

}  // namespace lt::app
