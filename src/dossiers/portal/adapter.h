// The port over HTTP, as the adapter of the national axis (Trục liên thông, NDXP) speaks: JSON both ways, a log-in that gives a session, one
// address for all services. Knows kit/fetch; no database.
#pragma once

#include "dossiers/portal/port.h"
#include "dossiers/portal/settings.h"

namespace lt::fetch {
class HttpFetcher;
}

namespace lt::dossiers::portal {

// An answer of the portal; nothing for what is none. Numbers may be written as such or as texts.
std::optional<Answer> read_answer(std::string_view body);

class Adapter final : public Port {
public:
    // `fetcher` must outlive it. Name and password stand in no message of a fault.
    Adapter(Settings settings, base::Secret password, fetch::HttpFetcher& fetcher);
    base::Result<std::string> log_in() override;
    base::Result<Answer> send(const std::string& session, const std::string& service,
                              const std::string& payload) override;

private:
    base::Result<std::string> post(const std::string& path, const std::string& body);
    Settings settings_;
    base::Secret password_;
    fetch::HttpFetcher& fetcher_;
};

}  // namespace lt::dossiers::portal
