// Time, room and ends: deadlines, caps, lingering close, full queue, graceful stop, TLS.
#include <condition_variable>
#include <cstdio>
#include <filesystem>
#include <thread>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include "kit/http/server.h"
#include "kit/http/test_client.h"

using namespace lt;
using namespace lt::http::testing;
using namespace std::chrono_literals;
using http::Request;

namespace {

// Holds handlers until it is opened.
class Gate {
public:
    void pass()
    {
        std::unique_lock lock(mutex_);
        ++waiting_;
        changed_.notify_all();
        changed_.wait(lock, [this] { return open_; });
    }
    void wait_for(int count)
    {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return waiting_ >= count; });
    }
    void open()
    {
        const std::lock_guard lock(mutex_);
        open_ = true;
        changed_.notify_all();
    }

private:
    std::mutex mutex_{};
    std::condition_variable changed_{};
    int waiting_ = 0;
    bool open_ = false;
};

http::Router router_with(Gate* gate = nullptr)
{
    http::Router router;
    router.get("/", http::everybody(), [](Request&) { return http::html("home"); });
    router.get("/slow", http::everybody(), [gate](Request&) {
        gate->pass();
        return http::html("done");
    });
    router.get("/huge", http::everybody(), [](Request&) { return http::text(std::string(64 << 20, 'x')); });
    router.get("/events", http::everybody(), [](Request&) { return http::event_stream("t"); });
    router.post(
        "/bytes", http::everybody(), [](Request& r) { return http::text(std::to_string(r.body.size())); },
        http::Body::bytes(1 << 20));
    return router;
}

http::ServerOptions quick()
{
    http::ServerOptions options;
    options.limits.handshake = options.limits.header = options.limits.idle = 200ms;
    options.limits.rate_window = 200ms;
    return options;
}

}  // namespace

TEST(Limits, IdleConnectionIsClosedSilently)
{
    const auto server = serve(router_with(), quick());
    Client silent(server->port());
    EXPECT_TRUE(silent.ended());
    Client used(server->port());
    EXPECT_EQ(used.ask(request("GET /")).status, 200);
    EXPECT_TRUE(used.ended());
}

TEST(Limits, SlowHeaderGets408WhateverItSends)
{
    auto options = quick();
    options.limits.idle = 60s;
    const auto server = serve(router_with(), options);
    Client client(server->port());
    // Each byte comes in time, the whole does not: the server ends this although bytes keep coming.
    const std::string endless = "GET / HTTP/1.1\r\nHost: a\r\nX: ";
    client.send(endless);
    std::thread drip([&] {
        for (int i = 0; i < 1000 && client.send("x"); ++i) std::this_thread::sleep_for(5ms);
    });
    EXPECT_EQ(client.reply().status, 408);
    drip.join();
}

TEST(Limits, BodyBelowTheMinimumRateGets408)
{
    const auto server = serve(router_with(), quick());
    Client client(server->port());
    client.send(request("POST /bytes", "Content-Length: 1000000\r\n") + "begin");
    const auto reply = client.reply();
    EXPECT_EQ(reply.status, 408);
    EXPECT_TRUE(client.ended());
}

TEST(Limits, ReaderBelowTheMinimumRateIsCut)
{
    const auto server = serve(router_with(), quick());
    Client client(server->port());
    client.send(request("GET /huge"));
    // It reads nothing: the buffers of the system fill up, then nothing moves any more.
    while (server->counters().requests == 0) std::this_thread::yield();
    while (server->counters().connections > 0) std::this_thread::yield();
    EXPECT_LT(client.read_to_end().size(), 64U << 20);
}

TEST(Limits, RefusalOfABigUploadArrives)
{
    const auto server = serve(router_with());
    for (int round = 0; round < 5; ++round) {
        Client client(server->port());
        client.send(request("POST /bytes", "Content-Length: 100000000\r\n"));
        const std::string piece(64 << 10, 'x');
        for (int i = 0; i < 40 && client.send(piece); ++i) {  // 2.5 MB nobody asked for
        }
        EXPECT_EQ(client.reply().status, 413);
    }
}

