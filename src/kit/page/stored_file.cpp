// See stored_file.h.
#include "kit/page/stored_file.h"

#include "kit/http/ascii.h"
#include "kit/page/blob_content.h"

namespace lt::page {
namespace {

constexpr const char* kPolicy =
    "default-src 'none'; object-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
constexpr const char* kPagePolicy =
    "default-src 'none'; img-src 'self'; style-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
// The same address is a picture and the page around it, by what the browser says it is for.
constexpr const char* kPurpose = "Sec-Fetch-Dest";

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

bool shown_inline(const std::string& media_type)
{
    return media_type == "application/pdf" || media_type == "image/png" || media_type == "image/jpeg" ||
           media_type == "image/webp" || media_type == "image/gif";
}

http::Response stored_file(std::unique_ptr<blob::Reader> reader, const FileFacts& facts)
{
    const bool open = shown_inline(facts.media_type) && !facts.download;
    http::Response response;
    response.content = std::make_shared<BlobContent>(std::move(reader));
    response.header("Content-Type", open ? facts.media_type : "application/octet-stream")
        .header("Content-Disposition", disposition(open ? "inline" : "attachment", facts.name))
        .header("ETag", "\"" + facts.sha256 + "\"")
        .header("Cache-Control", "private, no-cache")
        .header("X-Content-Type-Options", "nosniff")
        .header("Content-Security-Policy", kPolicy);
    if (facts.media_type.starts_with("image/")) response.header("Vary", kPurpose);
    return response;
}

std::optional<http::Response> picture_page(const Pages& pages, const http::Request& request,
                                           const FileFacts& facts)
{
    const std::string purpose = request.header("sec-fetch-dest");
    const bool visited = purpose == "document" || purpose == "iframe" || purpose == "frame";
    if (!visited || facts.download || !facts.media_type.starts_with("image/") ||
        !shown_inline(facts.media_type))
        return std::nullopt;
    http::Response response = pages.picture(request, facts.name);
    response.header("Vary", kPurpose)
        .header("Cache-Control", "private, no-cache")
        .header("Content-Security-Policy", kPagePolicy);
    return response;
}

http::Response made_pdf(std::string bytes, const std::string& name)
{
    http::Response response;
    response.body = std::move(bytes);
    response.header("Content-Type", "application/pdf")
        .header("Content-Disposition", disposition("inline", name))
        .header("Cache-Control", "private, no-store")
        .header("X-Content-Type-Options", "nosniff")
        .header("Content-Security-Policy", kPolicy);
    return response;
}

}  // namespace lt::page
