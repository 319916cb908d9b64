// What the operator does with jobs that failed for good.
#include "kit/jobs/jobs.h"
#include "kit/jobs/queries.h"

namespace lt::jobs {

std::vector<DeadLetter> dead_letters(db::Transaction& tx, int limit)
{
    std::vector<DeadLetter> letters;
    for (const auto& row : tx.run(sql::dead_letters, limit)) {
        letters.push_back({row["id"].int64(), row["kind"].str(), row["payload"].str(), row["error"].str(),
                           row["attempts"].int32(), row["failed_at"].time()});
    }
    return letters;
}

void retry_dead_letter(db::Transaction& tx, Queue& queue, std::int64_t id)
{
    for (const auto& row : tx.run(sql::dead_letter_drop, id)) {
        enqueue(tx, queue, row["kind"].str(), row["payload"].str());
    }
}

void drop_dead_letter(db::Transaction& tx, std::int64_t id) { tx.run(sql::dead_letter_drop, id); }

}  // namespace lt::jobs
