#include "kit/http/policy.h"

#include "kit/http/parser.h"

using namespace lt::http;

namespace {

// Status of the refusal, or 0 when the head is good.
int judge(const std::string& bytes, Request* out = nullptr, Framing* framing = nullptr,
          HeadLimits limits = {})
{
    HeadScanner scanner(limits);
    const auto verdict = scanner.scan(bytes);
    if (verdict.status != 0) return verdict.status;
    if (verdict.end == 0) return -1;  // not complete
    Parser parser;
    Head head;
    if (!parser.head(std::string_view(bytes).substr(verdict.skip, verdict.end - verdict.skip), head))
        return parser.status();
    try {
        Request request;
        const auto result = check_head(std::move(head), request);
        if (framing) *framing = result;
        if (out) *out = std::move(request);
        return 0;
    } catch (const Refused& refused) {
        return refused.status;
    }
}

int judge_target(const std::string& target)
{
    return judge("GET " + target + " HTTP/1.1\r\nHost: a.vn\r\n\r\n");
}
int judge_fields(const std::string& fields, const char* version = "1.1")
{
    return judge("POST / HTTP/" + std::string(version) + "\r\n" + fields + "\r\n");
}

}  // namespace

TEST(Policy, GoodRequests)
{
    Request request;
    Framing framing;
    EXPECT_EQ(judge("\r\nPOST /a%20b/%C3%A0?x=%2F HTTP/1.1\r\nHost: a.vn:80\r\nAccept: x\r\nAccept: y\r\n"
                    "Cookie: a=1\r\nCookie: b=2\r\nContent-Length: 5\r\nExpect: 100-Continue\r\n\r\n",
                    &request, &framing),
              0);
    EXPECT_EQ(request.path, "/a b/à");
    EXPECT_EQ(request.target, "/a%20b/%C3%A0?x=%2F");
    EXPECT_EQ(request.header("accept"), "x, y");
    EXPECT_EQ(request.header("cookie"), "a=1; b=2");
    EXPECT_EQ(framing.length, 5U);
    EXPECT_TRUE(framing.expect_continue);
    EXPECT_TRUE(framing.keep_alive);

    EXPECT_EQ(judge("GET / HTTP/1.0\r\n\r\n", &request, &framing), 0);
    EXPECT_FALSE(framing.keep_alive);
    EXPECT_EQ(judge("GET / HTTP/1.1\r\nHost: a\r\nConnection: x, Close\r\n\r\n", &request, &framing), 0);
    EXPECT_FALSE(framing.keep_alive);
    EXPECT_EQ(judge("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n", &request, &framing),
              0);
    EXPECT_TRUE(framing.chunked);
}

