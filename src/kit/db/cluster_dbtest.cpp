// Clusters that are killed, taken over and shared. Durable ones, as in production.
#include "kit/db/cluster.h"

#include <fstream>

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kit/db/connection.h"

namespace lt::db {
namespace {

namespace fs = std::filesystem;

class Clusters : public testing::Test {
protected:
    Clusters()
    {
        std::string pattern = "/tmp/lt-cluster-XXXXXX";
        EXPECT_NE(::mkdtemp(pattern.data()), nullptr);
        base_ = pattern;
        ::chmod(base_.c_str(), 0711);
        folder_ = base_ / "pg";
    }
    ~Clusters() override { fs::remove_all(base_); }

    ClusterOptions options() const { return {folder_, true, 20}; }

    pid_t postmaster() const
    {
        std::ifstream in(folder_ / "data" / "postmaster.pid");
        pid_t pid = 0;
        in >> pid;
        return pid;
    }
    static std::string command_line(pid_t pid)
    {
        std::ifstream in("/proc/" + std::to_string(pid) + "/cmdline", std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    bool runs(pid_t pid) const
    {
        return pid > 0 && command_line(pid).find(folder_.string()) != std::string::npos;
    }
    static void kill_child(pid_t server)
    {
        ::kill(server, SIGKILL);
        siginfo_t ended{};
        ::waitid(P_PID, static_cast<id_t>(server), &ended, WEXITED | WNOWAIT);
    }
    static void remember(const Cluster& cluster, int number)
    {
        Connection(cluster.dsn("postgres", "postgres"))
            .script("CREATE TABLE IF NOT EXISTS memory (n int); INSERT INTO memory VALUES (" +
                    std::to_string(number) + ")");
    }
    static std::string recall(const Cluster& cluster)
    {
        return Connection(cluster.dsn("postgres", "postgres"))
            .script("SELECT sum(n) FROM memory")[0][0]
            .str_or("");
    }

    // A process of ours that is killed while its server runs; returns the server.
    pid_t abandon()
    {
        const pid_t owner = ::fork();
        if (owner == 0) {
            auto* cluster = new Cluster(options());
            remember(*cluster, 7);
            ::kill(::getpid(), SIGKILL);
        }
        int status = 0;
        ::waitpid(owner, &status, 0);
        EXPECT_TRUE(WIFSIGNALED(status));
        return postmaster();
    }

    fs::path base_{};
    fs::path folder_{};
};

TEST_F(Clusters, keep_their_data_and_stop_with_their_owner)
{
    {
        const Cluster cluster(options());
        remember(cluster, 1);
    }
    EXPECT_EQ(postmaster(), 0);  // a clean stop removes postmaster.pid
    {
        Cluster cluster(options());
        EXPECT_EQ(recall(cluster), "1");
        cluster.create_database("tỉnh \"A\"");
        cluster.create_database("tỉnh \"A\"");
        Connection session(cluster.dsn("tỉnh \"A\"", "postgres"));
        EXPECT_EQ(session.script("SHOW data_checksums")[0][0].str(), "on");
        EXPECT_EQ(session.script("SHOW fsync")[0][0].str(), "on");
        EXPECT_EQ(session.script("SHOW listen_addresses")[0][0].str(), "");
        EXPECT_EQ(session.script("SHOW lc_ctype")[0][0].str(), "C.UTF-8");
        EXPECT_EQ(session.script("SELECT lower('QUYẾT Ủy')")[0][0].str(), "quyết ủy");
    }
}

TEST_F(Clusters, are_closed_to_other_accounts)
{
    const Cluster cluster(options());
    for (const char* name : {"data", "socket"}) {
        struct stat about {};
        ASSERT_EQ(::stat((folder_ / name).c_str(), &about), 0);
        EXPECT_EQ(about.st_mode & 0777, 0700u) << name;
        EXPECT_NE(about.st_uid, 0u) << name;
    }
    struct stat about {};
    ASSERT_EQ(::stat(("/proc/" + std::to_string(postmaster())).c_str(), &about), 0);
    EXPECT_NE(about.st_uid, 0u);
}

TEST_F(Clusters, a_killed_server_is_started_again)
{
    Cluster cluster(options());
    remember(cluster, 3);
    const pid_t first = postmaster();
    cluster.ensure_running();
    EXPECT_EQ(postmaster(), first);
    kill_child(first);
    cluster.ensure_running();
    EXPECT_NE(postmaster(), first);
    EXPECT_EQ(recall(cluster), "3");
}

TEST_F(Clusters, a_pool_outlives_the_fall_of_its_server)
{
    Cluster cluster(options());
    Pool pool({cluster.dsn("postgres", "postgres"), 4});
    constexpr Query<0> session{"test.session", "SELECT pg_backend_pid() AS pid"};
    const int backend = pool.begin({}).run(session)[0]["pid"].int32();
    kill_child(postmaster());
    // The session ends by itself when it sees that its postmaster is gone.
    while (!command_line(backend).empty()) ::usleep(1000);
    EXPECT_FALSE(pool.healthy());
    EXPECT_THROW(pool.begin({}), Unavailable);
    cluster.ensure_running();
    EXPECT_TRUE(pool.healthy());
}

TEST_F(Clusters, a_server_that_outlived_its_owner_is_taken_over)
{
    const pid_t left = abandon();
    ASSERT_TRUE(runs(left));
    {
        const Cluster cluster(options());
        EXPECT_EQ(postmaster(), left);
        EXPECT_EQ(recall(cluster), "7");
    }
    EXPECT_FALSE(runs(left));
    EXPECT_EQ(postmaster(), 0);
}

TEST_F(Clusters, a_server_killed_with_its_owner_is_recovered)
{
    const pid_t left = abandon();
    ::kill(left, SIGKILL);
    const Cluster cluster(options());
    EXPECT_NE(postmaster(), left);
    EXPECT_EQ(recall(cluster), "7");
}

TEST_F(Clusters, a_left_number_that_is_another_program_now_is_no_server)
{
    const pid_t left = abandon();
    ::kill(left, SIGKILL);
    while (runs(left)) ::usleep(1000);
    // As after a restart of the machine: the number is ours now.
    std::ifstream in(folder_ / "data" / "postmaster.pid");
    std::string rest;
    std::getline(in, rest);
    rest.assign(std::istreambuf_iterator<char>(in), {});
    in.close();
    std::ofstream(folder_ / "data" / "postmaster.pid", std::ios::trunc) << ::getpid() << "\n" << rest;
    const Cluster cluster(options());
    EXPECT_EQ(recall(cluster), "7");
}

TEST_F(Clusters, an_empty_postmaster_pid_is_no_server)
{
    {
        const Cluster once(options());
    }
    {
        const std::ofstream file(folder_ / "data" / "postmaster.pid");
    }
    EXPECT_NO_THROW(Cluster{options()});
}

TEST_F(Clusters, one_that_runs_already_is_used_and_left_running)
{
    const Cluster owner(options());
    remember(owner, 5);
    const pid_t server = postmaster();
    {
        Cluster guest(options());
        EXPECT_EQ(recall(guest), "5");
        guest.ensure_running();
    }
    EXPECT_EQ(postmaster(), server);
    EXPECT_EQ(recall(owner), "5");
}

TEST_F(Clusters, a_long_path_gets_a_short_socket)
{
    folder_ = base_ / std::string(120, 'x');
    std::string socket;
    {
        Cluster cluster(options());
        remember(cluster, 1);
        const std::string dsn = cluster.dsn("postgres", "postgres");
        kill_child(postmaster());
        cluster.ensure_running();
        EXPECT_EQ(cluster.dsn("postgres", "postgres"), dsn);
        socket = dsn;
        socket = socket.substr(6, socket.find('\'', 6) - 6);
        EXPECT_TRUE(fs::exists(socket)) << socket;
        const Cluster guest(options());
        EXPECT_EQ(recall(guest), "1");
    }
    EXPECT_FALSE(fs::exists(socket));
}

TEST_F(Clusters, an_interrupted_initdb_is_begun_again)
{
    fs::create_directories(folder_ / "data.new" / "base");
    const Cluster cluster(options());
    remember(cluster, 2);
    EXPECT_EQ(recall(cluster), "2");
}

TEST_F(Clusters, failures_come_in_the_words_of_the_server)
{
    {
        const Cluster once(options());
    }
    std::ofstream(folder_ / "data" / "PG_VERSION", std::ios::trunc) << "9.6\n";
    try {
        const Cluster cluster(options());
        FAIL();
    } catch (const std::runtime_error& error) {
        EXPECT_NE(std::string(error.what()).find("incompatible"), std::string::npos) << error.what();
    }
}

}  // namespace
}  // namespace lt::db
