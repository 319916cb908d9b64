// Signed results go into the vault by themselves. See digitise.h.
#include <nlohmann/json.hpp>

#include "directory/api.h"
#include "dossiers/digitise/digitise.h"
#include "dossiers/digitise/elsewhere.h"
#include "dossiers/results/recording.h"
#include "dossiers/store.h"
#include "kit/audit/audit.h"
#include "kit/base/ids.h"
#include "kit/jobs/jobs.h"

namespace lt::dossiers {
namespace {

constexpr const char* kKeepResults = "dossiers.keep_results";

// "" where the file is not signed, or wrongly.
std::string kept_signature_of(Services& services, const File& file)
{
    if (vault::counts(file.verdict)) return file.verdict;
    const std::string indication =
        signature_in(services, {.sha256 = file.sha256, .size = file.size, .media_type = file.media_type});
    return vault::counts(indication) ? indication : "";
}

bool has_results(const std::optional<Dossier>& dossier)
{
    return dossier && (dossier->life.state == State::resolved || dossier->life.state == State::returned);
}

void keep_results(Services& services, const jobs::Job& job)
{
    const nlohmann::json payload = nlohmann::json::parse(job.payload);
    const std::string uid = payload.at("dossier").get<std::string>();
    const Actor platform{.agency = payload.at("agency").get<std::int64_t>()};
    struct Result {
        Outcome outcome{};
        File file{};
        std::string signature{};
    };
    std::vector<Result> results;
    {
        db::Transaction tx = services.pool.begin(scope_of(platform));
        const auto dossier = store::find(tx, uid);
        if (!has_results(dossier)) return;
        for (const Outcome& outcome : store::outcomes(tx, dossier->id))
            if (const auto file = store::find_file(tx, dossier->id, outcome.file))
                results.push_back({outcome, *file, {}});
    }
    for (Result& result : results) result.signature = kept_signature_of(services, result.file);

    const base::Time now = services.clock->now();
    const std::string issuer = [&] {
        const auto directory = services.directory.snapshot();
        const directory::Agency* agency = directory->find(platform.agency);
        return agency == nullptr ? std::string() : agency->name;
    }();
    db::Transaction tx = services.pool.begin(scope_of(platform));
    // Behind the lock of who takes the resolution back: what he takes out of the vault is not put in again.
    if (!has_results(store::find(tx, uid, store::Lock::for_update))) return;
    for (const Result& result : results) {
        if (result.signature.empty()) continue;
        const Outcome& outcome = result.outcome;
        const auto kept = vault::keep(tx,
                                      {.uid = base::new_uid(now),
                                       .dossier = uid,
                                       .source = vault::Source::result,
                                       .no = outcome.no,
                                       .paper = {.code = outcome.code.empty() ? "KHAC" : outcome.code,
                                                 .name = outcome.name,
                                                 .number = outcome.number,
                                                 .issuer = issuer,
                                                 .issued_on = outcome.issued_on},
                                       .file_name = result.file.name,
                                       .blob = {.sha256 = result.file.sha256,
                                                .size = result.file.size,
                                                .media_type = result.file.media_type},
                                       .signature = result.signature,
                                       .why = base::msg("Kết quả có tệp mới")},
                                      now);
        if (!kept) return;  // an owner without a number has no vault
        if (kept->is_new)
            audit::record(tx, {.action = "dossier.result_kept",
                               .subject = uid,
                               .detail = nlohmann::json{{"item", kept->uid}}.dump(),
                               .at = now});
    }
    tx.commit();
}

}  // namespace

void keep_results_later(Services& services, db::Transaction& tx, const Dossier& dossier)
{
    jobs::enqueue(tx, services.queue, kKeepResults,
                  nlohmann::json{{"dossier", dossier.uid}, {"agency", dossier.decides}}.dump());
}

void add_results_job(Services& services)
{
    services.queue.handle(kKeepResults, [&services](const jobs::Job& job) { keep_results(services, job); });
}

void add_digitise_jobs(Services& services)
{
    add_reading_job(services);
    add_results_job(services);
    add_copy_act_jobs(services);
}

}  // namespace lt::dossiers
