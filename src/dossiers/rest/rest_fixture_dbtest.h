// Other systems at the desk, for database tests: they are connected, call, and their answers are kept for the document's check.
#pragma once

#include <fstream>

#include "dossiers/portal/fixture_dbtest.h"
#include "dossiers/rest/routes.h"
#include "exchange/systems.h"
#include "forms/lists.h"

namespace lt::dossiers::rest {

using nlohmann::json;

inline constexpr const char* kPdf =
    "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
    "trailer\n<</Root 1 0 R>>\n%%EOF\n";

struct System {
    std::string uid{};
    std::string code{};
    std::string secret{};
};

class RestTest : public DossiersTest {
protected:
    RestTest()
        : exchange{.pool = database.pool(),
                   .directory = directory,
                   .queue = queue,
                   .blobs = blobs,
                   .clock = clock},
          uploads(blobs, database.pool(), clock),
          portal{
              .dossiers = services,
              .sealing = {.seal = [](std::string_view text) { return std::string(text); },
                          .unseal = [](std::string_view text) { return std::optional(std::string(text)); }},
              .fetcher = fetcher}
    {
        exchange.seal = portal.sealing.seal;
        exchange.unseal = portal.sealing.unseal;
        add_routes(router, {.portal = portal,
                            .exchange = exchange,
                            .uploads = uploads,
                            .lists = std::make_shared<const forms::Lists>(
                                forms::Lists::load(base::find_resources() / "data")),
                            .openapi = "openapi: 3.1.0\n"});
        desk_system = connect("mot-cua", {{Right::receive, commune.agency}, {Right::lodge, commune.agency}});
        enterprise = connect("doanh-nghiep", {{Right::lodge, commune.agency}});
        watcher = connect("bo-nganh", {{Right::read, commune.agency}});
    }

    System connect(const std::string& code, const std::vector<Grant>& grants)
    {
        db::Transaction tx = database.pool().begin({.reach = db::Reach::platform});
        const auto made = exchange::register_system(
            tx, exchange,
            {.code = code, .name = "Hệ thống " + code, .kind = "client", .rate = "100000", .largest = "1"});
        EXPECT_TRUE(made) << made.error().message;
        const auto system = exchange::find_system(tx, made->uid);
        set_grants(tx, *system, grants, clock->now());
        tx.commit();
        return {made->uid, code, std::string(made->secret.view())};
    }
    void grant(const System& of, const std::vector<Grant>& grants)
    {
        db::Transaction tx = database.pool().begin({.reach = db::Reach::platform});
        set_grants(tx, *exchange::find_system(tx, of.uid), grants, clock->now());
        tx.commit();
    }

