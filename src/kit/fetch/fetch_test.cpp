// Servers of every kind, on loopback: those that answer, those that say too much, those that say nothing.
#include "kit/fetch/fetch.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include "kit/http/server.h"

namespace lt::fetch {
namespace {

using namespace std::chrono_literals;
using base::Fault;

// Takes connections and never says a word: the system accepts them, nobody reads.
class Silent {
public:
    Silent()
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        EXPECT_EQ(::bind(fd_, reinterpret_cast<sockaddr*>(&address), size), 0);
        EXPECT_EQ(::listen(fd_, 8), 0);
        EXPECT_EQ(::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size), 0);
        port_ = ntohs(address.sin_port);
    }
    ~Silent() { ::close(fd_); }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/"; }

private:
    int fd_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    unsigned port_ = 0;
};

class Fetching : public ::testing::Test {
protected:
    Fetching()
    {
        http::Router router;
        const auto get = [&](const char* path, auto handler) {
            router.get(path, http::everybody(), handler);
        };
        get("/hello", [](http::Request&) { return http::text("xin chào"); });
        get("/large", [](http::Request&) { return http::text(std::string(10U << 20U, 'x')); });
        get("/gone", [](http::Request&) { return http::refuse(404); });
        get("/loop", [](http::Request&) { return http::redirect("/loop"); });
        get("/near", [](http::Request&) { return http::redirect("/hello"); });
        get("/file", [](http::Request&) { return http::redirect("file:///etc/hostname"); });
        get("/gopher", [](http::Request&) { return http::redirect("gopher://127.0.0.1:1/x"); });
        const auto post = [&](const char* path, auto handler) {
            router.add({.method = http::Method::post,
                        .pattern = path,
                        .access = http::everybody(),
                        .handler = handler,
                        .body = http::Body::bytes(1000),
                        .csrf = false});
        };
        post("/echo", [](http::Request& r) { return http::text(r.header("content-type") + "|" + r.body); });
        get("/who", [](http::Request& r) { return http::text(r.header("authorization")); });
        get("/away", [](http::Request&) { return http::redirect("/who"); });
        get("/headers", [](http::Request& r) {
            return http::text(r.header("x-one") + "|" + r.header("x-none") + "|" + r.header("user-agent") +
                              "|" + r.header("content-type"));
        });
        get("/deny", [](http::Request& r) { return http::refuse(r.header("x-one") == "1" ? 403 : 404); });
        post("/move", [](http::Request&) { return http::redirect("/hello"); });
        http::ServerOptions options;
        options.port = 0;
        options.workers = 2;
        server_ = std::make_unique<http::Server>(options, std::move(router));
        server_->start();
    }
    ~Fetching() override { server_->stop(1s); }
    std::string url(const std::string& path) const
    {
        return "http://127.0.0.1:" + std::to_string(server_->port()) + path;
    }
    base::Result<std::string> get(const std::string& path) { return fetcher_.fetch({.url = url(path)}); }
    static Fault fault_of(const base::Result<std::string>& result)
    {
        EXPECT_FALSE(result);
        EXPECT_FALSE(result.error().message.empty());
        return result ? Fault::conflict : result.error().fault;
    }

    std::unique_ptr<http::Server> server_{};
    HttpFetcher fetcher_{{.allow_private = true}};
};

TEST_F(Fetching, gets_and_sends)
{
    EXPECT_EQ(*get("/hello"), "xin chào");
    EXPECT_EQ(*get("/near"), "xin chào");
    const std::string body("a\0b", 3);
    EXPECT_EQ(
        *fetcher_.fetch({.url = url("/echo"), .content_type = "application/ocsp-request", .body = body}),
        "application/ocsp-request|" + body);
}

TEST_F(Fetching, says_who_asks_to_nobody_else)
{
    const auto known = fetcher_.ask({.url = url("/who"), .authorization = "Bearer khoa"});
    ASSERT_TRUE(known) << known.error().message;
    EXPECT_EQ(known->status, 200);
    EXPECT_EQ(known->body, "Bearer khoa");
    EXPECT_EQ(fetcher_.ask({.url = url("/away"), .authorization = "Bearer khoa"})->status, 303);
    EXPECT_EQ(fetcher_.ask({.url = url("/gone")})->status, 404);
    EXPECT_EQ(fetcher_.ask({.url = url("/large")}).error().fault, Fault::too_large);
}

