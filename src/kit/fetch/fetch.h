// Asking other servers over HTTP: revocation lists, OCSP, timestamps, exchange axes. The only user of libcurl. Everything is bounded: size, time,
// redirects, and where a request may go, because addresses often come out of documents that strangers sent.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kit/base/result.h"

namespace lt::fetch {

// A body that is not held in memory: `next` fills the buffer and says how much of it, 0 never before `size` bytes were given. What it throws
// (a disk that fails) ends the request and reaches the caller.
struct Stream {
    std::uint64_t size = 0;
    std::function<std::size_t(std::span<char> buffer)> next{};
};

struct Request {
    std::string url{};           // http or https
    std::string content_type{};  // of `body`; empty: GET
    std::string body{};
    std::optional<Stream> stream{};  // the body of a POST, instead of `body`
    std::string authorization{};  // the header's value, not for the log; with it no redirection is followed
    // More headers, not for the log; with any no redirection is followed. Without line ends or other control characters (CHECK). A
    // User-Agent here replaces ours.
    std::vector<std::pair<std::string, std::string>> headers{};
    std::size_t limit = 1U << 20U;  // bytes of the answer; one that has more is refused
    // Gets the body of an answer with status 200, piece by piece; Answer::body stays empty then. Of
    // any other status the body may have 1 MB. What was given counts only when the
    // request succeeds. What it throws ends the request and reaches the caller.
    std::function<void(std::string_view)> sink{};
    std::chrono::milliseconds connect{3000};
    std::chrono::milliseconds timeout{10000};  // for the whole answer, redirects included
    // For what is large and may take longer than one wants to wait for nothing: gives up after so many seconds with less than 1 KB/s in
    // either direction. 0: only `timeout` counts.
    std::chrono::seconds stall{0};
};

class Fetcher {
public:
    virtual ~Fetcher() = default;
    // The body of an answer with status 200. Otherwise a message that names the server, and `unavailable` when it did not answer,
    // `not_found` when it answered with another status, `too_large`, or `forbidden` when it must not be asked. Never throws for what
    // the other side does. For many threads at a time.
    virtual base::Result<std::string> fetch(const Request& request) = 0;
};

struct Options {
    // Whether loopback, private and link-local addresses may be asked. False wherever an address comes out of a document: who
    // wrote it could otherwise make this server talk to its neighbours.
    bool allow_private = false;
    // "http://proxy.example.vn:3128"; empty: none, whatever the environment says. A proxy resolves the names, so that only
    // addresses written as numbers can be refused here: its own allow-list is the guard then.
    std::string proxy{};
};

struct Answer {
    int status = 0;
    std::string body{};
    std::string content_type{};  // as given, may be empty
};

class HttpFetcher final : public Fetcher {
public:
    explicit HttpFetcher(Options options = {});
    base::Result<std::string> fetch(const Request& request) override;
    // The same, for servers that say something with their status: any answer is good.
    base::Result<Answer> ask(const Request& request);

private:
    Options options_;
};

// "http://host:port" of an address, for messages and for what is known of a server; the address itself when it is none.
std::string origin_of(std::string_view url);

// Whether an address (IPv4 or IPv6 in numbers, with or without brackets) is one of the whole Internet: not loopback, private
// (RFC 1918, RFC 4193), shared (RFC 6598), link-local, multicast, reserved, nor one of these inside an IPv6 address.
bool is_public_address(const std::string& address);

}  // namespace lt::fetch
