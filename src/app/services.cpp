#include "app/services.h"

#include "accounts/secrets.h"
#include "calendar/calendars/api.h"
#include "calendar/read.h"
#include "decisions/api.h"
#include "documents/import.h"
#include "documents/jobs.h"
#include "dossiers/batches/actions.h"
#include "dossiers/consent/consent.h"
#include "dossiers/figures/indices.h"
#include "dossiers/follow.h"
#include "dossiers/linked/moves.h"
#include "dossiers/portal/national_store.h"
#include "dossiers/results/documents.h"
#include "dossiers/results/signing.h"
#include "exchange/sync.h"
#include "process/definitions.h"

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

// A due time after its clock stood still: what working time was left at the pause is left when it goes on.
base::Time shifted(const calendar::Calendar& calendar, base::Time due, base::Time paused, base::Time resumed)
{
    if (due <= paused) return due;  // it was late already
    return calendar.after(resumed, calendar.between(paused, due)).value_or(due + (resumed - paused));
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
      exchange{
          .pool = database.pool(),
          .directory = directory,
          .queue = queue,
          .blobs = blobs,
          .clock = clock,
          .deliver =
              [this](const exchange::Arrived& arrived) { return documents::deliver(documents, arrived); }},
      documents{.pool = database.pool(),
                .directory = directory,
                .queue = queue,
                .blobs = blobs,
                .clock = clock,
                .notify = std::move(purpose.notify),
                .signing = signing,
                .exchange = exchange,
                .calendars = std::make_shared<calendars::Calendars>(database.pool(), directory,
                                                                    calendar::shipped_layer())},
      process{.pool = database.pool(),
              .directory = directory,
              .queue = queue,
              .clock = clock,
              .due =
                  [this](std::int64_t agency, base::Time from, const calendar::Duration& duration) {
                      return calendar::due(*documents.calendars->of(agency), from, duration);
                  },
              .shift =
                  [this](std::int64_t agency, base::Time due, base::Time paused, base::Time resumed) {
                      return shifted(*documents.calendars->of(agency), due, paused, resumed);
                  },
              .distance =
                  [this](std::int64_t agency, base::Time due, base::Time now) {
                      return calendar::distance(*documents.calendars->of(agency), due, now);
                  },
              .worked = [this](std::int64_t agency, base::Time from,
                               base::Time to) { return documents.calendars->of(agency)->between(from, to); },
              .definitions = std::make_shared<process::Definitions>(),
              .decisions = std::make_shared<decisions::Decisions>()},
      dossiers{.pool = database.pool(),
               .directory = directory,
               .queue = queue,
               .blobs = blobs,
               .clock = clock,
               .calendars = documents.calendars,
               .decisions = process.decisions,
               .process = process,
               .signing = signing,
               .scan_folder = {.root = config.scan_folder, .largest = config.upload_limit},
               .site = config.public_url},
      portal{.dossiers = dossiers, .fetcher = axes}
{
    believed.serve(config, signing);
    const auto key = std::make_shared<const accounts::Key>(accounts::Key::load(account_key_file(config)));
    exchange.seal = [key](std::string_view secret) { return key->seal(secret); };
    exchange.unseal = [key](std::string_view sealed) { return key->open(sealed); };
    portal.sealing = {.seal = exchange.seal, .unseal = exchange.unseal};
    dossiers.sources.push_back(std::make_shared<dossiers::portal::NationalStore>(database.pool(), axes));
    documents.judge_message = [this](const std::string& sha256, const edxml::Message& message) {
        // A larger one is not worth its memory: what binds is the signature in the file itself.
        constexpr std::uint64_t kLargest = 64ULL << 20;
        if (blobs.open(sha256)->size() > kLargest)
            return edxml::MessageSignature{.outcome = edxml::SignatureOutcome::not_verifiable,
                                           .reason = base::msg("Không kiểm tra được: thông điệp quá lớn.")};
        return believed.judge_message(blobs.get(sha256, kLargest), message);
    };
    dossiers.documents = &documents;
    documents.issued = [this](std::int64_t agency, const std::string& uid) {
        dossiers::take_issued(dossiers, agency, uid);
    };
    documents.discarded = [this](std::int64_t agency, const std::string& uid) {
        dossiers::take_discarded(dossiers, agency, uid);
    };
    exchange::add_jobs(exchange);
    exchange::add_sync_jobs(exchange, axes);
    documents::add_jobs(documents);
    process::add_jobs(process);
    dossiers::add_jobs(dossiers);
    dossiers::add_result_jobs(dossiers);
    dossiers::add_figure_jobs(dossiers);
    dossiers::linked::add_move_jobs(dossiers);
    dossiers::consent::add_consent_jobs(dossiers);
    dossiers::batches::add_batch_jobs(dossiers);
    dossiers::portal::add_jobs(portal);
}

std::filesystem::path account_key_file(const base::Config& config)
{
    return key_folder(config) / "accounts.key";
}

}  // namespace lt::app
