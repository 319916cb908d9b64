// Event streams and static files.
#include <filesystem>
#include <fstream>

#include "kit/http/server.h"
#include "kit/http/static_files.h"
#include "kit/http/test_client.h"

using namespace lt;
using namespace lt::http::testing;
using namespace std::chrono_literals;
using http::Request;

TEST(Events, PublishedToThoseWhoListen)
{
    http::Router router;
    router.get("/events/{topic}", http::everybody(),
               [](Request& r) { return http::event_stream(r.param("topic")); });
    http::ServerOptions options;
    options.limits.ping = 100ms;
    const auto server = serve(std::move(router), options);
    Client one(server->port()), two(server->port()), other(server->port());
    one.send(request("GET /events/a"));
    two.send(request("GET /events/a"));
    other.send(request("GET /events/b"));
    const auto head = one.read_until("\r\n\r\n");
    EXPECT_NE(head.find("Content-Type: text/event-stream"), std::string::npos);
    EXPECT_NE(head.find("Connection: close"), std::string::npos);
    EXPECT_EQ(one.read_until("\n\n"), "retry: 3000\n\n");
    two.read_until("3000\n\n");
    other.read_until("3000\n\n");
    while (server->counters().event_streams < 3) std::this_thread::yield();
    server->publish("a", "count", "1\n2");
    server->publish("nobody", "count", "0");
    server->publish("b", "", "x");
    const std::string expected = "event: count\ndata: 1\ndata: 2\n\n";
    EXPECT_TRUE(one.read_until(expected).ends_with(expected));
    EXPECT_TRUE(two.read_until(expected).ends_with(expected));
    const auto b = other.read_until("data: x\n\n");
    EXPECT_EQ(b.find("count"), std::string::npos);
    EXPECT_EQ(one.read_until(": \n\n"), ": \n\n");  // a silent stream is kept alive
    one.hang_up();
    while (server->counters().event_streams > 2) std::this_thread::yield();
}

TEST(Events, SlowReaderIsDisconnected)
{
    http::Router router;
    router.get("/events", http::everybody(), [](Request&) { return http::event_stream("t"); });
    const auto server = serve(std::move(router));
    Client client(server->port());
    client.send(request("GET /events"));
    client.read_until("3000\n\n");
    while (server->counters().event_streams < 1) std::this_thread::yield();
    const std::string data(10000, 'x');
    for (int i = 0; i < 100000 && server->counters().event_streams > 0; ++i) {
        server->publish("t", "", data);
        std::this_thread::yield();
    }
    EXPECT_EQ(server->counters().event_streams, 0U);
}

TEST(Static, ImmutableCompressedAndSafe)
{
    namespace fs = std::filesystem;
    const auto folder = fs::temp_directory_path() / ("lt-static-" + std::to_string(::getpid()));
    fs::create_directories(folder / "fonts");
    fs::create_directories(folder / ".git");
    const auto write = [&](const std::string& name, const std::string& text) {
        std::ofstream(folder / name) << text;
    };
    write("theme.css", std::string(2000, 'x'));
    write("fonts/a.woff2", pattern(1000));
    write(".secret", "x");
    write(".git/config", "x");
    write("a b.css", "x");
    const auto version = http::static_version(folder);
    http::Router router;
    http::add_static_routes(router, "/static", folder, version);
    const auto server = serve(std::move(router));
    Client client(server->port());
    const auto get = [&](const std::string& path, const std::string& fields = "") {
        return client.ask(request("GET /static/" + path, fields));
    };
    const auto plain = get(version + "/theme.css");
    EXPECT_EQ(plain.body, std::string(2000, 'x'));
    EXPECT_EQ(plain.headers.at("content-type"), "text/css; charset=utf-8");
    EXPECT_EQ(plain.headers.at("cache-control"), "public, max-age=31536000, immutable");
    const auto small = get(version + "/theme.css", "Accept-Encoding: gzip\r\n");
    EXPECT_EQ(small.headers.at("content-encoding"), "gzip");
    EXPECT_LT(small.body.size(), 100U);
    EXPECT_NE(small.headers.at("etag"), plain.headers.at("etag"));
    EXPECT_EQ(get(version + "/theme.css", "If-None-Match: " + plain.headers.at("etag") + "\r\n").status, 304);
    EXPECT_EQ(get(version + "/fonts/a.woff2").headers.at("content-type"), "font/woff2");
    EXPECT_EQ(get("older/theme.css").headers.at("cache-control"), "no-cache");
    for (const char* hidden : {"/.secret", "/.git/config", "/a%20b.css", "/fonts", "/fonts/"})
        EXPECT_GE(get(version + hidden).status, 400) << hidden;
    write("theme.css", "changed");
    EXPECT_NE(http::static_version(folder), version);
    fs::remove_all(folder);
}
