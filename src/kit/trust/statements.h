// Statements in memory, within bounds, and behind them those that outlive the process. Inside kit/trust. For many threads at a time.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "kit/base/locked.h"
#include "kit/trust/collect.h"

namespace lt::trust {

class Statements {
public:
    Statements(std::size_t bytes, StatementStore* behind) : bytes_(bytes), behind_(behind) {}
    std::optional<std::string> find(const std::string& key);
    void keep(const std::string& key, const std::string& der, base::Time until);

private:
    struct Memory {
        struct Entry {
            std::string der{};
            std::uint64_t used = 0;
        };
        std::map<std::string, Entry> entries{};
        std::size_t bytes = 0;
        std::uint64_t uses = 0;
    };
    void remember(const std::string& key, const std::string& der);

    std::size_t bytes_;
    StatementStore* behind_;
    base::Locked<Memory> memory_{};
};

}  // namespace lt::trust
