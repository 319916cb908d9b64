#include "documents/verdicts/verdicts.h"

#include "documents/queries.h"
#include "kit/base/log.h"
#include "kit/base/text.h"

namespace lt::documents {
namespace {

constexpr const char* kFailed = "total-failed";

// Nothing where the house judges none, and for what is no PDF: other files have no signatures of their own.
std::optional<signing::Judged> judged(Services& services, const std::string& media_type,
                                      const std::string& sha256, std::uint64_t size)
{
    if (!services.signing.judge || media_type != "application/pdf" || size > kJudgedFileLimit)
        return std::nullopt;
    return services.signing.judge(services.blobs.get(sha256, kJudgedFileLimit));
}

}  // namespace

void judge_files(Services& services, std::int64_t agency, std::int64_t document)
{
    db::Rows files;
    {
        db::Transaction tx =
            services.pool.begin({.agency = agency, .official = 0, .reach = db::Reach::agency});
        files = tx.run(sql::document_files_of, document);
    }
    for (const db::Row file : files) {
        if (!file["judged_at"].null()) continue;
        const std::string sha256 = file["sha256"].str();
        const auto verdict = judged(services, file["media_type"].str(), sha256,
                                    static_cast<std::uint64_t>(file["size"].int64()));
        if (!verdict) continue;
        // All who hold the document read the same report, so the database takes it from no agency.
        services.pool.begin({}).run_and_commit(sql::report_put, file["uid"].str(), sha256,
                                               verdict->indication, verdict->report, services.clock->now());
        base::log(base::Level::info, "file_judged",
                  {{"file", file["uid"].str()}, {"indication", verdict->indication}});
    }
}

std::vector<std::string> broken_files(db::Transaction& tx, std::int64_t document)
{
    std::vector<std::string> broken;
    for (const db::Row file : tx.run(sql::document_files_of, document))
        if (file["indication"].str_or("") == kFailed) broken.push_back(file["name"].str());
    return broken;
}

std::vector<std::string> broken_files(Services& services, const std::vector<NewFile>& files)
{
    std::vector<std::string> broken;
    for (const NewFile& file : files) {
        const auto verdict = judged(services, file.blob.media_type, file.blob.sha256, file.blob.size);
        if (verdict && verdict->indication == kFailed) broken.push_back(file.name);
    }
    return broken;
}

std::optional<base::Error> check_signature_reason(const std::vector<std::string>& broken,
                                                  const std::string& reason)
{
    if (base::length(reason) > 1000)
        return base::invalid("signature_reason", "Rút lý do còn nhiều nhất 1.000 ký tự.");
    if (broken.empty() || base::length(reason) >= 10) return std::nullopt;
    return base::invalid(
        "signature_reason",
        {"Chữ ký số của tệp “{{name}}” không hợp lệ. Nêu lý do vẫn tiếp nhận (ít nhất 10 ký tự), hoặc không "
         "tiếp nhận văn bản.",
         {{"name", broken.front()}}});
}

}  // namespace lt::documents