    struct Sent {
        http::Method method = http::Method::get;
        std::string target{};
        std::string body{};
        std::string key{};
        std::string content_type = "application/json";
    };
    http::Response send(const System& who, const Sent& sent)
    {
        http::Response response = answer_to(who, sent);
        keep(sent, response);
        return response;
    }
    // For tests/conformance/openapi.py: one answer of each path and status.
    static void keep(const Sent& sent, const http::Response& response)
    {
        constexpr std::string_view kPrefix = "/api/v1";
        std::string path = sent.target.substr(0, sent.target.find('?'));
        if (!path.starts_with(kPrefix)) return;
        path.erase(0, kPrefix.size());
        const char* method = sent.method == http::Method::get ? "get" : "post";
        const std::string type = header(response, "Content-Type");
        const json kept{{"path", path},
                        {"method", method},
                        {"status", response.status},
                        {"type", type.substr(0, type.find(';'))},
                        {"body", json::parse(response.body, nullptr, false).is_discarded()
                                     ? json()
                                     : json::parse(response.body)}};
        const auto slashes = std::ranges::count(path, '/');
        const std::string name = std::string(method) + std::to_string(response.status) +
                                 path.substr(0, path.find('/', 1)).substr(1) + std::to_string(slashes) +
                                 (path.size() > 12 ? path.substr(path.rfind('/') + 1).substr(0, 6) : "");
        std::string safe;
        for (const char c : name)
            if (std::isalnum(static_cast<unsigned char>(c)) != 0) safe += c;
        std::filesystem::create_directories("build/test/rest");
        std::ofstream("build/test/rest/" + safe + ".json") << kept.dump(1);
    }
    http::Response answer_to(const System& who, const Sent& sent)
    {
        http::Request request{.method = sent.method,
                              .path = sent.target.substr(0, sent.target.find('?')),
                              .target = sent.target,
                              .id = "r"};
        for (std::size_t at = sent.target.find('?'); at != std::string::npos;) {
            const std::size_t equals = sent.target.find('=', at), end = sent.target.find('&', at + 1);
            request.query.add(
                sent.target.substr(at + 1, equals - at - 1),
                sent.target.substr(equals + 1, end == std::string::npos ? end : end - equals - 1));
            at = end;
        }
        request.headers = {
            {"x-systemid", who.code}, {"x-secretkey", who.secret}, {"content-type", sent.content_type}};
        if (!sent.key.empty()) request.headers["idempotency-key"] = sent.key;
        request.remote = "10.0.0.1";
        const auto match = router.match(sent.method, request.path);
        if (match.route == nullptr) throw std::runtime_error("no route " + sent.target);
        request.params = match.params;
        if (match.route->body.kind != http::Body::Kind::stream) {
            request.body = sent.body;
            return match.route->handler(request);
        }
        try {
            const auto sink = match.route->body.sink(request);
            for (std::size_t at = 0; at < sent.body.size(); at += 100)
                sink->write(std::as_bytes(
                    std::span(sent.body).subspan(at, std::min<std::size_t>(100, sent.body.size() - at))));
            return sink->finish(request);
        } catch (const http::Answer& answer) {
            return answer.response;
        }
    }
    http::Response get(const System& who, const std::string& target) { return send(who, {.target = target}); }
    http::Response post(const System& who, const std::string& target, const json& body,
                        const std::string& key = "")
    {
        return send(who, {.method = http::Method::post, .target = target, .body = body.dump(), .key = key});
    }
    static json body_of(const http::Response& response) { return json::parse(response.body, nullptr, false); }
    static std::string header(const http::Response& response, const std::string& name)
    {
        for (const auto& [known, value] : response.headers)
            if (known == name) return value;
        return {};
    }
    // "/owner/name /sets": where it is wrong.
    static std::string pointers(const http::Response& response)
    {
        std::string out;
        for (const json& one : body_of(response).value("errors", json::array()))
            out += (out.empty() ? "" : " ") + one["pointer"].get<std::string>();
        return out;
    }
    static json a_lodging(const std::string& way = "counter")
    {
        return {{"agency", "H05.26.1"},
                {"procedure", "2.000908"},
                {"way", way},
                {"owner",
                 {{"kind", "person"},
                  {"number", "027190001234"},
                  {"name", "Nguyễn Thị Ánh"},
                  {"born_on", "1990-05-06"},
                  {"sex", "female"}}},
                {"answers", json::parse(kAnswers)},
                {"papers", json::array({{{"no", 0}, {"originals", 1}}, {{"no", 1}, {"originals", 1}}})}};
    }
    // Of the form of 2.000908. Who asks for somebody else needs the second paper.
    static constexpr const char* kAnswers =
        R"({"applicant": {"full_name": "Nguyễn Thị Ánh", "identity_number": "027190001234",
        "phone": "0912345678", "residence": {"province": "24", "commune": "09187"}}, "relation": "heir",
        "original": {"name": "Bằng tốt nghiệp", "holder": "Nguyễn Văn Bình"}, "copies": 2})";

    json lodged(const System& who, const std::string& way = "counter", const std::string& key = "")
    {
        const auto answer =
            post(who, "/api/v1/dossiers", a_lodging(way), key.empty() ? base::random_hex(8) : key);
        EXPECT_EQ(answer.status, 201) << answer.body;
        run_jobs();
        return body_of(answer);
    }
    std::string uploaded(const System& who, const std::string& content = kPdf,
                         const std::string& name = "don.pdf")
    {
        const auto answer = send(who, {.method = http::Method::post,
                                       .target = "/api/v1/files?name=" + name,
                                       .body = content,
                                       .content_type = "application/octet-stream"});
        EXPECT_EQ(answer.status, 201) << answer.body;
        return body_of(answer).value("upload", "");
    }

    exchange::Services exchange;
    blob::Uploads uploads;
    fetch::HttpFetcher fetcher{{.allow_private = true}};
    portal::PortalServices portal;
    http::Router router{};
    System desk_system, enterprise, watcher;
};

}  // namespace lt::dossiers::rest
