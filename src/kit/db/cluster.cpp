// One process of ours owns the cluster: it holds a lock on owner.lock and starts and stops the server. A
// server that outlived a killed owner is taken over by the next one. Others use the running server and leave
// it alone.
#include "kit/db/cluster.h"

#include <chrono>
#include <cstring>
#include <fstream>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <postgresql/libpq-fe.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kit/base/log.h"
#include "kit/db/connection.h"
#include "kit/db/pid_file.h"
#include "kit/db/server_process.h"

namespace lt::db {
namespace {

namespace fs = std::filesystem;
using Deadline = std::chrono::steady_clock::time_point;
using std::chrono::steady_clock;

constexpr const char* kShortFolders = "/tmp/lt-pg-";
constexpr std::size_t kSocketPath = 107;  // what fits into sockaddr_un
constexpr std::uintmax_t kLogLimit = 16u << 20;

void pause() { std::this_thread::sleep_for(std::chrono::milliseconds(10)); }

std::string quoted(const std::string& value)
{
    std::string out = "'";
    for (const char c : value) {
        if (c == '\'' || c == '\\') out += '\\';
        out += c;
    }
    return out + "'";
}

std::string make_dsn(const std::string& socket_folder, const std::string& database, const std::string& role)
{
    return "host=" + quoted(socket_folder) + " port=5432 dbname=" + quoted(database) +
           " user=" + quoted(role);
}

}  // namespace

struct ClusterState {
    explicit ClusterState(ClusterOptions chosen) : options(std::move(chosen)), account(server_account())
    {
        options.folder = fs::absolute(options.folder).lexically_normal();
        fs::create_directories(options.folder);
        // The server's account must pass through, and nobody has business to list it.
        ::chmod(options.folder.c_str(), account.other ? 0711 : 0700);
        lock_fd = ::open((options.folder / "owner.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        if (lock_fd < 0) throw std::runtime_error(options.folder.string() + ": " + std::strerror(errno));
    }

    ~ClusterState()
    {
        if (owner) stop();
        ::close(lock_fd);
    }
    ClusterState(const ClusterState&) = delete;
    ClusterState& operator=(const ClusterState&) = delete;

    fs::path data() const { return options.folder / "data"; }
    fs::path log() const { return options.folder / "postgres.log"; }

    void open()
    {
        const Deadline deadline = steady_clock::now() + std::chrono::minutes(2);
        while (!become_owner() && !use_running()) {
            if (steady_clock::now() > deadline) {
                throw std::runtime_error("another process holds " + options.folder.string() +
                                         " but runs no server");
            }
            pause();
        }
        if (owner && !adopt()) start();
    }

    bool become_owner()
    {
        owner = owner || ::flock(lock_fd, LOCK_EX | LOCK_NB) == 0;
        return owner;
    }

    bool use_running()
    {
        const PidFile found = read_pid_file(data());
        if (!is_postmaster(found.pid, data())) return false;
        socket_folder = found.socket_folder;
        return answers();
    }

    // Takes over a server whose owner was killed.
    bool adopt()
    {
        const PidFile found = read_pid_file(data());
        if (!is_postmaster(found.pid, data())) {
            clean_pid_file(data());
            if (found.socket_folder != socket_folder) remove_short_folder(found.socket_folder);
            return false;
        }
        pid = found.pid;
        child = false;
        if (!wait_until_ready()) return false;
        base::log(base::Level::info, "database_adopted", {{"pid", std::to_string(pid)}});
        return true;
    }

    void start()
    {
        make_data();
        choose_socket_folder();
        if (fs::exists(log()) && fs::file_size(log()) > kLogLimit) fs::rename(log(), log().string() + ".1");
        const Deadline deadline = steady_clock::now() + std::chrono::minutes(1);
        for (;;) {
            const std::uintmax_t before = fs::exists(log()) ? fs::file_size(log()) : 0;
            pid = start_program("postgres", settings(), log(), account,
                                options.durable ? Lifetime::own : Lifetime::ends_with_us);
            child = true;
            if (wait_until_ready()) return;
            std::string why = log_tail(log());
            const std::uintmax_t written = fs::file_size(log()) - before;
            if (written < why.size()) why.erase(0, why.size() - static_cast<std::size_t>(written));
            // Processes of a killed server need a moment to see that it is gone.
            const bool passing = why.find("pre-existing shared memory block") != std::string::npos ||
                                 why.find("already exists") != std::string::npos;
            if (!passing || steady_clock::now() > deadline) {
                throw std::runtime_error("PostgreSQL did not start: " + why);
            }
            pause();
        }
    }

    void make_data()
    {
        if (fs::exists(data() / "PG_VERSION")) return;
        // Under another name first: an initdb that was interrupted must not look like a cluster.
        const fs::path fresh = options.folder / "data.new";
        fs::remove_all(fresh);
        make_private_folder(fresh, account);
        const fs::path words = options.folder / "initdb.log";
        fs::remove(words);
        std::vector<std::string> arguments{"-D",   fresh.string(),     "-U", "postgres", "-E",
                                           "UTF8", "--locale=C.UTF-8", "-A", "trust",    "--no-instructions"};
        arguments.emplace_back(options.durable ? "--data-checksums" : "--no-sync");
        run_program("initdb", arguments, words, account);
        // Only the socket, whose folder is closed to others. No network, no replication.
        std::ofstream(fresh / "pg_hba.conf", std::ios::trunc) << "local all all trust\n";
        fs::rename(fresh, data());
    }

    void choose_socket_folder()
    {
        // A restart keeps the folder: pools have its name in their DSN.
        if (!socket_folder.empty() && fs::is_directory(socket_folder)) return;
        socket_folder = (options.folder / "socket").string();
        if (socket_folder.size() + std::strlen("/.s.PGSQL.5432") > kSocketPath) {
            std::string pattern = std::string(kShortFolders) + "XXXXXX";
            if (::mkdtemp(pattern.data()) == nullptr)
                throw std::runtime_error(pattern + ": " + std::strerror(errno));
            socket_folder = pattern;
        }
        make_private_folder(socket_folder, account);
    }

    std::vector<std::string> settings() const
    {
        std::vector<std::string> out{"-D", data().string(), "-p", "5432"};
        const auto set = [&](const std::string& setting) {
            out.emplace_back("-c");
            out.push_back(setting);
        };
        set("listen_addresses=");
        set("unix_socket_directories=" + socket_folder);
        set("max_connections=" + std::to_string(options.max_connections));
        set("jit=off");
        set("random_page_cost=1.1");
        // Without DETAIL lines: they repeat the values of rows, and a log is no place for personal data.
        set("log_error_verbosity=terse");
        if (options.durable) {
            set("shared_buffers=256MB");
            set("max_wal_size=4GB");
            set("wal_compression=lz4");
            set("synchronous_commit=on");
            set("autovacuum_naptime=20s");
        } else {
            set("shared_buffers=128MB");
            set("fsync=off");
            set("full_page_writes=off");
            set("synchronous_commit=off");
            set("autovacuum=off");
            set("wal_level=minimal");
            set("max_wal_senders=0");
            set("max_wal_size=4GB");
        }
        return out;
    }

    bool answers() const
    {
        if (socket_folder.empty()) return false;  // a server that has just begun to start
        return PQping((make_dsn(socket_folder, "postgres", "postgres") + " connect_timeout=2").c_str()) ==
               PQPING_OK;
    }

    bool alive() const
    {
        // A child that died stays visible until it is waited for.
        if (child) return ::waitpid(pid, nullptr, WNOHANG) == 0;
        return is_postmaster(pid, data());
    }

    // False when the server ended instead. Recovery after a crash may take minutes.
    bool wait_until_ready()
    {
        const Deadline deadline = steady_clock::now() + std::chrono::minutes(10);
        for (;;) {
            if (!child) socket_folder = read_pid_file(data()).socket_folder;
            if (answers()) return true;
            if (!alive()) return false;
            if (steady_clock::now() > deadline) throw std::runtime_error("PostgreSQL does not get ready");
            pause();
        }
    }

    void stop()
    {
        for (const int signal : {SIGINT, SIGQUIT, SIGKILL}) {
            if (pid <= 0 || !alive() || ::kill(pid, signal) != 0) break;
            const Deadline deadline = steady_clock::now() + std::chrono::seconds(signal == SIGINT ? 60 : 5);
            while (alive() && steady_clock::now() < deadline) pause();
        }
        remove_short_folder(socket_folder);
    }

    static void remove_short_folder(const std::string& folder)
    {
        std::error_code ignored;
        if (folder.starts_with(kShortFolders)) fs::remove_all(folder, ignored);
    }

    ClusterOptions options;
    ServerAccount account;
    int lock_fd = -1;
    bool owner = false;
    pid_t pid = 0;
    bool child = false;  // started by this process, not adopted
    std::string socket_folder{};
    mutable std::mutex mutex{};
};

Cluster::Cluster(ClusterOptions options) : state_(std::make_unique<ClusterState>(std::move(options)))
{
    state_->open();
}

Cluster::~Cluster() = default;

std::string Cluster::dsn(const std::string& database, const std::string& role) const
{
    const std::lock_guard lock(state_->mutex);
    return make_dsn(state_->socket_folder, database, role);
}

void Cluster::create_database(const std::string& name, const std::string& template_name)
{
    Connection connection(dsn("postgres", "postgres"));
    const std::array<Param, 1> params{Param(name)};
    if (!connection.query("SELECT FROM pg_database WHERE datname = $1", params).empty()) return;
    const auto identifier = [](const std::string& text) {
        std::string out = "\"";
        for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
        return out + '"';
    };
    connection.script("SET statement_timeout TO 0");
    connection.script("CREATE DATABASE " + identifier(name) + " TEMPLATE " + identifier(template_name));
}

void Cluster::ensure_running()
{
    const std::lock_guard lock(state_->mutex);
    if (state_->owner ? state_->alive() : state_->use_running()) return;
    base::log(base::Level::error, "database_died");
    state_->open();
}

}  // namespace lt::db
