#include "documents/verdicts/verdicts.h"

#include <array>

#include <nlohmann/json.hpp>

#include "documents/queries.h"
#include "kit/base/ids.h"
#include "kit/base/log.h"
#include "kit/base/text.h"
#include "kit/jobs/jobs.h"

namespace lt::documents {
namespace {

constexpr const char* kFailed = "total-failed";
constexpr const char* kUndecided = "indeterminate";
constexpr std::chrono::minutes kBetweenQuestions{
    1};  // a button pressed again and again asks no server each time

// Nothing where the house judges none, and for what is no PDF: other files have no signatures of their own.
std::optional<signing::Judged> judged(Services& services, const std::string& media_type,
                                      const std::string& sha256, std::uint64_t size)
{
    if (!services.signing.judge || media_type != "application/pdf" || size > kJudgedFileLimit)
        return std::nullopt;
    return services.signing.judge(services.blobs.get(sha256, kJudgedFileLimit));
}

bool judge(Services& services, const db::Rows& files, Judging which)
{
    bool undecided = false;
    for (const db::Row file : files) {
        const bool was_undecided = file["indication"].str_or("") == kUndecided;
        if (!file["judged_at"].null() && !(which == Judging::again && was_undecided)) {
            undecided = undecided || was_undecided;
            continue;
        }
        const std::string sha256 = file["sha256"].str();
        const auto verdict = judged(services, file["media_type"].str(), sha256,
                                    static_cast<std::uint64_t>(file["size"].int64()));
        if (!verdict) continue;
        undecided = undecided || verdict->indication == kUndecided;
        // All who hold the document read the same report, so the database takes it from no agency.
        services.pool.begin({}).run_and_commit(sql::report_put, file["uid"].str(), sha256,
                                               verdict->indication, verdict->report, services.clock->now());
        base::log(base::Level::info, "file_judged",
                  {{"file", file["uid"].str()}, {"indication", verdict->indication}});
    }
    return undecided;
}

}  // namespace

bool judge_files(Services& services, std::int64_t agency, std::int64_t document, Judging which)
{
    if (!services.signing.judge) return false;
    const db::Rows files = services.pool.begin({.agency = agency, .official = 0, .reach = db::Reach::agency})
                               .run_and_commit(sql::document_files_of, document);
    return judge(services, files, which);
}

bool judge_files(Services& services, const db::Rows& files) { return judge(services, files, Judging::first); }

void judge_later(Services& services, std::int64_t agency, std::int64_t document, std::size_t tries)
{
    static constexpr std::array kHours{1, 6, 24, 72, 168};
    if (tries >= kHours.size()) return;
    db::Transaction tx = services.pool.begin({});
    jobs::enqueue(tx, services.queue, "documents.judge_again",
                  nlohmann::json{{"agency", agency}, {"document", document}, {"tries", tries + 1}}.dump(),
                  std::chrono::hours(kHours.at(tries)));
    tx.commit();
}

void judge_again(Services& services, const std::string& payload)
{
    const auto what = nlohmann::json::parse(payload);
    const auto agency = what.at("agency").get<std::int64_t>();
    const auto document = what.at("document").get<std::int64_t>();
    if (judge_files(services, agency, document, Judging::again))
        judge_later(services, agency, document, what.at("tries").get<std::size_t>());
}

void judge_waiting(Services& services, const Actor& actor, const std::string& uid, Judging which)
{
    if (!services.signing.judge || !base::is_uid(uid)) return;
    std::optional<base::Time> before;
    if (which == Judging::again) before = services.clock->now() - kBetweenQuestions;
    std::int64_t document = 0;
    {
        db::Transaction tx = services.pool.begin(scope_of(actor));
        const db::Rows rows = tx.run(sql::document_to_judge, uid, before);
        if (rows.empty()) return;
        document = rows[0]["id"].int64();
    }
    judge_files(services, actor.agency, document, which);
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
