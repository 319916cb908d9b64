// Reads the files of a document after the commit: builds its search row of facts and text, and judges signatures.
#include <nlohmann/json.hpp>

#include "documents/jobs.h"
#include "documents/lists/rows.h"
#include "documents/outside/outside.h"
#include "documents/preservation/preservation.h"
#include "documents/queries.h"
#include "documents/signatures/acts.h"
#include "documents/statistics/progress.h"
#include "documents/verdicts/verdicts.h"
#include "kit/base/log.h"
#include "kit/base/text.h"
#include "kit/jobs/jobs.h"
#include "kit/text/text.h"

namespace lt::documents {

namespace {

// Words of the files that are indexed; the rest of a long annex adds nothing that one searches for.
constexpr std::size_t kTextLimit = 64 << 10;
constexpr int kLeastCount = 500;  // rarer lexemes need no row

std::string text_of(Services& services, const db::Rows& files)
{
    std::string out;
    for (const db::Row row : files) {
        if (out.size() >= kTextLimit) break;
        const auto reader = services.blobs.open(row["sha256"].str());
        std::string bytes(static_cast<std::size_t>(reader->size()), '\0');
        std::size_t filled = 0;
        while (filled < bytes.size()) {
            const std::size_t got = reader->read(
                filled, std::as_writable_bytes(std::span(bytes.data() + filled, bytes.size() - filled)));
            if (got == 0) break;
            filled += got;
        }
        const auto text = text::extract(bytes, row["media_type"].str(), {.nice = 10});
        if (!text) {
            // A file without readable text is found by its facts.
            base::log(base::Level::info, "no_text_in_file", {{"file", row["uid"].str()}});
            continue;
        }
        out += *text;
        out += '\n';
    }
    return base::normalise(std::string_view(out).substr(0, kTextLimit));
}

void index_document(Services& services, const jobs::Job& job)
{
    const auto payload = nlohmann::json::parse(job.payload);
    const auto agency = payload.at("agency").get<std::int64_t>();
    const auto document = payload.at("document").get<std::int64_t>();
    if (agency == 0) {  // given back to a sender elsewhere: nobody here has all of it to read
        services.pool.begin({}).run_and_commit(sql::holders_update, document);
        return;
    }
    db::Rows found;
    db::Rows files;
    {
        db::Transaction tx =
            services.pool.begin({.agency = agency, .official = 0, .reach = db::Reach::agency});
        found = tx.run(sql::search_source, document);
        files = tx.run(sql::document_files_of, document);
    }
    if (found.empty()) return;  // discarded meanwhile
    const db::Row row = found[0];
    const std::string notation = full_notation(row["number_text"].str_or(""), row["notation"].str_or(""));
    const std::string facts = row["subject"].str() + "\n" + row["issuer_name"].str() + "\n" +
                              row["kind_name"].str() + "\n" + notation + "\n" + row["signer_name"].str_or("");
    const std::string words = text_of(services, files);
    // The row serves all who hold the document, so the database takes it from no agency. Lost in a crash it is made again with the job,
    // whose end is committed later.
    services.pool.begin({.lasting = false})
        .run_and_commit(sql::search_put, document, notation_key(notation), base::lower(facts + "\n" + words),
                        base::to_tsvector({facts, words}));
    if (judge_files(services, files)) judge_later(services, agency, document);
    // The job that follows every issue, so that issuing itself waits for nobody.
    if (services.issued && row["issued"].boolean()) services.issued(agency, row["uid"].str());
}

}  // namespace

void add_jobs(Services& services)
{
    services.queue.handle("documents.index",
                          [&services](const jobs::Job& job) { index_document(services, job); });
    services.queue.handle("documents.discarded", [&services](const jobs::Job& job) {
        const auto payload = nlohmann::json::parse(job.payload);
        if (services.discarded)
            services.discarded(payload.at("agency").get<std::int64_t>(),
                               payload.at("uid").get<std::string>());
    });
    services.queue.handle("documents.count_lexemes", [&services](const jobs::Job&) {
        db::Transaction tx = services.pool.begin({});
        tx.run_and_commit(sql::lexeme_count_refresh, kLeastCount);
    });
    services.queue.handle("documents.preserve", [&services](const jobs::Job& job) {
        const auto payload = nlohmann::json::parse(job.payload);
        preserve_document(services, payload.at("agency").get<std::int64_t>(),
                          payload.at("document").get<std::int64_t>());
    });
    services.queue.handle("documents.judge_again",
                          [&services](const jobs::Job& job) { judge_again(services, job.payload); });
    services.queue.handle("documents.renew", [&services](const jobs::Job&) { renew_due(services); });
    services.queue.every(std::chrono::hours(24), "documents.count_lexemes");
    services.queue.every(std::chrono::hours(24), "documents.renew");
    add_act_jobs(services);
    add_outside_jobs(services);
    add_statistics_jobs(services);
}

}  // namespace lt::documents
