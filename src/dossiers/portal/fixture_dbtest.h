// The stand-in of the national portal (tests/portal/portal.py) as a process, and dossiers that are told to it; for database tests.
#pragma once

#include <nlohmann/json.hpp>

#include "dossiers/fixture_dbtest.h"
#include "dossiers/portal/inbound.h"
#include "dossiers/portal/sending.h"
#include "kit/base/stand_in_testing.h"
#include "kit/fetch/fetch.h"

namespace lt::dossiers::portal {

inline constexpr const char* kPassword = "mat-khau-cua-cong";

class PortalProcess {
public:
    PortalProcess() { start(); }

    // On the port of before; what it knew is gone.
    void start() { process_.start("tests/portal/portal.py", {"--port", process_.port()}); }
    void stop() { process_.stop(); }
    std::string url() const { return process_.url(); }
    void steer(const nlohmann::json& wish) { ask("/control", wish.dump()); }
    void knows(const std::string& code) { ask("/known", nlohmann::json{{"MaHoSo", code}}.dump()); }
    nlohmann::json told() { return nlohmann::json::parse(ask("/told", "")); }
    int count(const char* what) { return nlohmann::json::parse(ask("/counts", "")).at(what).get<int>(); }
    // "DongBoHoSoMC 2 False" for each thing told about a dossier: service, state, whether as known.
    std::vector<std::string> told_of(const std::string& code)
    {
        std::vector<std::string> out;
        for (const auto& call : told()) {
            const auto& one = call["data"][0];
            if (one["MaHoSo"] != code) continue;
            const bool record = call["service"] == "DongBoHoSoMC";
            out.push_back(call["service"].get<std::string>() + " " +
                          one[record ? "TrangThaiHoSo" : "TrangThai"].get<std::string>() +
                          (record ? " " + call["isUpdating"].get<std::string>() : ""));
        }
        return out;
    }

private:
    std::string ask(const std::string& path, const std::string& body)
    {
        const auto got = fetcher_.ask({.url = url() + path,
                                       .content_type = body.empty() ? "" : "application/json",
                                       .body = body,
                                       .limit = 64U << 20U});
        if (!got) throw std::runtime_error(got.error().message.str());
        return got->body;
    }
    fetch::HttpFetcher fetcher_{{.allow_private = true}};
    base::StandIn process_{};
};

class PortalTest : public DossiersTest {
protected:
    PortalTest()
        : portal{.dossiers = services,
                 // Not what the product does, but it shows what is never there in the clear.
                 .sealing = {
                     .seal = [](std::string_view text) { return std::string(text.rbegin(), text.rend()); },
                     .unseal =
                         [](std::string_view text) {
                             return std::optional(std::string(text.rbegin(), text.rend()));
                         }},
                 .fetcher = fetcher}
    {
        add_jobs(portal);
    }

    base::Result<base::Done> configure(const std::string& since = "01/11/2026", bool active = true,
                                       const std::string& password = kPassword)
    {
        db::Transaction tx = database.pool().begin({.reach = db::Reach::platform});
        const auto done = change(tx, portal.sealing,
                                 {.adapter = stand_in.url() + "/VXPAdapter/RestService/forward",
                                  .auth = "/mapi/login",
                                  .integration = "/mapi/g",
                                  .username = "tinh",
                                  .destination = "VN:GOV:000.00.00.G22:vpcpdvcqg",
                                  .member = "000.00.00.H05",
                                  .since = since,
                                  .password = base::Secret(std::string(password)),
                                  .active = active},
                                 clock->now());
        if (!done) return done;
        fill_later(portal, tx);
        tx.commit();
        run_jobs();
        return done;
    }
    // What is due is told, in as many jobs as it takes.
    void tell()
    {
        {
            db::Transaction tx = database.pool().begin({});
            jobs::enqueue(tx, queue, "dossiers.portal.send", "{}");
            tx.commit();
        }
        run_jobs();
    }
    // So much later, with all jobs that come due on the way.
    void pass(std::chrono::minutes time)
    {
        clock->advance(time);
        tell();
    }
    std::string states(const std::string& code)
    {
        return database.value(
            "SELECT string_agg(state, ' ' ORDER BY event_no, place) FROM dossier_syncs WHERE code = '" +
            code + "'");
    }
    std::optional<Item> item(const std::string& code, int event, Service service)
    {
        db::Transaction tx = database.pool().begin({.reach = db::Reach::platform});
        return find_item(tx,
                         std::stoll(database.value("SELECT id FROM dossiers WHERE code = '" + code + "'")),
                         event, service);
    }

    PortalProcess stand_in;
    fetch::HttpFetcher fetcher{{.allow_private = true}};
    PortalServices portal;
};

}  // namespace lt::dossiers::portal
