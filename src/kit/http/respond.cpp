#include "kit/http/respond.h"

#include <array>

#include <zlib.h>

#include "kit/base/result.h"
#include "kit/http/ascii.h"
#include "kit/http/range.h"

namespace lt::http {

namespace {

constexpr std::size_t kWorthCompressing = 1024;

// Sent with every answer that doesn't bring its own.
constexpr std::string_view kPolicy =
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; "
    "frame-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'self'";
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kSecurity{{
    {"Content-Security-Policy", kPolicy},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
}};

std::string_view find_header(const Response& response, std::string_view name)
{
    for (const auto& [key, value] : response.headers)
        if (equal_ignoring_case(key, name)) return value;
    return {};
}

void add(std::string& head, std::string_view name, std::string_view value)
{
    head.append(name).append(": ").append(value).append("\r\n");
}

bool compressible(const Response& response)
{
    const auto type = find_header(response, "content-type");
    const bool text = type.starts_with("text/") || type.starts_with("application/json") ||
                      type.starts_with("application/problem+json");
    return text && response.body.size() >= kWorthCompressing &&
           find_header(response, "content-encoding").empty();
}

// No body at all, not even an empty one.
bool has_no_body(int status) { return status == 204 || status == 304 || (status >= 100 && status < 200); }

void apply_range(const Request& request, Response& response, Outgoing& out)
{
    const auto etag = std::string(find_header(response, "etag"));
    const auto size = response.content->size();
    out.remaining = size;
    if (response.status != 200) return;
    if (const auto match = request.headers.find("if-none-match");
        match != request.headers.end() && etag_matches(match->second, etag)) {
        response.status = 304;
        out.remaining = 0;
        response.content = nullptr;
        return;
    }
    response.header("Accept-Ranges", "bytes");
    const auto range = requested_range(request, etag, size);
    if (range.kind == Range::Kind::unsatisfiable) {
        response.status = 416;
        response.content = nullptr;
        out.remaining = 0;
        response.header("Content-Range", "bytes */" + std::to_string(size));
    } else if (range.kind == Range::Kind::part) {
        response.status = 206;
        out.offset = range.first;
        out.remaining = range.length;
        response.header("Content-Range", "bytes " + std::to_string(range.first) + "-" +
                                             std::to_string(range.first + range.length - 1) + "/" +
                                             std::to_string(size));
    }
}

}  // namespace

std::string content_security_policy(std::string_view more)
{
    return std::string(kPolicy) + "; " + std::string(more);
}

std::string gzip(std::string_view bytes, int level)
{
    z_stream stream{};
    CHECK(deflateInit2(&stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    std::string out(deflateBound(&stream, bytes.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int result = deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    CHECK(result == Z_STREAM_END);
    return out;
}

Outgoing render(const Request& request, Response response, bool close, bool secure)
{
    Outgoing out;
    out.close = close;
    if (response.content != nullptr) apply_range(request, response, out);
    if (!response.events.empty()) {
        response.headers.insert(response.headers.begin(), {{"Content-Type", "text/event-stream"},
                                                           {"Cache-Control", "no-store"},
                                                           {"X-Accel-Buffering", "no"}});
        response.body.insert(0, "retry: 3000\n\n");
        out.topic = response.events;
        out.close = true;  // such a stream ends with its connection
    }
    if (compressible(response) && out.topic.empty()) {
        response.header("Vary", "Accept-Encoding");
        if (quality(request.header("accept-encoding"), "gzip") > 0) {
            response.body = gzip(response.body, 2);
            response.header("Content-Encoding", "gzip");
        }
    }
    out.status = response.status;

    std::string& head = out.head;
    head.reserve(1024);
    head.append("HTTP/1.1 ")
        .append(std::to_string(response.status))
        .append(" ")
        .append(reason(response.status));
    head.append("\r\n");
    for (const auto& [name, value] : response.headers) {
        // A line break in a value would let its author write further headers.
        CHECK(value.find_first_of("\r\n") == std::string::npos &&
              name.find_first_of("\r\n: ") == std::string::npos);
        add(head, name, value);
    }
    for (const auto& [name, value] : kSecurity)
        if (find_header(response, name).empty()) add(head, name, value);
    if (secure && find_header(response, "Strict-Transport-Security").empty())
        add(head, "Strict-Transport-Security", "max-age=31536000; includeSubDomains");
    if (find_header(response, "Cache-Control").empty()) add(head, "Cache-Control", "no-store");
    const auto length = response.content != nullptr ? out.remaining : response.body.size();
    if (out.topic.empty() && !has_no_body(response.status))
        add(head, "Content-Length", std::to_string(length));
    if (out.close) add(head, "Connection", "close");
    head += "\r\n";

    if (request.method == Method::head || has_no_body(response.status)) {
        out.remaining = 0;
        if (request.method == Method::head) out.topic.clear();
    } else {
        out.body = std::move(response.body);
        out.content = std::move(response.content);
    }
    return out;
}

std::string_view name_of(Method method)
{
    switch (method) {
    case Method::get: return "GET";
    case Method::head: return "HEAD";
    case Method::post: return "POST";
    case Method::put: return "PUT";
    case Method::patch: return "PATCH";
    case Method::del: return "DELETE";
    case Method::options: return "OPTIONS";
    }
    return "";
}

std::string_view reason(int status)
{
    switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 307: return "Temporary Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 416: return "Range Not Satisfiable";
    case 417: return "Expectation Failed";
    case 422: return "Unprocessable Content";
    case 423: return "Locked";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 460: return "Checksum Mismatch";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 503: return "Service Unavailable";
    case 505: return "HTTP Version Not Supported";
    default: return status < 400 ? "OK" : "Error";
    }
}

}  // namespace lt::http