TEST_F(Fetching, sends_headers_to_nobody_else)
{
    const std::vector<std::pair<std::string, std::string>> headers{
        {"X-One", "một"}, {"X-None", ""}, {"User-Agent", "a/1"}, {"Content-Type", "text/plain"}};
    EXPECT_EQ(fetcher_.ask({.url = url("/headers"), .headers = headers})->body, "một||a/1|text/plain");
    EXPECT_EQ(fetcher_.ask({.url = url("/near"), .headers = headers})->status, 303) << "not followed";
    for (const char* wrong : {"a\r\nX-Two: 2", "a\n", "\x7f"}) {
        EXPECT_THROW(static_cast<void>(fetcher_.ask({.url = url("/headers"), .headers = {{"X-One", wrong}}})),
                     base::Bug);
        EXPECT_THROW(static_cast<void>(fetcher_.ask({.url = url("/headers"), .headers = {{wrong, "x"}}})),
                     base::Bug);
    }
    EXPECT_EQ(fetcher_.ask({.url = url("/hello")})->content_type, "text/plain; charset=utf-8");
}

Stream stream_of(const std::string& text, std::size_t piece)
{
    return {text.size(), [text, piece, at = std::size_t{0}](std::span<char> buffer) mutable {
                const std::size_t count = text.copy(buffer.data(), std::min(buffer.size(), piece), at);
                at += count;
                return count;
            }};
}

TEST_F(Fetching, streams_what_it_sends)
{
    const std::string text(1000, 'y');
    for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, std::size_t{5000}})
        EXPECT_EQ(
            fetcher_.ask({.url = url("/echo"), .content_type = "a/b", .stream = stream_of(text, piece)})
                ->body,
            "a/b|" + text);
    EXPECT_EQ(fetcher_.ask({.url = url("/echo"), .content_type = "a/b", .stream = stream_of("", 1)})->body,
              "a/b|");
    // More than the server takes: its refusal is an answer, however much is left to send.
    EXPECT_EQ(fetcher_
                  .ask({.url = url("/echo"),
                        .content_type = "a/b",
                        .stream = stream_of(std::string(3U << 20U, 'z'), 1U << 20U)})
                  ->status,
              413);
    Stream broken{1000, [](std::span<char>) -> std::size_t { throw std::runtime_error("the disk"); }};
    EXPECT_THROW(static_cast<void>(
                     fetcher_.ask({.url = url("/echo"), .content_type = "a/b", .stream = std::move(broken)})),
                 std::runtime_error);
    Stream cut = stream_of("short", 100);
    cut.size = 1000;
    EXPECT_THROW(static_cast<void>(
                     fetcher_.ask({.url = url("/echo"), .content_type = "a/b", .stream = std::move(cut)})),
                 std::runtime_error);
    Stream endless{1000, [](std::span<char> buffer) { return buffer.size(); }};
    EXPECT_EQ(
        fetcher_.ask({.url = url("/echo"), .content_type = "a/b", .stream = std::move(endless)})->body.size(),
        1004U)
        << "no more than was announced";
}

TEST_F(Fetching, streams_what_it_gets)
{
    std::size_t got = 0;
    std::size_t most = 0;
    const auto count = [&](std::string_view piece) {
        got += piece.size();
        most = std::max(most, piece.size());
    };
    const auto large = fetcher_.ask({.url = url("/large"), .limit = 10U << 20U, .sink = count});
    ASSERT_TRUE(large);
    EXPECT_EQ(got, 10U << 20U);
    EXPECT_LE(most, 1U << 20U) << "in pieces";
    EXPECT_TRUE(large->body.empty());
    got = 0;
    EXPECT_EQ(fetcher_.ask({.url = url("/large"), .limit = 1000, .sink = count}).error().fault,
              Fault::too_large);
    EXPECT_LE(got, 1000U);
    // Only what was asked for reaches the sink, not what a server says about itself.
    got = 0;
    const auto denied = fetcher_.ask({.url = url("/deny"), .headers = {{"X-One", "1"}}, .sink = count});
    EXPECT_EQ(denied->status, 403);
    EXPECT_EQ(got, 0U);
    const auto full = [](std::string_view) { throw std::runtime_error("the disk is full"); };
    EXPECT_THROW(static_cast<void>(fetcher_.ask({.url = url("/hello"), .sink = full})), std::runtime_error);
}

