#include "kit/http/policy.h"

#include <array>

#include "kit/base/text.h"
#include "kit/http/ascii.h"

namespace lt::http {

namespace {

[[noreturn]] void malformed() { throw Refused(400, "Yêu cầu không đúng chuẩn HTTP."); }

Method read_method(const std::string& name)
{
    if (name == "GET") return Method::get;
    if (name == "HEAD") return Method::head;
    if (name == "POST") return Method::post;
    if (name == "PUT") return Method::put;
    if (name == "PATCH") return Method::patch;
    if (name == "DELETE") return Method::del;
    if (name == "OPTIONS") return Method::options;
    if (name == "CONNECT" || name == "TRACE") throw Refused(405, "Máy chủ không nhận phương thức này.");
    throw Refused(501, "Máy chủ không biết phương thức này.");
}

bool is_host(std::string_view host)
{
    if (host.empty() || host.size() > 255) return false;
    for (const char c : host) {
        const bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                          c == '.' || c == '-' || c == '_' || c == ':' || c == '[' || c == ']';
        if (!good) return false;
    }
    return true;
}

// Fields of which a second one would let two readers understand two different requests.
bool must_be_single(std::string_view name)
{
    constexpr std::array<std::string_view, 9> kSingle = {
        "host",   "content-length", "transfer-encoding", "content-type", "expect",
        "origin", "authorization",  "content-encoding",  "x-csrf-token"};
    return std::find(kSingle.begin(), kSingle.end(), name) != kSingle.end();
}

void read_fields(Head& head, Request& request)
{
    for (auto& [name, value] : head.fields) {
        const auto [at, added] = request.headers.try_emplace(std::move(name), std::move(value));
        if (added) continue;
        if (must_be_single(at->first)) malformed();
        at->second += at->first == "cookie" ? "; " : ", ";
        at->second += value;
    }
}

Framing read_framing(int version, const Request& request)
{
    Framing out;
    const auto& headers = request.headers;
    const auto length = headers.find("content-length");
    if (length != headers.end()) {
        const auto number = parse_number(length->second);
        if (!number || length->second.size() > 19) malformed();
        out.length = *number;
    }
    if (const auto encoding = headers.find("transfer-encoding"); encoding != headers.end()) {
        if (version < 11 || length != headers.end()) malformed();
        if (!equal_ignoring_case(encoding->second, "chunked"))
            throw Refused(501, "Máy chủ không nhận cách truyền này.");
        out.chunked = true;
    }
    if (const auto expect = headers.find("expect"); expect != headers.end() && version >= 11) {
        if (!equal_ignoring_case(expect->second, "100-continue"))
            throw Refused(417, "Máy chủ không đáp ứng được điều kiện của yêu cầu.");
        out.expect_continue = out.has_body();
    }
    out.keep_alive = version >= 11;
    const auto connection = request.header("connection");
    for (const auto token : split_list(connection))
        if (equal_ignoring_case(token, "close")) out.keep_alive = false;
    return out;
}

// Reduces the absolute form (http://host/path) to the origin form.
std::string origin_form(const std::string& target, const std::string& host)
{
    if (target.starts_with('/')) return target;
    const auto scheme = target.find("://");
    if (scheme == std::string::npos) malformed();
    const auto name = ascii_lower(std::string_view(target).substr(0, scheme));
    if (name != "http" && name != "https") malformed();
    const auto authority = target.substr(scheme + 3, target.find_first_of("/?", scheme + 3) - scheme - 3);
    if (!equal_ignoring_case(authority, host)) malformed();
    const auto rest = target.substr(scheme + 3 + authority.size());
    return rest.starts_with('/') ? rest : "/" + rest;
}

}  // namespace

std::optional<std::string> decode_path(std::string_view raw)
{
    if (!raw.starts_with('/')) return std::nullopt;
    const auto path = percent_decode(raw);
    if (!path || !base::is_utf8(*path)) return std::nullopt;
    for (const char c : *path)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '\\') return std::nullopt;
    for (std::size_t at = 1; at <= path->size();) {
        const auto end = std::min(path->find('/', at), path->size());
        const auto part = std::string_view(*path).substr(at, end - at);
        if (part == "." || part == "..") return std::nullopt;
        at = end + 1;
    }
    return path;
}

Framing check_head(Head&& head, Request& request)
{
    if (head.version != 10 && head.version != 11)
        throw Refused(505, "Máy chủ không nhận phiên bản HTTP này.");
    read_fields(head, request);
    const auto host = request.headers.find("host");
    if (host == request.headers.end() ? head.version >= 11 : !is_host(host->second)) malformed();
    request.method = read_method(head.method);

    request.target = origin_form(head.target, request.header("host"));
    for (const char c : request.target)
        if (static_cast<unsigned char>(c) <= 0x20 || c == '#' || c == 0x7f) malformed();
    auto path = decode_path(std::string_view(request.target).substr(0, request.target.find('?')));
    if (!path) throw Refused(400, "Địa chỉ không hợp lệ.");
    request.path = std::move(*path);
    return read_framing(head.version, request);
}

}  // namespace lt::http