TEST(Limits, ConnectionsInAllAndByAddress)
{
    for (const bool by_address : {false, true}) {
        http::ServerOptions options;
        (by_address ? options.limits.connections_per_address : options.limits.connections) = 2;
        const auto server = serve(router_with(), options);
        auto first = std::make_unique<Client>(server->port());
        Client second(server->port());
        EXPECT_EQ(first->ask(request("GET /")).status, 200);
        EXPECT_EQ(second.ask(request("GET /")).status, 200);
        Client third(server->port());
        EXPECT_TRUE(third.ended());
        EXPECT_EQ(server->counters().refused, 1U);
        {
            // Another address has its own share, but not of the whole.
            Client elsewhere(server->port(), "127.0.0.2");
            if (by_address)
                EXPECT_EQ(elsewhere.ask(request("GET /")).status, 200);
            else
                EXPECT_TRUE(elsewhere.ended());
        }
        // Those who are in are served on.
        EXPECT_EQ(second.ask(request("GET /")).status, 200);
        first.reset();
        while (server->counters().connections > 1) std::this_thread::yield();
        Client fourth(server->port());
        EXPECT_EQ(fourth.ask(request("GET /")).status, 200);
    }
}

// One address holds all it may open and silent: nobody else is kept waiting, and no further one gets in.
TEST(Limits, OneAddressCannotTakeAllConnections)
{
    http::ServerOptions options;
    options.limits.connections = 30;
    options.limits.connections_per_address = 10;
    const auto server = serve(router_with(), options);
    std::vector<std::unique_ptr<Client>> many;
    for (int i = 0; i < 40; ++i) many.push_back(std::make_unique<Client>(server->port(), "127.0.0.3"));
    for (std::size_t i = 10; i < many.size(); ++i) EXPECT_TRUE(many[i]->ended());
    EXPECT_EQ(server->counters().connections, 10U);
    for (int i = 0; i < 10; ++i) {
        Client other(server->port());
        EXPECT_EQ(other.ask(request("GET /")).status, 200);
    }
}

TEST(Limits, FullQueueGets503)
{
    Gate gate;
    http::ServerOptions options;
    options.workers = 1;
    options.limits.queue = 1;
    const auto server = serve(router_with(&gate), options);
    Client running(server->port()), waiting(server->port()), late(server->port());
    running.send(request("GET /slow"));
    gate.wait_for(1);
    waiting.send(request("GET /"));
    while (server->counters().queued < 1) std::this_thread::yield();
    const auto reply = late.ask(request("GET /"));
    EXPECT_EQ(reply.status, 503);
    EXPECT_TRUE(reply.headers.contains("retry-after"));
    EXPECT_EQ(server->counters().busy, 1U);
    gate.open();
    EXPECT_EQ(running.reply().body, "done");
    EXPECT_EQ(waiting.reply().body, "home");
}

TEST(Stop, FinishesWhatRunsAndRefusesNew)
{
    Gate gate;
    const auto server = serve(router_with(&gate), {.workers = 2});
    Client running(server->port()), idle(server->port()), events(server->port());
    EXPECT_EQ(idle.ask(request("GET /")).status, 200);
    events.send(request("GET /events"));
    events.read_until("retry: 3000\n\n");
    running.send(request("GET /slow"));
    gate.wait_for(1);
    std::thread stop([&] { server->stop(20s); });
    EXPECT_TRUE(idle.ended());
    EXPECT_EQ(events.read_to_end(), "");
    while (Client(server->port()).connected()) std::this_thread::yield();
    gate.open();
    const auto reply = running.reply();
    EXPECT_EQ(reply.body, "done");
    EXPECT_EQ(reply.headers.at("connection"), "close");
    running.hang_up();
    stop.join();
    EXPECT_EQ(server->counters().connections, 0U);
}

TEST(Stop, ForcesAfterTheGrace)
{
    const auto server = serve(router_with());
    Client stuck(server->port());
    stuck.send(request("POST /bytes", "Expect: 100-continue\r\nContent-Length: 100000\r\n"));
    EXPECT_EQ(stuck.reply().status, 100);  // from here on the body is awaited
    server->stop(0s);
    EXPECT_EQ(stuck.read_to_end(), "") << "no answer to a request that was never whole";
    EXPECT_EQ(server->counters().connections, 0U);
}

