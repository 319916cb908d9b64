// See rest_desk.h.
#include "rest_desk.h"

#include <cstdio>
#include <fstream>
#include <stdexcept>

#include <nlohmann/json.hpp>

#include "dossiers/rest/routes.h"
#include "exchange/systems.h"
#include "kit/base/config.h"
#include "kit/base/ids.h"
#include "kit/fetch/fetch.h"
#include "kit/http/server.h"

namespace lt::bench {
namespace {

namespace rest = dossiers::rest;

std::string a_lodging(int agency)
{
    const nlohmann::json answers = nlohmann::json::parse(
        R"({"applicant": {"full_name": "Nguyễn Thị Ánh", "identity_number": "027190001234", "phone": "0912345678",
            "residence": {"province": "24", "commune": "09187"}}, "relation": "heir",
            "original": {"name": "Bằng tốt nghiệp", "holder": "Nguyễn Văn Bình"}, "copies": 2})");
    return nlohmann::json{{"agency", "B." + std::to_string(agency)},
                          {"procedure", "2.000908"},
                          {"way", "counter"},
                          {"owner",
                           {{"kind", "person"},
                            {"number", "027190001234"},
                            {"name", "Nguyễn Thị Ánh"},
                            {"born_on", "1990-05-06"},
                            {"sex", "female"}}},
                          {"answers", answers},
                          {"papers", {{{"no", 0}, {"originals", 1}}, {{"no", 1}, {"originals", 1}}}}}
        .dump();
}

}  // namespace

struct RestDeskState {
    explicit RestDeskState(Desk& desk)
        : exchange{.pool = desk.services().pool,
                   .directory = desk.services().directory,
                   .queue = desk.services().queue,
                   .blobs = desk.services().blobs,
                   .clock = desk.services().clock,
                   .seal = [](std::string_view text) { return std::string(text); },
                   .unseal = [](std::string_view sealed) { return std::optional(std::string(sealed)); }},
          uploads(desk.services().blobs, desk.services().pool, desk.services().clock),
          portal{.dossiers = desk.services(),
                 .sealing = {.seal = exchange.seal, .unseal = exchange.unseal},
                 .fetcher = fetcher},
          code("bench-" + base::random_hex(6)), body(desk.folder() / (code + ".txt"))
    {
        std::vector<rest::Grant> grants;
        std::ofstream lines(body);
        for (int agency = 1; agency <= kDesks; ++agency) {
            grants.push_back({rest::Right::receive, agency});
            lines << a_lodging(agency) << '\n';
        }
        {
            db::Transaction tx = desk.services().pool.begin({.reach = db::Reach::platform});
            const auto made = exchange::register_system(
                tx, exchange,
                {.code = code, .name = code, .kind = "client", .rate = "100000", .largest = "1"});
            if (!made) throw std::runtime_error("no system was registered: " + made.error().message.str());
            secret = std::string(made->secret.view());
            rest::set_grants(tx, *exchange::find_system(tx, made->uid), grants, desk.services().clock->now());
            tx.commit();
        }
        http::Router router;
        rest::add_routes(router, {.portal = portal,
                                  .exchange = exchange,
                                  .uploads = uploads,
                                  .lists = std::make_shared<const forms::Lists>(
                                      forms::Lists::load(base::find_resources() / "data"))});
        server = std::make_unique<http::Server>(
            http::ServerOptions{.port = 0, .workers = 16, .clock = desk.services().clock}, std::move(router));
        server->start();
    }
    ~RestDeskState() { server->stop(std::chrono::seconds(5)); }

    exchange::Services exchange;
    blob::Uploads uploads;
    fetch::HttpFetcher fetcher{{}};
    dossiers::portal::PortalServices portal;
    std::string code, secret{};
    std::filesystem::path body;
    std::unique_ptr<http::Server> server{};
};

RestDesk::RestDesk(Desk& desk) : state_(std::make_unique<RestDeskState>(desk)) {}
RestDesk::~RestDesk() = default;

RestDesk::Said RestDesk::lodge(unsigned connections, int seconds) const
{
    const auto script = base::find_resources() / "tests/bench/dossiers/lodge.lua";
    const std::string command = "LT_SYSTEM=" + state_->code + " LT_SECRET=" + state_->secret + " LT_BODY='" +
                                state_->body.string() + "' wrk -t2 -c" + std::to_string(connections) + " -d" +
                                std::to_string(seconds) + "s --timeout 20s -s '" + script.string() +
                                "' http://127.0.0.1:" + std::to_string(state_->server->port()) + "/ 2>&1";
    std::FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("wrk can't be started");
    Said said;
    double microseconds = 0, errors = -1;
    std::string all;
    char line[2048];
    while (std::fgets(line, sizeof line, pipe) != nullptr) {
        all += line;
        double took = 0;
        if (std::sscanf(line, "figures %lf %lf %lf", &said.requests, &microseconds, &errors) == 3)
            said.seconds = microseconds / 1e6;
        else if (std::sscanf(line, "took %lf", &took) == 1)
            said.took_ms.push_back(took);
    }
    if (pclose(pipe) != 0 || errors != 0 || said.took_ms.empty())
        throw std::runtime_error("lodging by REST failed: " + all);
    return said;
}

}  // namespace lt::bench
