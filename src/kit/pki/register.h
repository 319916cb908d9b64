// The register of a demo authority: a file that only grows, one line for each certificate and each revocation. Inside kit/pki.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kit/base/clock.h"
#include "kit/base/locked.h"

namespace lt::pki {

struct Entry {
    std::string serial{};
    std::string issuer{};  // "root" or "issuing"
    std::optional<base::Time> revoked_at{};
};

class Register {
public:
    explicit Register(std::filesystem::path file) : file_(std::move(file)) {}
    void add_issued(const std::string& serial, const std::string& issuer, const std::string& name);
    void add_revoked(const std::string& serial, base::Time at);
    // Another program may have written: the file is read on where it grew.
    std::optional<Entry> find(const std::string& serial) const;
    std::vector<Entry> revoked(const std::string& issuer) const;

private:
    struct Known {
        std::map<std::string, Entry> entries{};
        std::uintmax_t read = 0;  // bytes of the file
    };
    void append(const std::string& line);
    void read_on(Known& known) const;

    std::filesystem::path file_;
    mutable base::Locked<Known> known_{};
};

}  // namespace lt::pki
