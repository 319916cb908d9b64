// The house put together: database, files, queue, pages and the server that shows them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "kit/base/clock.h"
#include "kit/base/config.h"
#include "kit/http/router.h"

namespace lt::app {

// How many connections one address may have. It stands for everybody behind a proxy or on this machine, where `otherwise`
// holds, and else for one house with its router.
unsigned connections_per_address(const base::Config& config, unsigned otherwise);

class Application {
public:
    // Prepares everything and listens, but answers nothing yet. Throws std::runtime_error with words for the operator.
    Application(base::Config config, std::shared_ptr<const base::Clock> clock);
    ~Application();  // stops
    Application(const Application&) = delete;
    Application& operator=(const Application&) = delete;

    void start();
    void stop();                  // finishes what runs, refuses what is new; safe to repeat
    std::string address() const;  // "http://127.0.0.1:8080"
    const std::vector<http::Route>& routes() const;  // everything that the server answers

private:
    std::unique_ptr<struct ApplicationState> state_;
};

}  // namespace lt::app
