// The HTTP/1.1 server: asynchronous input and output in front, a bounded pool of handler threads behind.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "kit/base/clock.h"
#include "kit/http/message.h"
#include "kit/http/router.h"

namespace lt::http {

struct Limits {
    std::uint32_t header_bytes = 16 << 10;
    unsigned header_fields = 100;
    std::uint64_t file_bytes = 200ull << 20;
    unsigned connections = 10000;
    unsigned connections_per_address = 10000;  // 200 when clients connect directly and not through a proxy
    unsigned queue = 512;                      // requests waiting for a worker; more get 503 with Retry-After
    std::chrono::milliseconds handshake{10000};
    std::chrono::milliseconds header{10000};  // for the whole header
    std::chrono::milliseconds idle{60000};
    std::uint32_t minimum_rate = 8 << 10;  // bytes a second, over `rate_window`, for bodies and downloads
    std::chrono::milliseconds rate_window{20000};
    std::chrono::milliseconds linger{2000};  // to read on after an early answer, so that it isn't lost
    std::chrono::milliseconds event_stream{
        1800000};                           // then the browser comes again and its access is checked anew
    std::chrono::milliseconds ping{15000};  // comment in a silent event stream
    std::size_t event_backlog = 64 << 10;   // bytes waiting for a slow reader of events
};

// Pages for what happens before or around handlers. `status` is 400–503; `incident` is a code to quote, or
// "". Called on workers and on I/O threads: must not wait for anything. Answers requests for JSON, too.
using ErrorPage = std::function<Response(const Request&, int status, const std::string& incident,
                                         const base::Message& message)>;

struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;  // 0 takes a free one
    unsigned io_threads = 1;
    unsigned workers = 8;
    bool secure_cookies = false;
    bool behind_proxy = false;      // the client's address is the last element of X-Forwarded-For
    std::string public_url{};       // "https://lienthong.bacninh.gov.vn": accepted as Origin besides the Host
    std::string tls_certificate{};  // PEM files; empty: plain HTTP
    std::string tls_key{};
    Limits limits{};
    std::shared_ptr<const base::Clock> clock{};
    std::function<std::shared_ptr<const User>(const Request&)>
        authenticate{};  // on a worker, before the handler
    FileSinkFactory file_sink{};
    ErrorPage error_page{};
    std::function<Response(const Request&)>
        log_in{};  // answer for Verdict::log_in (redirect to the log-in page)
    std::function<void(const std::exception&, const Request&)>
        on_exception{};         // metrics; logging is done here
    bool log_requests = false;  // one line for each answer: method, route, status, microseconds
    std::function<int(const std::exception&)>
        classify{};  // 503: the environment is broken (database); otherwise 500
};

struct Counters {  // for /metrics
    std::uint64_t requests = 0, errors = 0, refused = 0, busy = 0;
    unsigned connections = 0, event_streams = 0, queued = 0;
};

class Server {
public:
    Server(ServerOptions options, Router router);  // throws std::runtime_error when it can't listen
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    std::uint16_t port() const;
    void start();                           // returns at once
    void stop(std::chrono::seconds grace);  // refuses new requests, finishes what runs, then closes
    Counters counters() const;

    // Sends an event to every open event stream of the topic; never blocks. A slow reader is disconnected.
    void publish(const std::string& topic, const std::string& event, const std::string& data);

private:
    std::unique_ptr<struct ServerState> state_;
};

}  // namespace lt::http
