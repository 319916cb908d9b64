// The national portal as this program sees it: log in, tell something, read the answer. The adapter (adapter.h) speaks to the real one;
// whatever replaces it one day stands behind the same port.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "kit/base/clock.h"
#include "kit/base/result.h"

namespace lt::dossiers::portal {

struct Answer {
    std::string code{};  // error_code; "0": done
    std::string message{};
    bool is_good() const { return code == "0"; }
};

class Port {
public:
    virtual ~Port() = default;
    // A new session. Faults: unavailable (nobody answered, or what answers is no adapter), forbidden (name or password is wrong).
    virtual base::Result<std::string> log_in() = 0;
    // `payload`: JSON object with what the service wants. Any answer of the portal is good; unavailable: there was none.
    virtual base::Result<Answer> send(const std::string& session, const std::string& service,
                                      const std::string& payload) = 0;
};

// A port with its session, which is kept and renewed. For many threads at a time.
class Line {
public:
    Line(std::unique_ptr<Port> port, std::shared_ptr<const base::Clock> clock);
    base::Result<Answer> send(const std::string& service, const std::string& payload);

private:
    struct Session {
        std::string id{};
        base::Time since{};
    };
    base::Result<Session> session(const std::string& but_not);
    std::unique_ptr<Port> port_;
    std::shared_ptr<const base::Clock> clock_;
    std::mutex lock_{};
    std::optional<Session> session_{};
};

}  // namespace lt::dossiers::portal
