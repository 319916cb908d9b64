#include "app/uploads.h"

#include <algorithm>

#include "kit/base/text.h"
#include "kit/http/ascii.h"
#include "kit/text/media.h"

namespace lt::app {
namespace {

constexpr std::size_t kLongestName = 200;  // characters

// Who sends files: uploads wait for this official, count against the official's room, and serve nobody else.
std::string owner_of(const http::Request& request)
{
    CHECK(request.user != nullptr);  // the routes that take files are closed to visitors
    return request.user->log_name();
}

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

class BlobSink final : public http::FileSink {
public:
    BlobSink(blob::Store& store, blob::Uploads& uploads, std::string owner, std::string name)
        : uploads_(uploads), arrival_(uploads.arrive(owner)), writer_(store.writer()),
          owner_(std::move(owner)), name_(std::move(name))
    {
    }
    void write(std::span<const std::byte> chunk) override
    {
        if (refused_) return;  // the rest of the form is read, so that nothing typed is lost
        refused_ = arrival_->grow(chunk.size());
        if (refused_) {
            writer_.reset();
            return;
        }
        writer_->write(chunk);
        length_ += chunk.size();
    }
    base::Result<std::string> finish() override
    {
        if (refused_) return *refused_;
        return uploads_.adopt(owner_, name_, length_, *writer_);
    }

private:
    blob::Uploads& uploads_;
    std::unique_ptr<blob::Uploads::Arrival> arrival_;
    std::unique_ptr<blob::Writer> writer_;
    std::string owner_;
    std::string name_;
    std::uint64_t length_ = 0;
    std::optional<base::Error> refused_{};
};

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

    base::Result<http::PartialUpload> create(const std::string& owner, std::uint64_t length,
                                             const std::string& metadata) override
    {
        const auto created = uploads_.create(owner, name_in_metadata(metadata), length, metadata);
        if (!created) return created.error();
        return partial(*created);
    }
    std::optional<http::PartialUpload> find(const std::string& id) override
    {
        const auto found = uploads_.find(id);
        if (!found || found->used) return std::nullopt;
        return partial(*found);
    }
    std::unique_ptr<Writer> append(const std::string& id, std::uint64_t offset) override
    {
        auto appender = uploads_.append(id, offset);
        if (!appender) return nullptr;
        return std::make_unique<Piece>(std::move(appender));
    }
    void remove(const std::string& id) override { uploads_.discard(id); }

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

}  // namespace

http::FileSinkFactory make_file_sinks(blob::Store& store, blob::Uploads& uploads)
{
    return [&store, &uploads](const http::Request& request, const std::string& name) {
        return std::make_unique<BlobSink>(store, uploads, owner_of(request), display_name(name));
    };
}

std::shared_ptr<http::TusStore> make_tus_store(blob::Uploads& uploads)
{
    return std::make_shared<TusUploads>(uploads);
}

documents::TakeFiles make_take_files(blob::Uploads& uploads)
{
    return [&uploads](const http::Request& request,
                      const std::vector<std::string>& ids) -> base::Result<std::vector<documents::NewFile>> {
        std::vector<documents::NewFile> files;
        const std::string owner = owner_of(request);
        for (const std::string& id : ids) {
            const auto upload = uploads.find(id);
            if (!upload || !upload->blob || upload->owner != owner)
                return base::invalid("files",
                                     base::msg("Tệp đã gửi không còn chờ nữa. Chọn lại tệp rồi gửi."));
            if (upload->length == 0)
                return base::invalid("files",
                                     {"Tệp “{{name}}” không có nội dung.", {{"name", upload->name}}});
            const auto media_type = text::accept(upload->blob->media_type, upload->name);
            if (!media_type) return base::invalid("files", media_type.error().message);
            blob::Blob blob = *upload->blob;
            blob.media_type = *media_type;
            files.push_back(
                {.name = upload->name, .blob = std::move(blob), .upload = id, .used = upload->used});
        }
        return files;
    };
}

documents::DropFiles make_drop_files(blob::Uploads& uploads)
{
    return [&uploads](const http::Request& request, const std::vector<std::string>& ids) {
        for (const std::string& id : ids) {
            const auto upload = uploads.find(id);
            if (upload && upload->owner == owner_of(request)) uploads.discard(id);
        }
    };
}

}  // namespace lt::app
