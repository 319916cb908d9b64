// Events for open pages: what features tell at once, and the figures beside the menu shortly after.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include "app/ticker.h"
#include "documents/actions.h"
#include "kit/base/locked.h"

namespace lt::http {
class Server;
}

namespace lt::app {

// An agency's pages listen to the topic "agency/<id>". Its figures are counted at most five times a second however much
// happens; the count is one statement, and none runs while nobody listens.
class Live {
public:
    Live() = default;
    // Called by actions after their commit, on any thread.
    void notify(std::int64_t agency, const std::string& event, const std::string& data);
    void start(http::Server& server, documents::Services& services);
    void stop();

private:
    void send_counts();
    std::atomic<http::Server*> server_ = nullptr;
    documents::Services* services_ = nullptr;
    base::Locked<std::set<std::int64_t>> changed_{};
    std::optional<Ticker> ticker_{};
};

}  // namespace lt::app