TEST_F(Fetching, refuses_what_is_too_much)
{
    EXPECT_EQ(fault_of(get("/large")), Fault::too_large);
    EXPECT_TRUE(fetcher_.fetch({.url = url("/large"), .limit = 10U << 20U}));
    EXPECT_EQ(fault_of(get("/loop")), Fault::unavailable);
    EXPECT_EQ(fault_of(get("/gone")), Fault::not_found);
}

TEST_F(Fetching, leaves_http_for_nothing)
{
    EXPECT_FALSE(get("/file"));
    EXPECT_FALSE(get("/gopher"));
    for (const char* wrong : {"file:///etc/hostname", "ftp://127.0.0.1/x", "gopher://127.0.0.1/x", "", "x",
                              "http://", "//a/b", "http://a b/", "ldap://ca.vn/crl"})
        EXPECT_EQ(fault_of(fetcher_.fetch({.url = wrong})), Fault::forbidden) << wrong;
    // What was sent for one address goes to no other.
    EXPECT_EQ(fault_of(fetcher_.fetch({.url = url("/move"), .content_type = "a/b", .body = "x"})),
              Fault::not_found);
}

TEST_F(Fetching, waits_no_longer_than_it_may)
{
    const Silent silent;
    const auto began = std::chrono::steady_clock::now();
    EXPECT_EQ(fault_of(fetcher_.fetch({.url = silent.url(), .timeout = 200ms})), Fault::unavailable);
    EXPECT_EQ(fetcher_.ask({.url = silent.url(), .timeout = 1min, .stall = 1s}).error().fault,
              Fault::unavailable);
    EXPECT_LT(std::chrono::steady_clock::now() - began, 10s);
    server_->stop(1s);
    EXPECT_EQ(fault_of(get("/hello")), Fault::unavailable) << "nobody is there";
}

TEST_F(Fetching, keeps_out_of_the_neighbourhood)
{
    HttpFetcher careful;
    const std::string port = std::to_string(server_->port());
    for (const std::string host :
         {"127.0.0.1", "localhost", "[::1]", "0.0.0.0", "127.1", "2130706433", "0x7f000001",
          "inside.localhost", "[::ffff:127.0.0.1]", "10.0.0.1", "169.254.169.254"})
        EXPECT_EQ(fault_of(careful.fetch({.url = "http://" + host + ":" + port + "/hello", .timeout = 2s})),
                  Fault::forbidden)
            << host;
    // A name that leads here is found out when the socket is made.
    std::array<char, 256> name{};
    ASSERT_EQ(::gethostname(name.data(), name.size() - 1), 0);
    const auto by_name =
        careful.fetch({.url = "http://" + std::string(name.data()) + ":" + port + "/hello", .timeout = 2s});
    EXPECT_FALSE(by_name) << "the machine's own name";
    // With a proxy at least what is written in numbers.
    HttpFetcher by_proxy({.allow_private = false, .proxy = url("")});
    EXPECT_EQ(fault_of(by_proxy.fetch({.url = "http://192.168.1.1/x"})), Fault::forbidden);
}

TEST(Addresses, of_the_internet_are_told_from_others)
{
    for (const char* here : {"127.0.0.1",
                             "10.1.2.3",
                             "172.16.0.1",
                             "172.31.255.255",
                             "192.168.0.1",
                             "169.254.169.254",
                             "100.64.0.1",
                             "0.0.0.0",
                             "224.0.0.1",
                             "255.255.255.255",
                             "192.0.2.1",
                             "198.18.0.1",
                             "::1",
                             "::",
                             "fe80::1",
                             "fe80::1%eth0",
                             "fc00::1",
                             "fd12::1",
                             "ff02::1",
                             "::ffff:10.0.0.1",
                             "64:ff9b::a00:1",
                             "2002:7f00:1::1",
                             "2001:db8::1",
                             "2001::1",
                             "[::1]",
                             "",
                             "ca.vn",
                             "1.2.3"})
        EXPECT_FALSE(is_public_address(here)) << here;
    for (const char* outside : {"8.8.8.8", "172.15.0.1", "172.32.0.1", "100.128.0.1", "203.162.4.191",
                                "2001:ee0::1", "[2400:cb00::1]", "::ffff:8.8.8.8", "64:ff9b::808:808"})
        EXPECT_TRUE(is_public_address(outside)) << outside;
    EXPECT_EQ(origin_of("http://ca.vn:81/a/b?c"), "http://ca.vn:81");
    EXPECT_EQ(origin_of("https://u:p@ca.vn/a"), "https://ca.vn");
    EXPECT_EQ(origin_of("no address"), "no address");
}

}  // namespace
}  // namespace lt::fetch
