// The five requests of tus 1.0. What arrives is kept by a TusStore; here is only the protocol.
#include "kit/http/tus.h"

#include <set>

#include "kit/base/locked.h"
#include "kit/http/ascii.h"
#include "kit/http/policy.h"
#include "kit/http/tus_protocol.h"

namespace lt::http {

namespace {

struct Tus {
    std::string prefix{};
    std::shared_ptr<TusStore> store{};
    std::uint64_t limit = 0;
    base::Locked<std::set<std::string>> busy{};  // uploads that a PATCH is being written to
};
using Shared = std::shared_ptr<Tus>;

Response tus_response(int status)
{
    Response out{.status = status};
    return out.header("Tus-Resumable", "1.0.0");
}

[[noreturn]] void fail(int status, const std::string& message)
{
    throw Answer(text(message, status).header("Tus-Resumable", "1.0.0"));
}

void check_version(const Request& request)
{
    if (request.header("tus-resumable") == "1.0.0") return;
    throw Answer(text("Máy chủ chỉ nhận tus 1.0.0.", 412).header("Tus-Version", "1.0.0"));
}

std::string owner_of(const Request& request) { return request.user ? request.user->log_name() : ""; }

// The upload of the address; foreign ones don't exist.
PartialUpload find(const Tus& tus, const Request& request)
{
    check_version(request);
    auto upload = tus.store->find(request.param("id"));
    if (!upload || upload->owner != owner_of(request))
        fail(404, "Không có lượt tải lên này, hoặc đã hết hạn.");
    return *upload;
}

Response describe(const Tus& tus)
{
    return tus_response(204)
        .header("Tus-Version", "1.0.0")
        .header("Tus-Extension", "creation,termination,checksum")
        .header("Tus-Checksum-Algorithm", "sha256,sha1")
        .header("Tus-Max-Size", std::to_string(tus.limit));
}

Response create(const Tus& tus, const Request& request)
{
    check_version(request);
    const auto length = parse_number(request.header("upload-length"));
    if (!length) fail(400, "Thiếu Upload-Length.");
    if (*length > tus.limit) fail(413, "Tệp lớn hơn mức cho phép.");
    const auto metadata = request.header("upload-metadata");
    if (!is_tus_metadata(metadata)) fail(400, "Upload-Metadata không hợp lệ.");
    const auto upload = tus.store->create(owner_of(request), *length, metadata);
    if (!upload) return refuse(upload.error()).header("Tus-Resumable", "1.0.0");
    return tus_response(201).header("Location", tus.prefix + "/" + upload->id).header("Upload-Offset", "0");
}

Response report(const Tus& tus, const Request& request)
{
    const auto upload = find(tus, request);
    auto out = tus_response(200);
    out.header("Upload-Offset", std::to_string(upload.offset))
        .header("Upload-Length", std::to_string(upload.length));
    if (!upload.metadata.empty()) out.header("Upload-Metadata", upload.metadata);
    return out;
}

// Makes sure that one upload is written to by one request.
class Claim {
public:
    Claim(Shared tus, std::string id) : tus_(std::move(tus)), id_(std::move(id))
    {
        const bool first = tus_->busy.with([&](auto& ids) { return ids.insert(id_).second; });
        if (!first) {
            // The client may have come back before its broken connection was noticed here: it tries again
            // soon.
            fail(423, "Tệp này đang được tải lên ở một kết nối khác.");
        }
    }
    ~Claim()
    {
        if (!id_.empty()) tus_->busy.with([&](auto& ids) { ids.erase(id_); });
    }
    Claim(const Claim&) = delete;
    Claim& operator=(const Claim&) = delete;

private:
    Shared tus_;
    std::string id_;
};

class PatchSink final : public BodySink {
public:
    PatchSink(const Shared& tus, const Request& request) : claim_(tus, request.param("id"))
    {
        const auto upload = find(*tus, request);
        if (parse_parameters(request.header("content-type")).value != "application/offset+octet-stream")
            fail(415, "Content-Type phải là application/offset+octet-stream.");
        const auto offset = parse_number(request.header("upload-offset"));
        if (!offset) fail(400, "Thiếu Upload-Offset.");
        if (*offset != upload.offset) fail(409, "Upload-Offset không khớp.");
        length_ = upload.length;
        room_ = upload.length - upload.offset;
        if (const auto length = parse_number(request.header("content-length")); length && *length > room_)
            fail(413, "Nội dung dài hơn Upload-Length.");
        if (const auto header = request.header("upload-checksum"); !header.empty()) {
            try {
                checksum_ = std::make_unique<TusChecksum>(header);
            } catch (const Refused& refused) {
                fail(refused.status, refused.what());
            }
        }
        if (room_ == 0) return;  // a client that missed the last answer; finish() gives it again
        writer_ = tus->store->append(upload.id, upload.offset);
        if (!writer_) fail(409, "Tệp này vừa được ghi ở một kết nối khác.");
    }
    void write(std::span<const std::byte> piece) override
    {
        if (piece.size() > room_) fail(413, "Nội dung dài hơn Upload-Length.");
        room_ -= piece.size();
        if (checksum_) checksum_->update(piece);
        if (writer_) writer_->write(piece);
    }
    Response finish(Request&) override
    {
        if (checksum_ && !checksum_->matches()) fail(460, "Tổng kiểm tra không khớp.");
        const std::uint64_t offset = writer_ ? writer_->commit() : length_;
        return tus_response(204).header("Upload-Offset", std::to_string(offset));
    }
    void broken() override
    {
        // With a checksum the piece is all or nothing; without one, what came is kept.
        if (writer_ && !checksum_) writer_->commit();
    }

private:
    Claim claim_;
    std::uint64_t length_ = 0;
    std::uint64_t room_ = 0;
    std::unique_ptr<TusChecksum> checksum_{};
    std::unique_ptr<TusStore::Writer> writer_{};  // none when nothing is left to write
};

}  // namespace

void add_tus_routes(Router& router, const std::string& prefix, const Access& access,
                    std::shared_ptr<TusStore> store, std::uint64_t limit)
{
    auto tus = std::make_shared<Tus>();
    tus->prefix = prefix;
    tus->store = std::move(store);
    tus->limit = limit;
    const auto one = prefix + "/{id}";
    const auto add = [&](Method method, const std::string& pattern, Handler handler,
                         Body body = Body::none()) {
        router.add({.method = method,
                    .pattern = pattern,
                    .access = access,
                    .handler = std::move(handler),
                    .body = std::move(body)});
    };
    add(Method::options, prefix, [tus](Request&) { return describe(*tus); });
    add(Method::options, one, [tus](Request&) { return describe(*tus); });
    add(Method::post, prefix, [tus](Request& request) { return create(*tus, request); });
    add(Method::head, one, [tus](Request& request) { return report(*tus, request); });
    add(Method::patch, one, {}, Body::stream(limit, [tus](Request& request) -> std::unique_ptr<BodySink> {
            return std::make_unique<PatchSink>(tus, request);
        }));
    add(Method::del, one, [tus](Request& request) {
        const Claim claim(tus, request.param("id"));
        tus->store->remove(find(*tus, request).id);
        return tus_response(204);
    });
}

}  // namespace lt::http
