// Servers that did not answer, and how long they are left alone. Inside kit/trust. For many threads at a time.
#pragma once

#include <map>
#include <string>

#include "kit/base/clock.h"
#include "kit/base/locked.h"

namespace lt::trust {

class BackOff {
public:
    explicit BackOff(std::chrono::seconds length) : length_(length) {}
    bool rests(const std::string& server, base::Time now) const
    {
        return until_.with([&](const auto& map) {
            const auto found = map.find(server);
            return found != map.end() && now < found->second;
        });
    }
    void failed(const std::string& server, base::Time now)
    {
        until_.with([&](auto& map) {
            if (map.size() >= kServers)
                std::erase_if(map, [&](const auto& one) { return one.second <= now; });
            if (map.size() < kServers) map[server] = now + length_;
        });
    }
    void answered(const std::string& server)
    {
        until_.with([&](auto& map) { map.erase(server); });
    }

private:
    static constexpr std::size_t kServers = 1000;
    std::chrono::seconds length_;
    base::Locked<std::map<std::string, base::Time>> until_{};
};

}  // namespace lt::trust
