// The server as a client on the loopback sees it: messages, framing, pages for what goes wrong.
#include "kit/http/server.h"

#include <zlib.h>

#include "kit/http/test_client.h"

using namespace lt;
using namespace lt::http::testing;
using http::Request;

namespace {

http::Router basic_router()
{
    http::Router router;
    router.get("/", http::everybody(), [](Request&) { return http::html("home"); });
    router.get("/echo/{x}", http::everybody(),
               [](Request& r) { return http::text(r.param("x") + r.query.get("q")); });
    router.get("/large", http::everybody(), [](Request&) { return http::html(std::string(50000, 'x')); });
    router.get("/bug", http::everybody(),
               [](Request&) -> http::Response { throw base::Bug("secret detail"); });
    router.get("/gone", http::everybody(),
               [](Request&) -> http::Response { throw std::runtime_error("database"); });
    router.get("/inject", http::everybody(), [](Request& r) {
        return http::text("x").header("X-Bad", r.query.get("q") + "\r\nSet-Cookie: a=b");
    });
    router.get("/refuse", http::everybody(),
               [](Request&) { return http::refuse(base::conflict("Đã có rồi.")); });
    router.post("/form", http::everybody(), [](Request& r) { return http::text(r.form.get("a")); });
    router.post(
        "/bytes", http::everybody(), [](Request& r) { return http::text(std::to_string(r.body.size())); },
        http::Body::bytes(3 << 20));
    return router;
}

std::string gunzip(const std::string& bytes)
{
    z_stream stream{};
    inflateInit2(&stream, 15 + 16);
    std::string out(1 << 20, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    inflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    inflateEnd(&stream);
    return out;
}

}  // namespace

TEST(Server, KeepAliveAndSecurityHeaders)
{
    const auto server = serve(basic_router());
    Client client(server->port());
    for (int i = 0; i < 3; ++i) {
        const auto reply = client.ask(request("GET /echo/a%20b?q=%C3%A0"));
        EXPECT_EQ(reply.status, 200);
        EXPECT_EQ(reply.body, "a bà");
        for (const char* name : {"content-security-policy", "x-content-type-options", "referrer-policy",
                                 "cross-origin-opener-policy", "permissions-policy"})
            EXPECT_TRUE(reply.headers.contains(name)) << name;
        EXPECT_FALSE(reply.headers.contains("strict-transport-security"));
        EXPECT_FALSE(reply.headers.contains("connection"));
    }
    EXPECT_EQ(server->counters().requests, 3U);
    EXPECT_EQ(server->counters().connections, 1U);
}

TEST(Server, PipelinedRequestsInOrder)
{
    const auto server = serve(basic_router(), {.workers = 4});
    Client client(server->port());
    std::string all;
    for (int i = 0; i < 50; ++i) {
        all += request("GET /echo/" + std::to_string(i));
        all += request("POST /form", kForm, "a=" + std::to_string(i));
    }
    client.send(all);
    for (int i = 0; i < 50; ++i) {
        EXPECT_EQ(client.reply().body, std::to_string(i));
        EXPECT_EQ(client.reply().body, std::to_string(i));
    }
}

TEST(Server, RequestByteByByte)
{
    const auto server = serve(basic_router());
    Client client(server->port());
    const auto bytes = "POST /form HTTP/1.1\r\nHost: a\r\n" + kForm + "Transfer-Encoding: chunked\r\n\r\n" +
                       "3\r\na=x\r\n2;y=z\r\nyz\r\n0\r\n\r\n";
    for (const char c : bytes) client.send(std::string(1, c));
    EXPECT_EQ(client.reply().body, "xyz");
}

TEST(Server, MalformedIsAnsweredAndClosed)
{
    const auto server = serve(basic_router());
    const std::vector<std::pair<std::string, int>> table = {
        {"GET / HTTP/1.1\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
        {"GET / HTTP/1.1\nHost: a\n\n", 400},
        {"GET /../x HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"GET / HTTP/3.0\r\nHost: a\r\n\r\n", 505},
        {"BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 501},
        {"TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", 405},
        {"POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
        {"POST /form HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 501},
        {"POST /form HTTP/1.1\r\nHost: a\r\n" + kForm + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n", 400},
        {"POST /form HTTP/1.1\r\nHost: a\r\n" + kForm + "Transfer-Encoding: chunked\r\n\r\n1;" +
             std::string(70000, 'x'),
         400},
        {"POST /form HTTP/1.1\r\nHost: a\r\n" + kForm + "Content-Length: 300000\r\n\r\n", 413},
        {"POST /form HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: 1\r\n\r\nx", 415},
        {"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx", 413},
        {"GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(20000, 'x'), 431},
        {"GET /" + std::string(10000, 'x'), 414},
    };
    for (const auto& [bytes, status] : table) {
        Client client(server->port());
        client.send(bytes);
        const auto reply = client.reply();
        EXPECT_EQ(reply.status, status) << bytes.substr(0, 60);
        EXPECT_EQ(reply.headers.at("connection"), "close");
        EXPECT_FALSE(reply.body.empty());
        EXPECT_TRUE(client.ended()) << bytes.substr(0, 60);
    }
    EXPECT_EQ(server->counters().refused, table.size());
}

TEST(Server, ChunkedBodyOverTheLimit)
{
    const auto server = serve(basic_router());
    Client client(server->port());
    client.send("POST /form HTTP/1.1\r\nHost: a\r\n" + kForm + "Transfer-Encoding: chunked\r\n\r\n");
    const std::string chunk = "1000\r\n" + std::string(4096, 'x') + "\r\n";
    for (int i = 0; i < 80 && client.send(chunk); ++i) {}
    EXPECT_EQ(client.reply().status, 413);
}

TEST(Server, HeadHasNoBody)
{
    const auto server = serve(basic_router());
    Client client(server->port());
    const auto head = client.ask(request("HEAD /large"), true);
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.headers.at("content-length"), "50000");
    EXPECT_EQ(client.ask(request("HEAD /nothing"), true).status, 404);
    EXPECT_EQ(client.ask(request("GET /")).body, "home");
}

TEST(Server, OldVersionCloses)
{
    const auto server = serve(basic_router());
    Client client(server->port());
    EXPECT_EQ(client.ask("GET / HTTP/1.0\r\n\r\n").body, "home");
    EXPECT_TRUE(client.ended());
    Client other(server->port());
    EXPECT_EQ(other.ask(request("GET /", "Connection: close\r\n")).headers.at("connection"), "close");
    EXPECT_TRUE(other.ended());
}

TEST(Server, MissingPagesAndMethods)
{
    const auto server = serve(basic_router());
    Client client(server->port());
    EXPECT_EQ(client.ask(request("GET /nothing")).status, 404);
    const auto wrong = client.ask(request("DELETE /form"));
    EXPECT_EQ(wrong.status, 405);
    EXPECT_EQ(wrong.headers.at("allow"), "POST");
    EXPECT_EQ(client.ask(request("POST /large")).headers.at("allow"), "GET, HEAD");
    const auto refused = client.ask(request("GET /refuse"));
    EXPECT_EQ(refused.status, 409);
    EXPECT_NE(refused.body.find("Đã có rồi."), std::string::npos);
    EXPECT_EQ(client.ask(request("GET /?a=%FF")).status, 400);
}

TEST(Server, ProblemJsonForPrograms)
{
    const auto server = serve(basic_router());
    Client client(server->port());
    const auto reply = client.ask(request("GET /refuse", "Accept: application/json\r\n"));
    EXPECT_EQ(reply.status, 409);
    EXPECT_EQ(reply.headers.at("content-type"), "application/problem+json");
    EXPECT_EQ(reply.body, R"({"type":"about:blank","title":"Conflict","status":409,"detail":"Đã có rồi."})");
    EXPECT_NE(client.ask(request("GET /refuse", "Accept: text/html, application/json;q=0.9\r\n"))
                  .headers.at("content-type"),
              "application/problem+json");
}

TEST(Server, ErrorPagesAndIncidents)
{
    std::atomic<int> reported = 0;
    http::ServerOptions options;
    options.classify = [](const std::exception& e) {
        return std::string(e.what()) == "database" ? 503 : 500;
    };
    options.on_exception = [&](const std::exception&, const Request&) { ++reported; };
    options.error_page = [](const Request&, int status, const std::string& incident,
                            const base::Message& message) {
        return http::html("page " + std::to_string(status) + " " + incident + " " + message.str());
    };
    const auto server = serve(basic_router(), options);
    Client client(server->port());
    const auto bug = client.ask(request("GET /bug"));
    EXPECT_EQ(bug.status, 500);
    EXPECT_TRUE(bug.body.starts_with("page 500 "));
    EXPECT_EQ(bug.body.find("secret"), std::string::npos);
    EXPECT_GT(bug.body.find(' ', 10), 15U);  // there is an incident code
    const auto gone = client.ask(request("GET /gone"));
    EXPECT_EQ(gone.status, 503);
    EXPECT_TRUE(gone.headers.contains("retry-after"));
    EXPECT_TRUE(client.ask(request("GET /nothing")).body.starts_with("page 404  "));
    EXPECT_EQ(reported, 2);
    EXPECT_EQ(server->counters().errors, 2U);
    EXPECT_EQ(client.ask(request("GET /inject")).status, 500);
}

TEST(Server, CompressesPagesForThoseWhoUnderstand)
{
    const auto server = serve(basic_router());
    Client client(server->port());
    const auto small = client.ask(request("GET /large", "Accept-Encoding: br, gzip\r\n"));
    EXPECT_EQ(small.headers.at("content-encoding"), "gzip");
    EXPECT_EQ(small.headers.at("vary"), "Accept-Encoding");
    EXPECT_LT(small.body.size(), 1000U);
    EXPECT_EQ(gunzip(small.body), std::string(50000, 'x'));
    for (const char* header : {"", "Accept-Encoding: br\r\n", "Accept-Encoding: gzip;q=0\r\n"})
        EXPECT_EQ(client.ask(request("GET /large", header)).body.size(), 50000U) << header;
    EXPECT_FALSE(
        client.ask(request("GET /", "Accept-Encoding: gzip\r\n")).headers.contains("content-encoding"));
}

TEST(Server, BodiesInMemory)
{
    const auto server = serve(basic_router());
    Client client(server->port());
    EXPECT_EQ(client.ask(request("POST /bytes", "", std::string(3 << 20, 'x'))).body, "3145728");
    const std::string part = "--b\r\nContent-Disposition: form-data; name=a\r\n\r\ntừ multipart\r\n--b--\r\n";
    EXPECT_EQ(
        client.ask(request("POST /form", "Content-Type: multipart/form-data; boundary=b\r\n", part)).body,
        "từ multipart");
    EXPECT_EQ(client.ask(request("POST /form", "Content-Type: multipart/form-data\r\n", part)).status, 400);
    EXPECT_EQ(client.ask(request("POST /form")).body, "");
}

TEST(Server, ExpectContinue)
{
    const auto server = serve(basic_router());
    Client client(server->port());
    client.send(request("POST /form", kForm + "Expect: 100-continue\r\nContent-Length: 3\r\n"));
    EXPECT_EQ(client.reply().status, 100);
    client.send("a=1");
    EXPECT_EQ(client.reply().body, "1");
    // A refusal comes instead of the 100.
    client.send(request("POST /form", kForm + "Expect: 100-continue\r\nContent-Length: 300000\r\n"));
    EXPECT_EQ(client.reply().status, 413);
}
