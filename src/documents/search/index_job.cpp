// Builds the search row of a document after the commit: facts, and the text of its files.
#include <set>

#include <nlohmann/json.hpp>

#include "documents/jobs.h"
#include "documents/lists/rows.h"
#include "documents/queries.h"
#include "kit/base/log.h"
#include "kit/base/text.h"
#include "kit/jobs/jobs.h"
#include "kit/text/text.h"

namespace lt::documents {

namespace {

// Words of the files that are indexed; the rest of a long annex adds nothing that one searches for.
constexpr std::size_t kTextLimit = 64 << 10;
constexpr int kLeastCount = 500;  // rarer lexemes need no row

std::string text_of_files(Services& services, db::Transaction& tx, std::int64_t document)
{
    std::string out;
    for (const db::Row row : tx.run(sql::document_files_of, document)) {
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
        const auto text = text::extract(bytes, row["media_type"].str());
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
    db::Transaction tx = services.pool.begin({.agency = agency, .official = 0, .reach = db::Reach::agency});
    const db::Rows rows = tx.run(sql::search_source, document);
    if (rows.empty()) return;  // discarded meanwhile
    const db::Row row = rows[0];
    std::set<std::int64_t> holders;
    if (payload.contains("holders")) {
        for (const auto& holder : payload["holders"]) holders.insert(holder.get<std::int64_t>());
    } else {
        if (!row["agency_id"].null()) holders.insert(row["agency_id"].int64());
        for (const db::Row held : tx.run(sql::search_holders, document, agency))
            holders.insert(held["agency_id"].int64());
    }
    const std::string notation = full_notation(row["number_text"].str_or(""), row["notation"].str_or(""));
    const std::string facts = row["subject"].str() + "\n" + row["issuer_name"].str() + "\n" +
                              row["kind_name"].str() + "\n" + notation + "\n" + row["signer_name"].str_or("");
    const std::string files = text_of_files(services, tx, document);
    tx.run_and_commit(sql::search_put, document, std::vector<std::int64_t>(holders.begin(), holders.end()),
                      row["issued_at"].time(), notation_key(notation), base::lower(facts + "\n" + files),
                      base::to_tsvector({facts, files}));
}

}  // namespace

void add_jobs(Services& services)
{
    services.queue.handle("documents.index",
                          [&services](const jobs::Job& job) { index_document(services, job); });
    services.queue.handle("documents.count_lexemes", [&services](const jobs::Job&) {
        db::Transaction tx = services.pool.begin({});
        tx.run_and_commit(sql::lexeme_count_refresh, kLeastCount);
    });
    services.queue.every(std::chrono::hours(24), "documents.count_lexemes");
}

}  // namespace lt::documents