TEST(Policy, Framing)
{
    const std::string host = "Host: a\r\n";
    EXPECT_EQ(judge_fields(host + "Content-Length: 1\r\nContent-Length: 1\r\n"), 400);
    EXPECT_EQ(judge_fields(host + "Content-Length: 1, 1\r\n"), 400);
    EXPECT_EQ(judge_fields(host + "Content-Length: +1\r\n"), 400);
    EXPECT_EQ(judge_fields(host + "Content-Length: 0x1\r\n"), 400);
    EXPECT_EQ(judge_fields(host + "Content-Length: \r\n"), 400);
    EXPECT_EQ(judge_fields(host + "Content-Length: 18446744073709551616\r\n"), 400);
    EXPECT_EQ(judge_fields(host + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n"), 400);
    EXPECT_EQ(judge_fields(host + "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n"), 400);
    EXPECT_EQ(judge_fields(host + "Transfer-Encoding: gzip, chunked\r\n"), 501);
    EXPECT_EQ(judge_fields(host + "Transfer-Encoding: chunked, identity\r\n"), 501);
    EXPECT_EQ(judge_fields(host + "Transfer-Encoding: xchunked\r\n"), 501);
    EXPECT_EQ(judge_fields(host + "Transfer-Encoding: \"chunked\"\r\n"), 501);
    EXPECT_EQ(judge_fields(host + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), 400);
    EXPECT_EQ(judge_fields(host + "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"), 400);
    EXPECT_EQ(judge_fields(host + "Transfer-Encoding: chunked\r\n", "1.0"), 400);
    EXPECT_EQ(judge_fields(host + "Expect: 200-ok\r\n"), 417);
}

TEST(Policy, Host)
{
    EXPECT_EQ(judge_fields(""), 400);
    EXPECT_EQ(judge_fields("Host:\r\n"), 400);
    EXPECT_EQ(judge_fields("Host: a\r\nHost: a\r\n"), 400);
    EXPECT_EQ(judge_fields("Host: a/b\r\n"), 400);
    EXPECT_EQ(judge_fields("Host: a b\r\n"), 400);
    EXPECT_EQ(judge_fields("Host: user@a\r\n"), 400);
    EXPECT_EQ(judge_fields("Host: [::1]:80\r\n"), 0);
}

TEST(Policy, Lines)
{
    EXPECT_EQ(judge("GET / HTTP/1.1\nHost: a\n\n"), 400);
    EXPECT_EQ(judge("GET / HTTP/1.1\r\nHost: a\n\r\n"), 400);
    EXPECT_EQ(judge("GET / HTTP/1.1\r\nHost: a\rX: y\r\n\r\n"), 400);
    EXPECT_EQ(judge("GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n"), 400);
    EXPECT_EQ(judge("GET / HTTP/1.1\r\nHost: a\r\n\tfolded\r\n\r\n"), 400);
    EXPECT_EQ(judge("GET / HTTP/1.1\r\n Host: a\r\n\r\n"), 400);
    EXPECT_EQ(judge(std::string("GET / HTTP/1.1\r\nHost: a\r\nX: \0\r\n\r\n", 33)), 400);
    EXPECT_EQ(judge("GET / HTTP/1.1\r\nHost : a\r\n\r\n"), 400);
    EXPECT_EQ(judge("GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n"), 400);
    EXPECT_EQ(judge("GET / HTTP/1.1\r\nHost: a\r\nnocolon\r\n\r\n"), 400);
    EXPECT_EQ(judge("GET  / HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
    EXPECT_EQ(judge("GET /  HTTP/1.1\r\nHost: a\r\n\r\n"), 505);
    EXPECT_EQ(judge("GET /\r\nHost: a\r\n\r\n"), 400);
    EXPECT_EQ(judge("GET / HTTP/2.0\r\nHost: a\r\n\r\n"), 505);
    EXPECT_EQ(judge("GET / HTTP/1.2\r\nHost: a\r\n\r\n"), 505);
    EXPECT_EQ(judge("GET / http/1.1\r\nHost: a\r\n\r\n"), 505);
    EXPECT_EQ(judge("\r\n\r\n\r\nGET / HTTP/1.1\r\n"), 400);
    EXPECT_EQ(judge("\x16\x03\x01\x02"), 400);  // a TLS handshake on the plain port
    EXPECT_EQ(judge("GET / HTTP/1.1\r\nHost: a\r\n\r"), -1);
}

TEST(Policy, Methods)
{
    EXPECT_EQ(judge("BREW / HTTP/1.1\r\nHost: a\r\n\r\n"), 501);
    EXPECT_EQ(judge("get / HTTP/1.1\r\nHost: a\r\n\r\n"), 501);
    EXPECT_EQ(judge("TRACE / HTTP/1.1\r\nHost: a\r\n\r\n"), 405);
    EXPECT_EQ(judge("CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n"), 405);
    EXPECT_EQ(judge("G(T / HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
}

TEST(Policy, Targets)
{
    for (const char* bad :
         {"/%",     "/%zz",      "/%00",        "/a%2f../b",    "/../b",          "/a/..",          "/.",
          "/a/./b", "/%2e%2E/b", "/a\\b",       "/a%5Cb",       "/%FF",           "/%C3",           "*",
          "a",      "a.vn/",     "ftp://a.vn/", "http://b.vn/", "http://a.vn.b/", "http://x@a.vn/", "/a#b",
          "//a/..", "/a%0Ab",    "/%7F"})
        EXPECT_EQ(judge_target(bad), 400) << bad;
    for (const char* good : {"/", "/...", "/.a", "/a..b", "/a//b", "/a%2Fb", "/?%zz", "/~x", "HTTP://A.vn/x"})
        EXPECT_EQ(judge_target(good), 0) << good;
    Request request;
    EXPECT_EQ(judge("GET http://a.vn?x=1 HTTP/1.1\r\nHost: a.vn\r\n\r\n", &request), 0);
    EXPECT_EQ(request.target, "/?x=1");
    EXPECT_EQ(request.path, "/");
}

TEST(Policy, Sizes)
{
    const auto fields = [](int count) {
        std::string out = "GET / HTTP/1.1\r\nHost: a\r\n";
        for (int i = 1; i < count; ++i) out += "X: y\r\n";
        return out + "\r\n";
    };
    EXPECT_EQ(judge(fields(100)), 0);
    EXPECT_EQ(judge(fields(101)), 431);
    EXPECT_EQ(judge("GET /" + std::string(9000, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n"), 414);
    EXPECT_EQ(judge("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(17000, 'a')), 431);
    EXPECT_EQ(judge("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(15000, 'a') + "\r\n\r\n"), 0);
}

TEST(Scanner, SameVerdictForEverySplit)
{
    const std::string bytes = "\r\nGET /a HTTP/1.1\r\nHost: a\r\nX: y\r\n\r\nrest";
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
        HeadScanner scanner({});
        auto verdict = scanner.scan(bytes.substr(0, cut));
        if (verdict.end == 0) verdict = scanner.scan(bytes);
        EXPECT_EQ(verdict.status, 0) << cut;
        EXPECT_EQ(verdict.end, bytes.size() - 4) << cut;
        EXPECT_EQ(verdict.skip, 2U) << cut;
    }
}

namespace {

// The decoded body, or a word for how it went wrong; fed in pieces of `size` bytes as a connection does.
std::string decode(const std::string& body, std::size_t size)
{
    Parser parser;
    Head head;
    if (!parser.head("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", head)) return "head";
    std::string buffer, out;
    for (std::size_t at = 0; at <= body.size(); at += size) {
        buffer += body.substr(at, size);
        std::size_t used = 0;
        const auto progress = parser.body(buffer, out, 1000, used);
        buffer.erase(0, used);
        if (progress == Parser::Progress::malformed) return "malformed";
        if (progress == Parser::Progress::done) return out + "|" + buffer;
    }
    return "more";
}

}  // namespace

TEST(Chunked, EverySplit)
{
    const std::string body = "3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\nTrailer: z\r\n\r\n";
    for (std::size_t size = 1; size <= body.size(); ++size)
        EXPECT_EQ(decode(body, size), "abc0123456789|") << size;
    EXPECT_EQ(decode(body + "GET", body.size() + 3), "abc0123456789|GET");
}

TEST(Chunked, Malformed)
{
    for (const char* bad : {"x\r\n", "-1\r\n", "3\r\nabcd\r\n0\r\n\r\n", "3\nabc\r\n0\r\n\r\n", "\r\n\r\n",
                            "11111111111111111\r\n", "3 x\r\nabc\r\n"})
        EXPECT_EQ(decode(bad, 100), "malformed") << bad;
    EXPECT_EQ(decode("3;x=" + std::string(300, 'y') + "\r\nabc\r\n", 1000), "malformed");
    EXPECT_EQ(decode("3\r\nab", 100), "more");
}