// A request whose header is complete only after the stop began is told to come again.
TEST(Stop, WhatIsHalfHereIsRefused)
{
    Gate gate;
    const auto server = serve(router_with(&gate), {.workers = 2});
    Client half(server->port()), other(server->port()), running(server->port());
    half.send(request("GET /") + "GET / HT");
    EXPECT_EQ(half.reply().status, 200);
    EXPECT_EQ(other.ask(request("GET /")).status, 200);  // the loop has come to the second request of `half`
    running.send(request("GET /slow"));
    gate.wait_for(1);
    std::thread stop([&] { server->stop(20s); });
    EXPECT_TRUE(other.ended());
    half.send("TP/1.1\r\nHost: localhost\r\n\r\n");
    const auto refused = half.reply();
    EXPECT_EQ(refused.status, 503);
    EXPECT_EQ(refused.headers.at("connection"), "close");
    EXPECT_TRUE(refused.headers.contains("retry-after"));
    half.hang_up();
    gate.open();
    EXPECT_EQ(running.reply().body, "done");
    running.hang_up();
    stop.join();
    EXPECT_EQ(server->counters().connections, 0U);
}

TEST(Stop, NeverStartedOrTwice)
{
    http::Server unused({.port = 0}, router_with());
    const auto server = serve(router_with());
    server->stop(1s);
    server->stop(1s);
}

namespace {

// A self-signed certificate in two PEM files, gone with the object.
struct Certificate {
    std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("lt-tls-" + std::to_string(::getpid()));
    std::string certificate = folder / "certificate.pem", key = folder / "key.pem";

    Certificate()
    {
        std::filesystem::create_directories(folder);
        EVP_PKEY* pair = EVP_EC_gen("P-256");
        X509* x509 = X509_new();
        ASN1_INTEGER_set(X509_get_serialNumber(x509), 1);
        X509_gmtime_adj(X509_getm_notBefore(x509), 0);
        X509_gmtime_adj(X509_getm_notAfter(x509), 3600);
        X509_set_pubkey(x509, pair);
        X509_sign(x509, pair, EVP_sha256());
        std::FILE* file = std::fopen(certificate.c_str(), "w");
        PEM_write_X509(file, x509);
        std::fclose(file);
        file = std::fopen(key.c_str(), "w");
        PEM_write_PrivateKey(file, pair, nullptr, nullptr, 0, nullptr, nullptr);
        std::fclose(file);
        X509_free(x509);
        EVP_PKEY_free(pair);
    }
    ~Certificate() { std::filesystem::remove_all(folder); }
};

}  // namespace

TEST(Tls, AnswersCompletelyAndCutsSilentHandshakes)
{
    const Certificate files;
    auto options = quick();
    options.limits.idle = 10s;
    options.limits.rate_window = 10s;
    options.tls_certificate = files.certificate;
    options.tls_key = files.key;
    options.secure_cookies = true;
    const auto server = serve(router_with(), options);

    Client silent(server->port());
    Client half(server->port());
    half.send(std::string("\x16\x03\x01\x02\x00\x01", 6));

    Client client(server->port());
    SSL_CTX* context = SSL_CTX_new(TLS_client_method());
    SSL* ssl = SSL_new(context);
    SSL_set_fd(ssl, client.fd());
    ASSERT_EQ(SSL_connect(ssl), 1);
    const auto text = request("GET /", "") + request("GET /huge", "Connection: close\r\n");
    ASSERT_GT(SSL_write(ssl, text.data(), static_cast<int>(text.size())), 0);
    std::string all;
    char piece[65536];
    int n = 0;
    while ((n = SSL_read(ssl, piece, sizeof piece)) > 0) all.append(piece, static_cast<std::size_t>(n));
    EXPECT_EQ(SSL_get_error(ssl, n), SSL_ERROR_ZERO_RETURN);  // an honest end, no truncation
    EXPECT_NE(all.find("home"), std::string::npos);
    EXPECT_NE(all.find("Strict-Transport-Security: "), std::string::npos);
    EXPECT_GT(all.size(), 64U << 20);
    SSL_free(ssl);
    SSL_CTX_free(context);

    EXPECT_TRUE(silent.ended());
    EXPECT_TRUE(half.ended());
}

TEST(Tls, BadFilesAreAnError)
{
    EXPECT_THROW(http::Server({.port = 0, .tls_certificate = "/nonexistent"}, router_with()),
                 std::runtime_error);
}
