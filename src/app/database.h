// The database of one installation: the private cluster, or the one that the configuration names.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "kit/base/config.h"
#include "kit/db/db.h"

namespace lt::app {

// What is done with the database before it is used. Commands that only look leave it as it is.
enum class Prepare : std::uint8_t { nothing, migrate };

struct DatabaseOptions {
    Prepare prepare = Prepare::nothing;
    unsigned connections = 2;
    std::string session{};  // settings of every connection, "-c name=value"
};

class Database {
public:
    // Throws std::runtime_error with words for the operator.
    Database(const base::Config& config, const DatabaseOptions& options);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    db::Pool& pool();  // as lt_app, under row-level security

    const std::string& owner_dsn() const;  // "" when only the application's role is known

    // Names of migrations applied by the constructor.
    const std::vector<std::string>& applied() const;

    // Starts the private cluster again when it has died; nothing to do for a database of one's own.
    void ensure_running();

private:
    std::unique_ptr<struct DatabaseState> state_;
};

// Brings the database up to date as its owner: migrations, then the reference data of the features.
std::vector<std::string> bring_up_to_date(const std::string& owner_dsn, const base::Config& config);

}  // namespace lt::app
