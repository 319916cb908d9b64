// Rows of stored files, and the removal of files that no row names.
#include <functional>
#include <set>
#include <vector>

#include "kit/blob/blob.h"
#include "kit/blob/queries.h"
#include "kit/blob/store_state.h"
#include "kit/db/db.h"

namespace lt::blob {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBatch = 500;

// Names of the old files of a folder, in batches.
void each_batch_of_old(const fs::path& folder, base::Time before,
                       const std::function<void(const std::vector<std::string>&)>& visit)
{
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (!entry.is_regular_file() || modified(entry.path()) >= before) continue;
        names.push_back(entry.path().filename().string());
        if (names.size() == kBatch) {
            visit(names);
            names.clear();
        }
    }
    if (!names.empty()) visit(names);
}

template <class Query>
std::set<std::string> ask(db::Pool& pool, const Query& query, const std::vector<std::string>& names)
{
    auto tx = pool.begin({});
    std::set<std::string> known;
    for (const auto& row : tx.run(query, names)) known.insert(row[0].str());
    return known;
}

}  // namespace

void remember(db::Transaction& tx, std::span<const Blob> blobs)
{
    std::vector<std::string> addresses, media_types;
    std::vector<std::int64_t> sizes;
    for (const Blob& blob : blobs) {
        addresses.push_back(blob.sha256);
        sizes.push_back(static_cast<std::int64_t>(blob.size));
        media_types.push_back(blob.media_type);
    }
    tx.send(sql::remember, addresses, sizes, media_types);
}

void remember(db::Transaction& tx, const Blob& blob) { remember(tx, std::span(&blob, 1)); }

std::optional<Blob> find(db::Transaction& tx, const std::string& sha256)
{
    const auto rows = tx.run(sql::find_blob, sha256);
    if (rows.empty()) return std::nullopt;
    return Blob{rows[0]["sha256"].str(), static_cast<std::uint64_t>(rows[0]["size"].int64()),
                rows[0]["media_type"].str()};
}

std::size_t Store::sweep(db::Pool& pool, base::Time now, std::chrono::hours age)
{
    const base::Time before = now - age;
    std::size_t removed = 0;
    for (const auto& entry : fs::directory_iterator(state_->folder)) {
        const std::string prefix = entry.path().filename().string();
        if (!entry.is_directory() || prefix.size() != 2) continue;
        each_batch_of_old(entry.path(), before, [&](const std::vector<std::string>& names) {
            std::vector<std::string> addresses;
            for (const std::string& name : names) addresses.push_back(prefix + name);
            pool.begin({}).run_and_commit(sql::forget_blobs, addresses, before);
            const auto known = ask(pool, sql::named_blobs, addresses);
            for (const std::string& address : addresses) {
                if (known.contains(address)) continue;
                // Since we asked, the same content may have come again: its writer made the file young under
                // this lock.
                const File folder = File::open_folder(entry.path());
                folder.lock();
                const fs::path path = state_->path_of(address);
                if (modified(path) < before && fs::remove(path)) ++removed;
            }
        });
    }
    each_batch_of_old(state_->staging(), before, [&](const std::vector<std::string>& names) {
        const auto known = ask(pool, sql::named_uploads, names);
        for (const std::string& name : names) {
            if (!known.contains(name) && fs::remove(state_->staging() / name)) ++removed;
        }
    });
    return removed;
}

}  // namespace lt::blob
