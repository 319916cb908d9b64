// Partial files and their rows. Each appended piece is an encrypted segment of its own, bound to the upload
// and its number: a nonce, then frames of plain length (4 bytes, the highest bit marks the last) and one
// message.
#include "kit/blob/uploads.h"

#include <cstring>
#include <map>
#include <mutex>
#include <stdexcept>

#include "kit/base/ids.h"
#include "kit/base/text.h"
#include "kit/blob/queries.h"
#include "kit/blob/store_state.h"
#include "kit/db/db.h"

namespace lt::blob {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t kLastFrame = 1U << 31U;  // in the length of the last frame of a segment

// The id of an upload is 32 hexadecimal digits; anything else is no upload (and no path).
bool is_upload_id(const std::string& id)
{
    return id.size() == 32 && id.find_first_not_of("0123456789abcdef") == std::string::npos;
}

FileId file_id(const std::string& id)
{
    FileId raw{};
    for (std::size_t i = 0; i < raw.size(); ++i) {
        raw[i] = static_cast<unsigned char>(std::stoi(id.substr(2 * i, 2), nullptr, 16));
    }
    return raw;
}

// What a row of `uploads` says about its partial file.
struct Progress {
    Upload upload{};
    std::uint64_t segments = 0;
    std::uint64_t stored = 0;
};

Progress progress_of(const db::Row& row)
{
    Progress progress;
    progress.upload = {row["id"].str(),
                       row["owner"].str(),
                       row["name"].str(),
                       static_cast<std::uint64_t>(row["length"].int64()),
                       static_cast<std::uint64_t>(row["received"].int64()),
                       std::nullopt,
                       row["metadata"].str(),
                       row["used"].boolean()};
    progress.segments = static_cast<std::uint64_t>(row["segments"].int32());
    progress.stored = static_cast<std::uint64_t>(row["stored"].int64());
    if (!row["blob_sha256"].null()) {
        progress.upload.blob =
            Blob{row["blob_sha256"].str(), progress.upload.length, row["media_type"].str()};
    }
    return progress;
}

}  // namespace

struct UploadsState {
    Store& store;
    StoreState& files;
    db::Pool& pool;
    std::shared_ptr<const base::Clock> clock;
    Waiting most;
    std::mutex arriving_mutex{};
    std::map<std::string, std::uint64_t> arriving{};  // bytes by owner, on the disk and in no row yet

    fs::path path_of(const std::string& id) const { return files.staging() / id; }
    Key key_of(const std::string& id) const { return derive_key(files.key, file_id(id), "lt-upload"); }

    std::optional<Progress> load(const std::string& id)
    {
        if (!is_upload_id(id)) return std::nullopt;
        auto tx = pool.begin({});
        const auto rows = tx.run(sql::upload_find, id, clock->now());
        if (rows.empty()) return std::nullopt;
        return progress_of(rows[0]);
    }

    // Writes the row of a new upload unless the owner has too much waiting. Those of one owner come one after the other until
    // the commit, so that two at once can't both take the last place.
    std::optional<base::Error> admit(db::Transaction& tx, const Upload& upload);

    // Turns a partial file that has all its bytes into a stored one.
    Blob complete(const Progress& progress);
};

namespace {

class PieceAppender final : public Uploads::Appender {
public:
    PieceAppender(UploadsState& state, Progress progress, File file)
        : state_(state), progress_(std::move(progress)), file_(std::move(file)), end_(progress_.stored),
          offset_(progress_.upload.offset)
    {
        plain_.reserve(kMessage);
    }

    void write(std::span<const std::byte> chunk) override
    {
        if (chunk.size() > progress_.upload.length - offset_)
            throw std::length_error("more than was announced");
        offset_ += chunk.size();
        while (!chunk.empty()) {
            if (plain_.size() == kMessage) flush(false);
            const std::size_t take = std::min(chunk.size(), kMessage - plain_.size());
            plain_.insert(plain_.end(), chunk.begin(), chunk.begin() + static_cast<std::ptrdiff_t>(take));
            chunk = chunk.subspan(take);
        }
    }

    std::uint64_t commit() override
    {
        if (plain_.empty()) return progress_.upload.offset;
        flush(true);
        file_.sync();
        auto tx = state_.pool.begin({});
        const auto before = static_cast<std::int64_t>(progress_.upload.offset);
        const auto rows = tx.run_and_commit(
            sql::upload_advance, progress_.upload.id, before, static_cast<std::int64_t>(offset_),
            static_cast<int>(progress_.segments + 1), static_cast<std::int64_t>(end_));
        if (rows.affected() != 1) throw std::runtime_error("the upload was removed or went on elsewhere");
        progress_.upload.offset = offset_;
        progress_.segments += 1;
        progress_.stored = end_;
        if (offset_ == progress_.upload.length) state_.complete(progress_);
        return offset_;
    }

private:
    void flush(bool last)
    {
        sealed_.clear();
        if (!segment_)
            segment_.emplace(state_.key_of(progress_.upload.id), file_id(progress_.upload.id),
                             progress_.segments, sealed_);
        const std::uint32_t word = static_cast<std::uint32_t>(plain_.size()) | (last ? kLastFrame : 0);
        for (unsigned i = 0; i < 4; ++i) sealed_.push_back(static_cast<std::byte>(word >> (8 * i)));
        segment_->push(plain_, last, sealed_);
        if (last) segment_.reset();
        file_.write_at(end_, sealed_);
        end_ += sealed_.size();
        plain_.clear();
    }

