#include "app/live.h"

#include <nlohmann/json.hpp>

#include "documents/routes.h"
#include "kit/http/server.h"

namespace lt::app {
namespace {

constexpr std::chrono::milliseconds kPeriod{200};

std::string topic_of(std::int64_t agency) { return "agency/" + std::to_string(agency); }

}  // namespace

void Live::notify(std::int64_t agency, const std::string& event, const std::string& data)
{
    http::Server* server = server_;
    if (server == nullptr) return;  // a command without pages
    server->publish(topic_of(agency), event, data);
    changed_.with([&](auto& agencies) { agencies.insert(agency); });
}

void Live::start(http::Server& server, documents::Services& services)
{
    services_ = &services;
    server_ = &server;
    ticker_.emplace("live_counts", kPeriod, [this] { send_counts(); });
}

void Live::stop()
{
    ticker_.reset();
    server_ = nullptr;
}

void Live::send_counts()
{
    http::Server& server = *server_;
    const auto agencies = changed_.with([](auto& all) { return std::exchange(all, {}); });
    if (agencies.empty() || server.counters().event_streams == 0) return;
    for (const std::int64_t agency : agencies) {
        // The figures that are sent are the same for everybody in the agency who sees all its documents.
        const documents::Actor clerk{.agency = agency, .role = directory::Role::registry_clerk};
        server.publish(topic_of(agency), "counts",
                       documents::live_counts(documents::counts(*services_, clerk)).dump());
    }
}

}  // namespace lt::app
