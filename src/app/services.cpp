#include "app/services.h"

#include "documents/jobs.h"

namespace lt::app {
namespace {

// Keys are the operator's alone.
std::filesystem::path key_folder(const base::Config& config)
{
    namespace fs = std::filesystem;
    const fs::path folder = config.state / "keys";
    if (fs::create_directories(folder)) fs::permissions(folder, fs::perms::owner_all);
    return folder;
}

}  // namespace

House::House(const base::Config& config, std::shared_ptr<const base::Clock> the_clock, Purpose purpose)
    : clock(std::move(the_clock)),
      database(config,
               {.prepare = purpose.prepare, .connections = purpose.connections, .session = purpose.session}),
      directory(database.pool(), clock), blobs(config.state / "files", key_folder(config) / "files.key"),
      uploads(blobs, database.pool(), clock, {.files = config.waiting_files, .bytes = config.waiting_bytes}),
      queue(database.pool(), clock, purpose.queue),
      believed(config, clock), signing{.pool = database.pool(),
                                       .blobs = blobs,
                                       .clock = clock,
                                       .token_driver = config.pkcs11_module},
      documents{.pool = database.pool(),
                .directory = directory,
                .queue = queue,
                .blobs = blobs,
                .clock = clock,
                .notify = std::move(purpose.notify),
                .signing = signing}
{
    believed.serve(config, signing);
    documents::add_jobs(documents);
}

std::filesystem::path account_key_file(const base::Config& config)
{
    return key_folder(config) / "accounts.key";
}

}  // namespace lt::app
