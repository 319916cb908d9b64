// The content of a file, to those who may read its document. Ranges come from the server (http::Content).
#include "documents/pages/call.h"
#include "kit/base/ids.h"
#include "kit/http/ascii.h"
#include "kit/page/blob_content.h"

namespace lt::documents::pages {
namespace {

// What a browser shows without running anything of it.
bool shown_inline(const std::string& media_type)
{
    return media_type == "application/pdf" || media_type == "image/png" || media_type == "image/jpeg" ||
           media_type == "image/webp" || media_type == "image/gif";
}

// RFC 6266: a plain name for old clients, the real one in UTF-8.
std::string disposition(const std::string& kind, const std::string& name)
{
    std::string plain;
    for (const char c : name) {
        const bool safe = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                          c == '.' || c == '-' || c == '_' || c == ' ';
        plain += safe ? c : '_';
    }
    return kind + "; filename=\"" + plain + "\"; filename*=UTF-8''" + http::percent_encode(name);
}

}  // namespace

http::Response file_content(const Call& call)
{
    if (!base::is_uid(call.uid())) return call.refuse(no_document());
    const bool preserved = call.request.query.has("preserved");
    const auto found = preserved ? preserved_file(call.documents(), call.actor, call.uid())
                                 : file(call.documents(), call.actor, call.uid());
    if (!found) return call.refuse(base::not_found(msg("Không có tệp này, hoặc văn bản đã được lấy lại.")));
    const bool open = shown_inline(found->media_type) && !call.request.query.has("download");
    http::Response response;
    response.content = std::make_shared<page::BlobContent>(call.documents().blobs.open(found->sha256));
    response.header("Content-Type", open ? found->media_type : "application/octet-stream")
        .header("Content-Disposition", disposition(open ? "inline" : "attachment", found->name))
        .header("ETag", "\"" + found->sha256 + "\"")
        .header("Cache-Control", "private, no-cache")
        .header("X-Content-Type-Options", "nosniff")
        // Shown in a frame of our own pages only; nothing inside may load or run.
        .header("Content-Security-Policy",
                "default-src 'none'; object-src 'self'; base-uri 'none'; form-action 'none'; "
                "frame-ancestors 'self'");
    return response;
}

}  // namespace lt::documents::pages
