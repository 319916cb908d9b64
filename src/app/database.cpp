#include "app/database.h"

#include <optional>
#include <stdexcept>

#include "documents/setup.h"
#include "kit/db/cluster.h"
#include "kit/db/migrations.h"

namespace lt::app {
namespace {

constexpr const char* kDatabase = "lienthong";
constexpr unsigned kSpareConnections = 20;  // for commands beside the server, and PostgreSQL's own reserve

}  // namespace

struct DatabaseState {
    std::optional<db::Cluster> cluster{};
    std::unique_ptr<db::Pool> pool{};
    std::string owner_dsn{};
    std::vector<std::string> applied{};
};

std::vector<std::string> bring_up_to_date(const std::string& owner_dsn, const base::Config& config)
{
    auto applied = db::migrate(owner_dsn, config.resources / "db" / "migrations");
    db::Pool owner({.dsn = owner_dsn, .size = 1});
    auto tx = owner.begin({});
    documents::import_kinds(tx, config.resources / "data" / "document_kinds.toml");
    tx.commit();
    return applied;
}

Database::Database(const base::Config& config, const DatabaseOptions& options)
    : state_(std::make_unique<DatabaseState>())
{
    std::string dsn = config.dsn;
    std::string& owner_dsn = state_->owner_dsn = config.owner_dsn;
    if (dsn.empty()) {
        state_->cluster.emplace(
            db::ClusterOptions{.folder = config.state / "pg",
                               .durable = true,
                               .max_connections = options.connections + kSpareConnections});
        state_->cluster->create_database(kDatabase);
        if (options.prepare == Prepare::migrate) {
            db::bootstrap(state_->cluster->dsn(kDatabase, "postgres"),
                          config.resources / "db" / "bootstrap.sql");
        }
        dsn = state_->cluster->dsn(kDatabase, "lt_app");
        owner_dsn = state_->cluster->dsn(kDatabase, "lt_owner");
    }
    // With a database of its own and no owner's DSN the server trusts that `lienthong migrate` was run.
    if (options.prepare == Prepare::migrate && !owner_dsn.empty())
        state_->applied = bring_up_to_date(owner_dsn, config);
    if (!options.session.empty()) dsn += " options='" + options.session + "'";
    state_->pool = std::make_unique<db::Pool>(db::PoolOptions{.dsn = dsn, .size = options.connections});
}

Database::~Database() = default;

db::Pool& Database::pool() { return *state_->pool; }

const std::string& Database::owner_dsn() const { return state_->owner_dsn; }

const std::vector<std::string>& Database::applied() const { return state_->applied; }

void Database::ensure_running()
{
    if (state_->cluster) state_->cluster->ensure_running();
}

}  // namespace lt::app