    UploadsState& state_;
    Progress progress_;
    File file_;
    std::uint64_t end_;
    std::uint64_t offset_;
    std::vector<std::byte> plain_{};
    std::vector<std::byte> sealed_{};
    std::optional<SegmentSealer> segment_{};
};

[[noreturn]] void damaged() { throw std::runtime_error("a partial upload is damaged"); }

// Decrypts one segment of a partial file into the writer; returns where it ends.
std::uint64_t copy_segment(const File& file, std::uint64_t at, SegmentOpener opener, std::uint64_t end,
                           Writer& out)
{
    std::vector<std::byte> sealed;
    std::vector<std::byte> plain;
    for (bool last = false; !last;) {
        std::array<std::byte, 4> prefix{};
        if (file.read_at(at, prefix) != prefix.size()) damaged();
        std::uint32_t word = 0;
        for (unsigned i = 0; i < 4; ++i) word |= std::to_integer<std::uint32_t>(prefix[i]) << (8 * i);
        last = (word & kLastFrame) != 0;
        const std::size_t length = word & ~kLastFrame;
        if (length == 0 || length > kMessage) damaged();
        sealed.resize(length + kMessageExtra);
        plain.resize(length);
        if (file.read_at(at + 4, sealed) != sealed.size()) damaged();
        at += 4 + sealed.size();
        if (at > end || !opener.pull(sealed, last, plain)) damaged();
        out.write(plain);
    }
    return at;
}

class OwnersArrival final : public Uploads::Arrival {
public:
    OwnersArrival(UploadsState& state, std::string owner) : state_(state), owner_(std::move(owner)) {}
    OwnersArrival(const OwnersArrival&) = delete;
    OwnersArrival& operator=(const OwnersArrival&) = delete;
    ~OwnersArrival() override
    {
        const std::lock_guard lock(state_.arriving_mutex);
        const auto all = state_.arriving.find(owner_);
        if (all != state_.arriving.end() && (all->second -= mine_) == 0) state_.arriving.erase(all);
    }
    std::optional<base::Error> grow(std::uint64_t bytes) override
    {
        const std::lock_guard lock(state_.arriving_mutex);
        std::uint64_t& all = state_.arriving[owner_];
        if (all + bytes > state_.most.bytes)
            return base::Error{
                base::Fault::too_large,
                "files",
                {"Bạn đang gửi cùng lúc nhiều hơn {{size}}. Chờ các tệp đang gửi xong rồi gửi lại tệp này.",
                 {{"size", base::format_size(state_.most.bytes)}}},
                {}};
        all += bytes;
        mine_ += bytes;
        return std::nullopt;
    }

private:
    UploadsState& state_;
    std::string owner_;
    std::uint64_t mine_ = 0;
};

}  // namespace

std::optional<base::Error> UploadsState::admit(db::Transaction& tx, const Upload& upload)
{
    const base::Time now = clock->now();
    tx.send(sql::upload_lock, upload.owner);
    const auto rows = tx.run(sql::upload_create, upload.id, upload.owner, upload.name, upload.metadata,
                             static_cast<std::int64_t>(upload.length), now + most.lifetime, now,
                             static_cast<std::int64_t>(most.files), static_cast<std::int64_t>(most.bytes));
    const db::Row row = rows[0];
    if (row["added"].boolean()) return std::nullopt;
    const auto bytes = static_cast<std::uint64_t>(row["bytes"].int64());
    return base::Error{
        base::Fault::too_large,
        "files",
        {"Bạn đang có {{files}} tệp ({{size}}) đã tải lên mà chưa lưu cùng biểu mẫu nào. Mỗi người "
         "được để chờ nhiều nhất {{most_files}} tệp, {{most_size}}. Bỏ bớt tệp hoặc lưu biểu mẫu đang "
         "mở, rồi tải lại tệp này.",
         {{"files", row["files"].str()},
          {"size", base::format_size(bytes)},
          {"most_files", std::to_string(most.files)},
          {"most_size", base::format_size(most.bytes)}}},
        {}};
}

Blob UploadsState::complete(const Progress& progress)
{
    const std::string& id = progress.upload.id;
    const File file = File::open(path_of(id));
    const auto out = store.writer();
    std::uint64_t at = 0;
    for (std::uint64_t segment = 0; segment < progress.segments; ++segment) {
        std::array<std::byte, kSegmentHead> head{};
        if (file.read_at(at, head) != head.size()) damaged();
        SegmentOpener opener(key_of(id), file_id(id), segment, head);
        at = copy_segment(file, at + kSegmentHead, std::move(opener), progress.stored, *out);
    }
    if (at != progress.stored) damaged();
    const Blob blob = out->finish();
    if (blob.size != progress.upload.length) damaged();
    auto tx = pool.begin({});
    tx.run_and_commit(sql::upload_complete, id, blob.sha256, blob.media_type);
    fs::remove(path_of(id));
    return blob;
}

