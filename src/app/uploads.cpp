#include "app/uploads.h"

#include <algorithm>

#include "app/queries.h"
#include "kit/base/text.h"
#include "kit/db/db.h"
#include "kit/http/ascii.h"
#include "kit/text/media.h"

namespace lt::app {
namespace {

constexpr std::size_t kLongestName = 200;  // characters

class BlobSink final : public http::FileSink {
public:
    BlobSink(blob::Store& store, blob::Uploads& uploads) : uploads_(uploads), writer_(store.writer()) {}
    void write(std::span<const std::byte> chunk) override { writer_->write(chunk); }
    // Neither the name nor the sender is known here: take_files adds them.
    std::string finish() override { return uploads_.adopt("", "", writer_->finish()); }

private:
    blob::Uploads& uploads_;
    std::unique_ptr<blob::Writer> writer_;
};

// A name for display only: the last part of any path, normalised.
std::string display_name(std::string_view sent)
{
    const std::size_t slash = sent.find_last_of("/\\");
    if (slash != std::string_view::npos) sent.remove_prefix(slash + 1);
    std::string name =
        base::is_utf8(sent) ? base::shorten(base::normalise(sent), kLongestName) : std::string();
    std::replace(name.begin(), name.end(), '\n', ' ');
    return name.empty() ? "tep" : name;
}

// "filename dGVuLnBkZg==,filetype …" (tus, Upload-Metadata)
std::string name_in_metadata(std::string_view metadata)
{
    for (const std::string_view pair : http::split_list(metadata)) {
        const std::size_t space = pair.find(' ');
        if (space == std::string_view::npos || pair.substr(0, space) != "filename") continue;
        return display_name(http::base64_decode(http::trim(pair.substr(space))).value_or(""));
    }
    return display_name("");
}

http::PartialUpload partial(const blob::Upload& upload)
{
    return {.id = upload.id,
            .owner = upload.owner,
            .length = upload.length,
            .offset = upload.offset,
            .metadata = upload.metadata};
}

class TusUploads final : public http::TusStore {
public:
    explicit TusUploads(blob::Uploads& uploads) : uploads_(uploads) {}

    http::PartialUpload create(const std::string& owner, std::uint64_t length,
                               const std::string& metadata) override
    {
        return partial(uploads_.create(owner, name_in_metadata(metadata), length, metadata));
    }
    std::optional<http::PartialUpload> find(const std::string& id) override
    {
        const auto found = uploads_.find(id);
        // What came by multipart belongs to nobody who could go on with it.
        if (!found || found->owner.empty()) return std::nullopt;
        return partial(*found);
    }
    std::unique_ptr<Writer> append(const std::string& id, std::uint64_t offset) override
    {
        auto appender = uploads_.append(id, offset);
        if (!appender) return nullptr;
        return std::make_unique<Piece>(std::move(appender));
    }
    void remove(const std::string& id) override { uploads_.remove(id); }

private:
    class Piece final : public Writer {
    public:
        explicit Piece(std::unique_ptr<blob::Uploads::Appender> appender) : appender_(std::move(appender)) {}
        void write(std::span<const std::byte> chunk) override { appender_->write(chunk); }
        std::uint64_t commit() override { return appender_->commit(); }

    private:
        std::unique_ptr<blob::Uploads::Appender> appender_;
    };
    blob::Uploads& uploads_;
};

// The upload with its owner and name, when the user may use it: his own, or one whose id he was given as multipart.
std::optional<blob::Upload> claim(db::Pool& pool, blob::Uploads& uploads, const http::Request& request,
                                  const std::string& id, const std::string& owner)
{
    auto found = uploads.find(id);
    if (!found || !found->blob) return std::nullopt;
    if (!found->owner.empty()) return found->owner == owner ? found : std::nullopt;
    const auto sent = std::find_if(request.files.begin(), request.files.end(),
                                   [&](const http::UploadedFile& file) { return file.id == id; });
    if (sent == request.files.end()) return std::nullopt;
    found->owner = owner;
    found->name = display_name(sent->name);
    auto tx = pool.begin({});
    tx.run_and_commit(sql::claim_upload, id, found->owner, found->name);
    return found;
}

}  // namespace

http::FileSinkFactory make_file_sinks(blob::Store& store, blob::Uploads& uploads)
{
    return [&store, &uploads] { return std::make_unique<BlobSink>(store, uploads); };
}

std::shared_ptr<http::TusStore> make_tus_store(blob::Uploads& uploads)
{
    return std::make_shared<TusUploads>(uploads);
}

documents::TakeFiles make_take_files(db::Pool& pool, blob::Uploads& uploads)
{
    return [&pool,
            &uploads](const http::Request& request,
                      const std::vector<std::string>& ids) -> base::Result<std::vector<documents::NewFile>> {
        std::vector<documents::NewFile> files;
        const std::string owner = request.user ? request.user->log_name() : std::string();
        for (const std::string& id : ids) {
            const auto upload = claim(pool, uploads, request, id, owner);
            if (!upload) return base::invalid("files", "Tệp đã gửi không còn chờ nữa. Chọn lại tệp rồi gửi.");
            if (upload->length == 0)
                return base::invalid("files",
                                     {"Tệp “{{name}}” không có nội dung.", {{"name", upload->name}}});
            const auto media_type = text::accept(upload->blob->media_type, upload->name);
            if (!media_type) return base::invalid("files", media_type.error().message);
            blob::Blob blob = *upload->blob;
            blob.media_type = *media_type;
            files.push_back({.name = upload->name, .blob = std::move(blob)});
        }
        return files;
    };
}

documents::DropFiles make_drop_files(blob::Uploads& uploads)
{
    return [&uploads](const http::Request& request, const std::vector<std::string>& ids) {
        const std::string owner = request.user ? request.user->log_name() : std::string();
        for (const std::string& id : ids) {
            const auto upload = uploads.find(id);
            const bool sent_now = std::any_of(request.files.begin(), request.files.end(),
                                              [&](const http::UploadedFile& file) { return file.id == id; });
            if (upload && (upload->owner == owner || (upload->owner.empty() && sent_now)))
                uploads.discard(id);
        }
    };
}

}  // namespace lt::app
