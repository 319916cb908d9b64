// The cluster lives in a temporary folder as long as the test program.
#include "kit/db/testing.h"

#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <set>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "kit/base/config.h"
#include "kit/base/result.h"
#include "kit/db/cluster.h"
#include "kit/db/connection.h"
#include "kit/db/migrations.h"

namespace lt::db {
namespace {

namespace fs = std::filesystem;
constexpr const char* kPrefix = "lt-test-";

// Folders of test programs that were killed: their locks are free. A fresh one may be about to be locked.
void remove_abandoned(const fs::path& parent)
{
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(parent, ignored)) {
        if (!entry.path().filename().string().starts_with(kPrefix)) continue;
        const auto age = fs::file_time_type::clock::now() - fs::last_write_time(entry.path(), ignored);
        if (age < std::chrono::minutes(10)) continue;
        const int fd = ::open((entry.path() / "owner.lock").c_str(), O_RDWR | O_CLOEXEC);
        if (fd < 0) continue;
        if (::flock(fd, LOCK_EX | LOCK_NB) == 0) fs::remove_all(entry.path(), ignored);
        ::close(fd);
    }
}

class TestCluster {
public:
    TestCluster()
        : folder_(make_folder()), cluster_(std::make_unique<Cluster>(ClusterOptions{folder_, false, 100}))
    {
    }
    TestCluster(const TestCluster&) = delete;
    TestCluster& operator=(const TestCluster&) = delete;

    ~TestCluster()
    {
        cluster_.reset();
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
        write_query_log();
    }

    std::string make_database(Schema schema)
    {
        const std::lock_guard lock(mutex_);
        const std::string source = schema == Schema::empty ? "lt_empty" : "lt_template";
        if (templates_.insert(source).second) make_template(source, schema);
        const std::string name = "t_" + std::to_string(++last_);
        // With fsync off copying the files costs less than writing them through the log.
        admin("CREATE DATABASE " + name + " TEMPLATE " + source + " STRATEGY file_copy");
        return name;
    }

    void drop_database(const std::string& name) { admin("DROP DATABASE " + name + " WITH (FORCE)"); }
    std::string dsn(const std::string& database, const std::string& role) const
    {
        return cluster_->dsn(database, role);
    }

private:
    // In memory where there is room: a database of some 2,000 files a test, made and dropped, has ext4 look for an inode that
    // was not deleted in the last minute, longer with each.
    static fs::path parent_folder()
    {
        const fs::path memory = "/dev/shm";
        std::error_code ignored;
        const fs::space_info room = fs::space(memory, ignored);
        constexpr std::uintmax_t kEnough = std::uintmax_t{2} << 30;
        if (!ignored && room.available != static_cast<std::uintmax_t>(-1) && room.available >= kEnough &&
            ::access(memory.c_str(), W_OK) == 0)
            return memory;
        return fs::temp_directory_path();
    }

    static fs::path make_folder()
    {
        const fs::path parent = parent_folder();
        remove_abandoned(parent);
        std::string pattern = (parent / (std::string(kPrefix) + "XXXXXX")).string();
        CHECK(::mkdtemp(pattern.data()) != nullptr);
        return pattern;
    }

    // When a migration fails, each test that needs it says so, because each tries it again.
    void make_template(const std::string& name, Schema schema)
    {
        try {
            const fs::path resources = base::find_resources();
            cluster_->create_database(name);
            bootstrap(dsn(name, "postgres"), resources / "db" / "bootstrap.sql");
            if (schema == Schema::migrated) migrate(dsn(name, "lt_owner"), resources / "db" / "migrations");
        } catch (...) {
            templates_.erase(name);
            throw;
        }
    }

    void admin(const std::string& sql) { Connection(cluster_->dsn("postgres", "postgres")).script(sql); }

    static void write_query_log()
    {
        const char* file = std::getenv("LT_QUERY_LOG");
        if (file == nullptr) return;
        std::string lines;
        for (const std::string& name : executed_queries()) lines += name + "\n";
        const int fd = ::open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
        // One write, so that programs which end at the same time do not mix their lines.
        if (fd < 0 || ::write(fd, lines.data(), lines.size()) < 0) std::perror(file);
        if (fd >= 0) ::close(fd);
    }

    fs::path folder_;
    std::unique_ptr<Cluster> cluster_;
    std::mutex mutex_{};
    std::set<std::string> templates_{};
    int last_ = 0;
};

TestCluster& test_cluster()
{
    static TestCluster instance;
    return instance;
}

}  // namespace

struct TestDatabaseState {
    explicit TestDatabaseState(std::string database)
        : name(std::move(database)), app({test_cluster().dsn(name, "lt_app"), 16}),
          super({test_cluster().dsn(name, "postgres"), 4})
    {
    }
    std::string name;
    Pool app;
    Pool super;
};

TestDatabase::TestDatabase(Schema schema)
    : state_(std::make_unique<TestDatabaseState>(test_cluster().make_database(schema)))
{
}

TestDatabase::~TestDatabase()
{
    const std::string name = state_->name;
    state_.reset();
    try {
        test_cluster().drop_database(name);
    } catch (const std::exception& error) {
        // A test that killed its cluster can't drop anything.
        std::fprintf(stderr, "dropping %s: %s\n", name.c_str(), error.what());
    }
}

Pool& TestDatabase::pool() { return state_->app; }

Pool& TestDatabase::superuser() { return state_->super; }

std::string TestDatabase::dsn(const std::string& role) const
{
    return test_cluster().dsn(state_->name, role);
}

void TestDatabase::execute(const std::string& sql) { Connection(dsn("postgres")).script(sql); }

std::string TestDatabase::value(const std::string& sql)
{
    const Rows rows = Connection(dsn("postgres")).script(sql);
    return rows.empty() ? std::string() : rows[0][0].str_or("");
}

}  // namespace lt::db