Uploads::Uploads(Store& store, db::Pool& pool, std::shared_ptr<const base::Clock> clock, Waiting waiting)
    : state_(new UploadsState{store, *store.state_, pool, std::move(clock), waiting})
{
}

std::unique_ptr<Uploads::Arrival> Uploads::arrive(const std::string& owner)
{
    return std::make_unique<OwnersArrival>(*state_, owner);
}

Uploads::~Uploads() = default;

base::Result<Upload> Uploads::create(const std::string& owner, const std::string& name, std::uint64_t length,
                                     const std::string& metadata)
{
    Progress progress;
    progress.upload = {base::random_hex(16), owner, name, length, 0, std::nullopt, metadata};
    {
        auto tx = state_->pool.begin({});
        if (const auto refused = state_->admit(tx, progress.upload)) return *refused;
        File::create(state_->path_of(progress.upload.id)).sync();
        File::open_folder(state_->files.staging()).sync();
        tx.commit();
    }
    if (length == 0) progress.upload.blob = state_->complete(progress);
    return progress.upload;
}

std::optional<Upload> Uploads::find(const std::string& id)
{
    auto progress = state_->load(id);
    if (!progress) return std::nullopt;
    if (progress->upload.offset == progress->upload.length && !progress->upload.blob &&
        fs::exists(state_->path_of(id))) {
        // All bytes are here, but the server stopped before it had stored them. Whoever holds the lock is
        // doing it now.
        const File file = File::open_rw(state_->path_of(id));
        if (file.try_lock()) {
            progress = state_->load(id);
            if (progress && !progress->upload.blob) progress->upload.blob = state_->complete(*progress);
        }
    }
    if (!progress) return std::nullopt;
    return progress->upload;
}

std::unique_ptr<Uploads::Appender> Uploads::append(const std::string& id, std::uint64_t offset)
{
    auto progress = state_->load(id);
    if (!progress || progress->upload.blob || !fs::exists(state_->path_of(id))) return nullptr;
    File file = File::open_rw(state_->path_of(id));
    if (!file.try_lock()) return nullptr;
    progress = state_->load(id);  // again: another appender may just have finished
    if (!progress || progress->upload.offset != offset || offset == progress->upload.length) return nullptr;
    if (file.size() < progress->stored) damaged();
    // What a crash or a dropped appender left behind was never counted.
    file.truncate(progress->stored);
    return std::make_unique<PieceAppender>(*state_, std::move(*progress), std::move(file));
}

void Uploads::remove(const std::string& id)
{
    if (!is_upload_id(id)) return;
    auto tx = state_->pool.begin({});
    if (tx.run_and_commit(sql::upload_remove, id).affected() == 1) fs::remove(state_->path_of(id));
}

void Uploads::discard(const std::string& id)
{
    const auto upload = find(id);
    remove(id);
    if (!upload || !upload->blob) return;
    state_->store.remove(upload->blob->sha256, [&] {
        return state_->pool.begin({}).run(sql::blob_held, upload->blob->sha256)[0]["held"].boolean();
    });
}

base::Result<std::string> Uploads::adopt(const std::string& owner, const std::string& name,
                                         std::uint64_t length, Writer& content)
{
    const Upload upload{base::random_hex(16), owner, name, length, 0, std::nullopt, {}};
    {
        auto tx = state_->pool.begin({});
        if (const auto refused = state_->admit(tx, upload)) return *refused;
        tx.commit();
    }
    // A large file is a while on its way to the disk: no transaction waits for it.
    try {
        const Blob blob = content.finish();
        CHECK(blob.size == length);
        state_->pool.begin({}).run_and_commit(sql::upload_complete, upload.id, blob.sha256, blob.media_type);
    } catch (...) {
        remove(upload.id);
        throw;
    }
    return upload.id;
}

std::vector<std::string> use(db::Transaction& tx, const std::vector<std::string>& ids, base::Time now)
{
    std::vector<std::string> unusable = ids;
    for (const auto& row : tx.run(sql::upload_use, ids, now)) std::erase(unusable, row["id"].text());
    return unusable;
}

std::size_t Uploads::sweep()
{
    constexpr int kBatch = 500;
    std::size_t removed = 0;
    while (true) {
        auto tx = state_->pool.begin({});
        const auto rows = tx.run_and_commit(sql::uploads_expired, state_->clock->now(), kBatch);
        // A file whose row is gone but which stays because the server stops here is found by Store::sweep.
        for (const auto& row : rows) fs::remove(state_->path_of(row["id"].str()));
        removed += rows.size();
        if (rows.size() < kBatch) return removed;
    }
}

}  // namespace lt::blob
