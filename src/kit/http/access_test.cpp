// Who may use a route, and whose forms are taken.
#include "kit/http/csrf.h"
#include "kit/http/server.h"
#include "kit/http/test_client.h"

using namespace lt;
using namespace lt::http::testing;
using http::Request;

namespace {

http::Router access_router()
{
    http::Router router;
    router.get("/mine", logged_in(), [](Request& r) { return http::text(r.user->log_name()); });
    router.post("/mine", logged_in(), [](Request& r) { return http::text(r.form.get("a")); });
    router.post("/form", http::everybody(), [](Request& r) { return http::text(r.form.get("a")); });
    return router;
}

}  // namespace

TEST(Access, AccessIsChecked)
{
    http::ServerOptions options;
    options.authenticate = user_from_cookie;
    options.log_in = [](const Request& r) {
        return http::redirect("/login?to=" + http::percent_encode(r.target));
    };
    const auto server = serve(access_router(), options);
    Client client(server->port());
    const auto stranger = client.ask(request("GET /mine?a=1"));
    EXPECT_EQ(stranger.status, 303);
    EXPECT_EQ(stranger.headers.at("location"), "/login?to=%2Fmine%3Fa%3D1");
    EXPECT_EQ(client.ask(request("GET /mine", "Accept: application/json\r\n")).status, 401);
    EXPECT_EQ(client.ask(request("GET /mine", "Cookie: user=banned\r\n")).status, 403);
    EXPECT_EQ(client.ask(request("GET /mine", "Cookie: user=an\r\n")).body, "an");
}

TEST(Access, FormsOfOtherSitesAreRefused)
{
    http::ServerOptions options;
    options.authenticate = user_from_cookie;
    const auto server = serve(access_router(), options);
    Client client(server->port());
    const auto post = [&](const std::string& path, const std::string& fields, const std::string& token) {
        const auto body = "a=1" + (token.empty() ? "" : "&_csrf=" + http::percent_encode(token));
        return client.ask(request("POST " + path, kForm + fields, body)).status;
    };
    const std::string user = "Cookie: user=an\r\n";
    const auto good = http::csrf_mask("0123456789abcdef");
    EXPECT_EQ(post("/mine", user, good), 200);
    EXPECT_EQ(post("/mine", user + "X-CSRF-Token: " + good + "\r\n", ""), 200);
    EXPECT_EQ(post("/mine", user, ""), 403);
    EXPECT_EQ(post("/mine", user, http::csrf_mask("0123456789abcdeX")), 403);
    EXPECT_EQ(post("/mine", user + "Sec-Fetch-Site: cross-site\r\n", good), 403);
    EXPECT_EQ(post("/mine", user + "Sec-Fetch-Site: same-origin\r\n", good), 200);
    EXPECT_EQ(post("/mine", user + "Origin: http://evil.example\r\n", good), 403);
    EXPECT_EQ(post("/mine", user + "Origin: http://localhost\r\n", good), 200);
    EXPECT_EQ(post("/form", "", ""), 200);  // the log-in form: nobody to protect yet
    EXPECT_EQ(post("/form", "Origin: http://evil.example\r\n", ""), 403);
    EXPECT_EQ(post("/form", user, ""), 403);
}
