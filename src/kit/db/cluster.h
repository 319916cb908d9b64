// A private PostgreSQL cluster on a Unix socket, for installations and tests that bring no database of their
// own.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

namespace lt::db {

struct ClusterOptions {
    std::filesystem::path folder{};  // data and socket; made when missing
    bool durable = true;             // false for tests: fsync off
    unsigned max_connections = 60;
};

// Runs initdb when needed and starts the server; as root it does both under an unprivileged user. A cluster
// that crashed or was killed is recovered; one that another process of ours runs already is used and not
// stopped.
class Cluster {
public:
    explicit Cluster(ClusterOptions options);  // throws std::runtime_error with the server's own words
    ~Cluster();                                // stops cleanly what it started (fast mode)
    Cluster(const Cluster&) = delete;
    Cluster& operator=(const Cluster&) = delete;

    // DSN of a database for a role: "postgres" (superuser), "lt_owner", "lt_app".
    std::string dsn(const std::string& database, const std::string& role) const;
    void create_database(const std::string& name, const std::string& template_name = "template0");

    // Starts the server again when it has died; called by the supervisor thread of the application.
    void ensure_running();

private:
    std::unique_ptr<struct ClusterState> state_;
};

}  // namespace lt::db
