// Walks all routes of the whole server without a session: nothing but the public ones answers, nothing is done.
#include <filesystem>
#include <set>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "app/application.h"
#include "kit/base/ids.h"
#include "kit/db/testing.h"

using namespace lt;

namespace {

namespace fs = std::filesystem;

// What a visitor may use: to log in, to choose the language, to load the look of the pages, and to see that it runs.
const std::set<std::string> kPublic{
    "GET /log-in", "POST /log-in", "GET /log-in/code", "POST /log-in/code", "GET /log-in/next",
    "GET /log-in/password", "POST /log-in/password", "GET /log-in/post", "POST /log-in/post", "POST /log-out",
    "GET /language/{code}", "POST /language", "GET /healthz", "GET /metrics",
    "GET /progress",                        // numbers of the agencies, no document
    "GET /thu-tuc", "GET /thu-tuc/{code}",  // what everybody can ask for
    "GET /tra-cuu", "GET /tra-cuu/{code}",  // where a dossier stands, for who has its code; no name
    "POST /tra-cuu/{code}/receipt",         // that its result has come: by the code and four digits
    // The electronic copy of a result: by the code, four digits and the code of the receipt.
    "GET /tra-cuu/{code}/results", "POST /tra-cuu/{code}/results", "POST /tra-cuu/{code}/results/{no}",
    // What citizens think of how a dossier was served, and petitions about it: the same way.
    "GET /tra-cuu/{code}/rating", "POST /tra-cuu/{code}/rating", "GET /tra-cuu/{code}/petitions/new",
    "POST /tra-cuu/{code}/petitions", "GET /tra-cuu/{code}/petitions/answers",
    "POST /tra-cuu/{code}/petitions/answers", "POST /tra-cuu/{code}/petitions/{petition}/mark",
    // That the citizen withdraws what he agreed to: the same way.
    "GET /tra-cuu/{code}/vault-consent", "POST /tra-cuu/{code}/vault-consent",
    // The tablet at a desk, with its secret.
    "GET /danh-gia", "POST /danh-gia", "POST /danh-gia/reasons", "POST /danh-gia/consent",
    "GET /api/v1/openapi.yaml",  // how systems talk to this one
    // In the hall of a desk; numbers are taken with a kiosk's secret.
    "GET /quay/{desk}/lay-so", "POST /quay/{desk}/lay-so", "GET /quay/{desk}/so/{uid}",
    "GET /quay/{desk}/so/{uid}/phieu", "GET /quay/{desk}/man-hinh", "GET /quay/{desk}/su-kien",
    "GET /log-in/second-factor", "POST /log-in/second-factor",
    // With a ticket in the address, which is checked there.
    "GET /vgca/{ticket}/{name}", "POST /vgca/{ticket}", "GET /vgca/results/{ticket}/{name}",
    "POST /vgca/results/{ticket}", "GET /vgca/copies/{ticket}/{name}", "POST /vgca/copies/{ticket}",
    "GET /vgca/batches/{ticket}/{name}", "POST /vgca/batches/{ticket}"};

std::string name_of(http::Method method)
{
    switch (method) {
    case http::Method::get: return "GET";
    case http::Method::head: return "HEAD";
    case http::Method::post: return "POST";
    case http::Method::put: return "PUT";
    case http::Method::patch: return "PATCH";
    case http::Method::del: return "DELETE";
    case http::Method::options: return "OPTIONS";
    }
    return "";
}

// A path of the pattern, every part in braces filled in.
std::string example_of(const std::string& pattern)
{
    std::string path;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] != '{') {
            path += pattern[i];
            continue;
        }
        path += "019a9f3e-0000-7000-8000-000000000000";
        i = pattern.find('}', i);
    }
    return path;
}

// The whole answer to a request without cookies, on a connection of its own.
std::string ask(int port, const std::string& request)
{
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    std::string answer;
    if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
        ::send(fd, request.data(), request.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(request.size())) {
        char buffer[4096];
        for (ssize_t got = 0; (got = ::recv(fd, buffer, sizeof buffer, 0)) > 0;)
            answer.append(buffer, static_cast<std::size_t>(got));
    }
    ::close(fd);
    return answer;
}

class RoutesTest : public testing::Test {
protected:
    RoutesTest()
    {
        base::Config config = base::load_config({});
        config.state = folder_;
        config.dsn = database_.dsn("lt_app");
        config.owner_dsn = database_.dsn("lt_owner");
        config.listen_port = 0;
        application_ = std::make_unique<app::Application>(config, std::make_shared<base::SystemClock>());
        application_->start();
        const std::string address = application_->address();
        port_ = std::stoi(address.substr(address.rfind(':') + 1));
    }
    ~RoutesTest() override
    {
        application_.reset();
        fs::remove_all(folder_);
    }

    db::TestDatabase database_;
    const fs::path folder_ = fs::temp_directory_path() / ("lt-routes-" + base::random_hex(8));
    std::unique_ptr<app::Application> application_{};
    int port_ = 0;
};

}  // namespace

TEST_F(RoutesTest, WithoutASessionOnlyThePublicOnesAnswer)
{
    std::size_t closed = 0;
    std::size_t systems = 0;
    for (const http::Route& route : application_->routes()) {
        const std::string method = name_of(route.method);
        const std::string name = method + " " + route.pattern;
        if (kPublic.contains(name) || route.pattern.starts_with("/assets/")) continue;
        EXPECT_NE(route.access.name, http::everybody().name) << name << " is open to everybody";
        std::string request = method + " " + example_of(route.pattern) + " HTTP/1.1\r\nHost: localhost\r\n";
        if (route.body.kind != http::Body::Kind::none)
            request += "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 0\r\n";
        const std::string answer = ask(port_, request + "Connection: close\r\n\r\n");
        if (route.access.name == "connected system") {
            const bool of_axis = answer.find("\"ErrorCode\":\"15\"") != std::string::npos;
            const bool of_api = route.pattern.starts_with("/api/") && answer.starts_with("HTTP/1.1 401 ");
            EXPECT_TRUE(of_axis || of_api) << name << " answered: " << answer;
            ++systems;
            continue;
        }
        const std::string status = answer.substr(0, answer.find('\r'));
        const bool to_log_in =
            status.find(" 303 ") != std::string::npos && answer.find("ocation: /log-in") != std::string::npos;
        const bool refused =
            status.find(" 401 ") != std::string::npos || status.find(" 403 ") != std::string::npos;
        EXPECT_TRUE(to_log_in || refused) << name << " answered: " << status;
        ++closed;
    }
    EXPECT_GE(systems, 20u);
    EXPECT_GT(closed, 60u) << "the walk did not see the routes";
}

TEST_F(RoutesTest, EveryPublicRouteIsThere)
{
    std::set<std::string> names;
    for (const http::Route& route : application_->routes())
        names.insert(name_of(route.method) + " " + route.pattern);
    for (const std::string& name : kPublic)
        EXPECT_TRUE(names.contains(name)) << name << " is no longer a route";
}
