// Forward-only migrations. The table schema_migrations remembers what was applied and what it looked like
// then.
#include "kit/db/migrations.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include <sodium.h>

#include "kit/base/ids.h"
#include "kit/base/log.h"
#include "kit/db/connection.h"

namespace lt::db {
namespace {

struct Migration {
    int number = 0;
    std::string name{};
    std::string text{};
    std::string sha256{};
};

std::string read(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    if (!in) throw std::runtime_error("can't read " + file.string());
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string sha256(const std::string& text)
{
    std::string digest(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256(reinterpret_cast<unsigned char*>(digest.data()),
                       reinterpret_cast<const unsigned char*>(text.data()), text.size());
    return base::to_hex(digest);
}

// "0007_add_due_on.sql" → 7
int number_of(const std::string& name)
{
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    const bool good = name.size() > 9 && std::all_of(name.begin(), name.begin() + 4, digit) &&
                      name[4] == '_' &&
                      name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_", 5) == name.size() - 4;
    if (!good) throw std::runtime_error("migrations: " + name + " is not named like 0007_verb_what.sql");
    return std::stoi(name.substr(0, 4));
}

// HEAD holds the name of the newest file, so that two branches which both add one meet in a merge conflict.
void check_head(const std::filesystem::path& folder, const std::string& newest)
{
    std::string head;
    if (std::filesystem::exists(folder / "HEAD")) head = read(folder / "HEAD");
    head.erase(
        std::find_if(head.begin(), head.end(), [](char c) { return c == '\n' || c == '\r' || c == ' '; }),
        head.end());
    if (head == newest) return;
    throw std::runtime_error("migrations: HEAD names \"" + head + "\", but the newest file is \"" + newest +
                             "\"");
}

std::vector<Migration> load(const std::filesystem::path& folder)
{
    std::vector<Migration> found;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() != ".sql") continue;
        Migration migration;
        migration.name = entry.path().filename().string();
        migration.number = number_of(migration.name);
        migration.text = read(entry.path());
        migration.sha256 = sha256(migration.text);
        found.push_back(std::move(migration));
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    for (std::size_t i = 0; i < found.size(); ++i) {
        const int wanted = static_cast<int>(i) + 1;
        if (found[i].number == wanted) continue;
        throw std::runtime_error(
            "migrations: number " + std::to_string(wanted) +
            (found[i].number < wanted ? " or one before it is there twice (" : " is missing (") +
            found[i].name + " found)");
    }
    check_head(folder, found.empty() ? "" : found.back().name);
    return found;
}

// How many of the files are applied; refuses a database whose history is not the beginning of the files.
std::size_t check_applied(Connection& connection, const std::vector<Migration>& files)
{
    const Rows applied = connection.script("SELECT name, sha256 FROM schema_migrations ORDER BY number");
    if (applied.size() > files.size()) {
        throw std::runtime_error("migrations: the database is newer than this program; it has " +
                                 applied[applied.size() - 1]["name"].str());
    }
    for (std::size_t i = 0; i < applied.size(); ++i) {
        const std::string name = applied[i]["name"].str();
        if (name != files[i].name) {
            throw std::runtime_error("migrations: the database applied " + name + " where the file is " +
                                     files[i].name);
        }
        if (applied[i]["sha256"].text() != files[i].sha256) {
            throw std::runtime_error("migrations: " + name + " was changed after it had been applied");
        }
    }
    return applied.size();
}

void apply(Connection& connection, const Migration& migration)
{
    try {
        connection.script("BEGIN");
        connection.script(migration.text);
        if (!connection.in_transaction())
            throw std::runtime_error("the file ended the transaction it runs in");
        const std::array<Param, 3> params{Param(migration.number), Param(migration.name),
                                          Param(migration.sha256)};
        connection.query("INSERT INTO schema_migrations (number, name, sha256) VALUES ($1, $2, $3)", params);
        connection.script("COMMIT");
    } catch (const std::exception& error) {
        throw std::runtime_error("migrations: " + migration.name + ": " + error.what());
    }
}

}  // namespace

std::vector<std::string> migrate(const std::string& owner_dsn, const std::filesystem::path& folder)
{
    const std::vector<Migration> files = load(folder);
    Connection connection(owner_dsn);
    // Another server may be migrating: wait for it, but not for ever. The number is only a name for the lock.
    connection.script(
        "SET statement_timeout TO 0; SET lock_timeout TO '10min'; SELECT pg_advisory_lock(7824661)");
    connection.script(
        "CREATE TABLE IF NOT EXISTS schema_migrations (number integer PRIMARY KEY, name text NOT NULL,"
        " sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())");
    // A migration that can't have its table soon must not make all requests queue behind it.
    connection.script("SET lock_timeout TO '10s'");
    std::vector<std::string> done;
    for (std::size_t i = check_applied(connection, files); i < files.size(); ++i) {
        apply(connection, files[i]);
        base::log(base::Level::info, "migration_applied", {{"name", files[i].name}});
        done.push_back(files[i].name);
    }
    return done;
}

void bootstrap(const std::string& superuser_dsn, const std::filesystem::path& file)
{
    Connection(superuser_dsn).script(read(file));
}

}  // namespace lt::db
