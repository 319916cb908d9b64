// Files that a system sends before the dossier that they belong to: streamed to the disk, encrypted, each waiting for its dossier.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "dossiers/rest/handlers.h"
#include "dossiers/scans/viewable.h"
#include "kit/http/multipart.h"
#include "kit/text/media.h"

namespace lt::dossiers::rest {

using base::msg;

namespace {

http::Response too_large(std::uint64_t largest)
{
    return problem(413,
                   {msg("Tệp quá lớn: tối đa {{size}} MB."), {{"size", std::to_string(largest >> 20U)}}});
}

// The file as the body itself, with its name in the address, or as the only file of a multipart form.
class UploadSink final : public http::BodySink, private http::MultipartEvents {
public:
    UploadSink(const RestServices& services, const Caller& caller, const http::Request& request)
        : services_(services), owner_(caller.owner()),
          name_(request.query.get("name").empty() ? std::string()
                                                  : http::safe_file_name(request.query.get("name"))),
          arrival_(services.uploads.arrive(owner_)), writer_(services.dossiers().blobs.writer())
    {
        const std::string boundary = http::multipart_boundary(request.header("content-type"));
        if (boundary.empty()) return;
        multipart_.emplace(boundary, http::MultipartLimits{.files = 1, .file = services.largest_file},
                           static_cast<http::MultipartEvents&>(*this));
    }

    void write(std::span<const std::byte> piece) override
    {
        const std::string_view text(reinterpret_cast<const char*>(piece.data()), piece.size());
        if (multipart_)
            multipart_->feed(text);
        else
            take(text);
    }

    http::Response finish(http::Request&) override
    {
        if (multipart_) multipart_->finish();
        if (refused_) return problem(*refused_);
        if (name_.empty()) return problem(400, msg("Nêu tên tệp bằng tham số name."));
        if (length_ == 0) return problem(422, msg("Tệp không có nội dung."));
        const auto id = services_.uploads.adopt(owner_, name_, length_, *writer_);
        if (!id) return problem(id.error());
        const auto upload = services_.uploads.find(*id);
        const auto type =
            upload && upload->blob
                ? text::accept(upload->blob->media_type, name_)
                : base::Result<std::string>(base::invalid("file", msg("Tệp không có nội dung.")));
        if (!type) {
            writer_.reset();  // it keeps the file from going at once
            services_.uploads.discard(*id);
            return problem(422, type.error().message);
        }
        const nlohmann::ordered_json out{{"upload", *id},
                                         {"name", name_},
                                         {"media_type", *type},
                                         {"size", length_},
                                         {"sha256", upload->blob->sha256}};
        return http::json(out.dump(), 201);
    }

private:
    void take(std::string_view data)
    {
        if (refused_) return;
        length_ += data.size();
        if (length_ > services_.largest_file) throw http::Answer(too_large(services_.largest_file));
        refused_ = arrival_->grow(data.size());
        if (refused_)
            writer_.reset();
        else
            writer_->write(std::as_bytes(std::span(data.data(), data.size())));
    }
    void field(std::string, std::string) override {}
    void file_begin(std::string, std::string file_name) override { name_ = std::move(file_name); }
    void file_data(std::string_view data) override { take(data); }
    void file_end() override {}

    const RestServices& services_;
    std::string owner_;
    std::string name_;
    std::unique_ptr<blob::Uploads::Arrival> arrival_;
    std::unique_ptr<blob::Writer> writer_;
    std::optional<http::MultipartParser> multipart_{};
    std::uint64_t length_ = 0;
    std::optional<base::Error> refused_{};
};

}  // namespace

std::unique_ptr<http::BodySink> take_upload(const RestServices& services, Caller caller,
                                            const http::Request& request)
{
    const bool may = std::ranges::any_of(caller.grants, [](const Grant& one) {
        return one.right == Right::lodge || one.right == Right::receive || one.right == Right::handle;
    });
    if (!may)
        throw http::Answer(problem(
            403, msg("Hệ thống không được nộp, không được giải quyết hồ sơ nên không gửi tệp được.")));
    return std::make_unique<UploadSink>(services, caller, request);
}

base::Result<std::vector<NewFile>> files_of(const Call& call, const std::vector<WantedFile>& wanted,
                                            Wrongs& wrongs)
{
    std::vector<NewFile> out;
    auto turn = call.dossiers().conversions.begin();
    for (const WantedFile& file : wanted) {
        const auto upload = call.services.uploads.find(file.upload);
        const bool waits = upload && upload->blob && !upload->used && upload->owner == call.caller.owner();
        const auto type = waits ? text::accept(upload->blob->media_type, upload->name)
                                : base::Result<std::string>(
                                      base::invalid("", msg("Không có tệp này đang chờ: gửi lại tệp.")));
        if (!type) {
            wrongs.emplace_back(file.pointer, type.error().message);
            continue;
        }
        blob::Blob blob = *upload->blob;
        blob.media_type = *type;
        out.push_back(
            {.paper = file.paper, .name = upload->name, .blob = std::move(blob), .upload = file.upload});
        const auto made = scans::make_viewable(call.dossiers().blobs, out.back(), turn);
        if (!made && made.error().fault == base::Fault::unavailable) return made.error();
        if (!made) wrongs.emplace_back(file.pointer, made.error().message);
    }
    return out;
}

}  // namespace lt::dossiers::rest
