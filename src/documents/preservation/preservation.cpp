#include "documents/preservation/preservation.h"

#include <algorithm>
#include <stdexcept>

#include <nlohmann/json.hpp>

#include "documents/jobs.h"
#include "documents/queries.h"
#include "kit/base/log.h"
#include "kit/base/text.h"
#include "kit/jobs/jobs.h"

namespace lt::documents {
namespace {

using namespace std::chrono_literals;

// An answer about revocation should be younger than the signature, and a stolen key may be reported late.
constexpr auto kAfterIssue = 1h;
constexpr auto kTryAgain = 20h;  // what failed; less than the day between two rounds
constexpr auto kLate = 48h;
constexpr int kFilesAtOnce = 20;  // of one round: far less work than the time that a job is lent for
constexpr int kMostSilence = 3;   // files in a row whose authorities do not answer end a round

// Each renewal adds some 30 KB for a signature's proofs; far from what a file may grow in a century.
constexpr std::uint64_t kPreservedFileLimit = 150ULL << 20;

struct DueFile {
    std::int64_t agency = 0;
    std::int64_t document = 0;
    std::string uid{};
    std::string sha256{};
    int versions = 0;
    base::Time renew_by{};
};
std::vector<DueFile> due_files(const db::Rows& rows)
{
    std::vector<DueFile> out;
    for (const db::Row row : rows)
        out.push_back({.agency = row["agency_id"].int64(),
                       .document = row["document_id"].int64(),
                       .uid = row["file_uid"].str(),
                       .sha256 = row["sha256"].str(),
                       .versions = row["versions"].int32(),
                       .renew_by = row["renew_by"].time()});
    return out;
}

base::Result<signing::Preserved> made_of(Services& services, const DueFile& file)
{
    auto made = services.signing.preserve(services.blobs.get(file.sha256, kPreservedFileLimit));
    // Otherwise the file would grow every day and last no longer.
    if (made && file.versions > 0 && made->renew_by <= file.renew_by)
        return base::Error{
            base::Fault::unavailable,
            {},
            {"Dấu thời gian mới không dùng được lâu hơn dấu đang có (phải gia hạn trước ngày {{day}}). Khai báo "
             "dịch vụ cấp dấu thời gian có chứng thư số và thuật toán mới hơn.",
             {{"day", base::format_day(base::vietnam_day(made->renew_by))}}},
            {}};
    return made;
}

void keep(Services& services, const DueFile& file, const signing::Preserved& made)
{
    const blob::Blob blob = services.blobs.put(made.bytes);
    const base::Time now = services.clock->now();
    db::Transaction tx = services.pool.begin(own_work(file.agency));
    blob::remember(tx, blob);
    const db::Rows rows = tx.run(sql::preserved_put, file.uid, file.sha256, blob.sha256,
                                 static_cast<std::int64_t>(blob.size), now, made.renew_by);
    if (rows.empty()) return;  // another run was faster
    record(tx, {.agency = file.agency},
           {file.document, rows[0]["uid"].str(), file.versions == 0 ? "preserved" : "renewed",
            rows[0]["name"].str(), Reader::own_agency, now});
    tx.commit();
    base::log(base::Level::info, "file_preserved",
              {{"file", file.uid}, {"renew_by", base::format_iso(made.renew_by)}});
}

base::Result<base::Done> preserve_file(Services& services, const DueFile& file)
{
    const auto note = [&](const std::string& why) {
        services.pool.begin(own_work(file.agency))
            .run_and_commit(sql::preserved_try, file.uid, services.clock->now(), why);
    };
    // Before anything can go wrong, so that a file that breaks the round does not break the next one, too.
    note("Lần thử gần nhất bị gián đoạn.");
    const auto made = made_of(services, file);
    if (made) {
        keep(services, file, *made);
        return base::Done{};
    }
    const std::string why = made.error().message.str();
    note(why);
    base::log(base::Level::warning, "file_not_preserved", {{"file", file.uid}, {"reason", why}});
    return made.error();
}

}  // namespace

void begin_preservation(db::Transaction& tx, Services& services, std::int64_t agency, std::int64_t document,
                        base::Time now)
{
    tx.send(sql::preserved_begin, document, agency, now, now + kAfterIssue);
    if (!services.signing.preserve) return;
    jobs::enqueue(tx, services.queue, "documents.preserve",
                  nlohmann::json{{"agency", agency}, {"document", document}}.dump(), kAfterIssue);
}

void preserve_document(Services& services, std::int64_t agency, std::int64_t document)
{
    if (!services.signing.preserve) return;
    std::vector<DueFile> files;
    {
        db::Transaction tx = services.pool.begin(own_work(agency));
        files = due_files(tx.run(sql::preserved_due_of, document, services.clock->now()));
    }
    for (const DueFile& file : files)
        if (const auto done = preserve_file(services, file); !done)
            throw std::runtime_error(done.error().message.str());
}

void renew_due(Services& services)
{
    const base::Time now = services.clock->now();
    std::vector<DueFile> files;
    std::vector<DueFile> failed;  // last time; they hold up nobody else
    {
        db::Transaction tx = services.pool.begin({});
        files = due_files(tx.run(sql::preserved_due, now, kFilesAtOnce));
        failed = due_files(tx.run(sql::preserved_failed, now, now - kTryAgain, kFilesAtOnce));
    }
    if (files.empty() && failed.empty()) return;
    if (!services.signing.preserve) {
        base::log(base::Level::info, "nothing_preserved",
                  {{"reason", "no timestamp authority: trust.timestamps is empty"}});
        return;
    }
    int silent = 0;
    for (const DueFile& file : files) {
        const auto done = preserve_file(services, file);
        silent = !done && done.error().fault == base::Fault::unavailable ? silent + 1 : 0;
        if (silent == kMostSilence) return;
    }
    for (const DueFile& file : failed)
        std::ignore = preserve_file(services, file);  // the reason stands in its row
    if (static_cast<int>(std::max(files.size(), failed.size())) < kFilesAtOnce) return;
    db::Transaction tx = services.pool.begin({});
    jobs::enqueue(tx, services.queue, "documents.renew", "{}");
    tx.commit();
}

ToPreserve to_preserve(db::Transaction& tx, base::Time now)
{
    const db::Rows rows = tx.run(sql::preserved_figures, now, now - kLate);
    return {.due = rows[0]["due"].int64(), .late = rows[0]["late"].int64(), .why = rows[0]["why"].str()};
}

}  // namespace lt::documents
