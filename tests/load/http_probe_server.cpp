// A server with a few routes and no database:
// http_probe_server PORT [IO_THREADS [WORKERS [CERTIFICATE KEY]]].
// Prints the port it listens on; ends on SIGINT or SIGTERM.
#include <cstdio>
#include <cstdlib>

#include <signal.h>

#include "kit/http/server.h"

using namespace lt;

namespace {

// Counts and forgets: the memory of an upload is then the HTTP layer's own.
class Forgetting final : public http::FileSink {
public:
    void write(std::span<const std::byte> chunk) override { size_ += chunk.size(); }
    base::Result<std::string> finish() override { return std::to_string(size_); }

private:
    std::uint64_t size_ = 0;
};

http::Router make_router()
{
    http::Router router;
    router.get("/", http::everybody(),
               [](http::Request&) { return http::html("<!DOCTYPE html><title>-</title>"); });
    router.get("/large", http::everybody(),
               [](http::Request&) { return http::html(std::string(100000, 'x')); });
    router.post("/form", http::everybody(), [](http::Request& r) { return http::text(r.form.get("a")); });
    router.post(
        "/upload", http::everybody(),
        [](http::Request& r) { return http::text(r.files.empty() ? "none" : r.files[0].id); },
        http::Body::upload(2ull << 30));
    router.get("/events", http::everybody(), [](http::Request&) { return http::event_stream("all"); });
    return router;
}

}  // namespace

int main(int argc, char** argv)
{
    const auto number = [&](int i, unsigned otherwise) {
        return argc > i ? static_cast<unsigned>(std::strtoul(argv[i], nullptr, 10)) : otherwise;
    };
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &ends, nullptr);

    http::ServerOptions options;
    options.port = static_cast<std::uint16_t>(number(1, 0));
    options.io_threads = number(2, 1);
    options.workers = number(3, 8);
    if (argc > 5) {
        options.tls_certificate = argv[4];
        options.tls_key = argv[5];
    }
    options.file_sink = [](const http::Request&, const std::string&) {
        return std::make_unique<Forgetting>();
    };
    http::Server server(options, make_router());
    server.start();
    std::printf("%u\n", server.port());
    std::fflush(stdout);
    int signal = 0;
    sigwait(&ends, &signal);
    server.stop(std::chrono::seconds(5));
    return 0;
}
