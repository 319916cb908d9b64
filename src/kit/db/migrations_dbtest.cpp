#include "kit/db/migrations.h"

#include <atomic>
#include <fstream>
#include <thread>

#include "kit/base/config.h"
#include "kit/db/testing.h"

namespace lt::db {
namespace {

namespace fs = std::filesystem;

class Migrations : public testing::Test {
protected:
    Migrations()
    {
        std::string pattern = testing::TempDir() + "lt-migrations-XXXXXX";
        EXPECT_NE(::mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
    }
    ~Migrations() override { fs::remove_all(folder_); }

    // Writes a migration and makes it the newest.
    void add(const std::string& name, const std::string& sql)
    {
        std::ofstream(folder_ / name, std::ios::trunc) << sql;
        head(name);
    }
    void head(const std::string& name) { std::ofstream(folder_ / "HEAD", std::ios::trunc) << name << "\n"; }
    std::vector<std::string> run() { return migrate(database_.dsn("lt_owner"), folder_); }
    std::string refusal()
    {
        try {
            run();
        } catch (const std::runtime_error& error) {
            return error.what();
        }
        return "accepted";
    }
    std::string exists(const std::string& table)
    {
        return database_.value("SELECT to_regclass('" + table + "') IS NOT NULL");
    }
    void expect_refusal(const std::string& words)
    {
        const std::string said = refusal();
        EXPECT_NE(said.find(words), std::string::npos) << said;
    }

    TestDatabase database_{Schema::empty};
    fs::path folder_{};
};

TEST_F(Migrations, go_forward_once_and_in_order)
{
    EXPECT_TRUE(run().empty());
    add("0001_create_m.sql", "CREATE TABLE m (a int); INSERT INTO m VALUES (1);");
    add("0002_widen_m.sql", "-- Wider.\nALTER TABLE m ADD b int;\nUPDATE m SET b = 2");
    EXPECT_EQ(run(), (std::vector<std::string>{"0001_create_m.sql", "0002_widen_m.sql"}));
    EXPECT_TRUE(run().empty());
    add("0003_empty.sql", "");
    EXPECT_EQ(run(), std::vector<std::string>{"0003_empty.sql"});
    EXPECT_EQ(database_.value("SELECT a + b FROM m"), "3");
    EXPECT_EQ(database_.value("SELECT count(*) FROM schema_migrations WHERE length(sha256) = 64"), "3");
    EXPECT_EQ(database_.value("SELECT tableowner FROM pg_tables WHERE tablename = 'm'"), "lt_owner");
}

TEST_F(Migrations, refuse_a_file_that_was_changed)
{
    add("0001_create_m.sql", "CREATE TABLE m ()");
    run();
    add("0001_create_m.sql", "CREATE TABLE m () ");
    expect_refusal("0001_create_m.sql was changed");
}

TEST_F(Migrations, refuse_a_file_that_was_renamed)
{
    add("0001_create_m.sql", "CREATE TABLE m ()");
    run();
    fs::rename(folder_ / "0001_create_m.sql", folder_ / "0001_make_m.sql");
    head("0001_make_m.sql");
    expect_refusal("applied 0001_create_m.sql where the file is 0001_make_m.sql");
}

TEST_F(Migrations, refuse_gaps_doubles_and_odd_names)
{
    add("0002_second.sql", "CREATE TABLE second ()");
    expect_refusal("number 1 is missing");
    add("0001_first.sql", "");
    add("0002_other.sql", "");
    head("0002_second.sql");
    expect_refusal("twice");
    fs::remove(folder_ / "0002_other.sql");
    for (const char* name : {"3_third.sql", "0003-third.sql", "0003_Third.sql", "0003_.sql", "notes.sql"}) {
        add(name, "");
        expect_refusal("is not named like");
        fs::remove(folder_ / name);
    }
    EXPECT_EQ(exists("second"), "f");
}

TEST_F(Migrations, refuse_a_head_that_is_not_the_newest)
{
    add("0001_first.sql", "CREATE TABLE first ()");
    add("0002_second.sql", "");
    head("0001_first.sql");
    expect_refusal("HEAD names \"0001_first.sql\", but the newest file is \"0002_second.sql\"");
    fs::remove(folder_ / "HEAD");
    expect_refusal("HEAD");
    EXPECT_EQ(exists("first"), "f");
}

TEST_F(Migrations, refuse_a_database_that_is_newer)
{
    add("0001_first.sql", "");
    add("0002_second.sql", "");
    run();
    fs::remove(folder_ / "0002_second.sql");
    head("0001_first.sql");
    expect_refusal("the database is newer than this program; it has 0002_second.sql");
}

TEST_F(Migrations, a_file_that_fails_leaves_nothing)
{
    add("0001_good.sql", "CREATE TABLE good ()");
    add("0002_bad.sql", "CREATE TABLE half (); SELECT 1/0");
    expect_refusal("0002_bad.sql: ");
    EXPECT_EQ(exists("good"), "t");
    EXPECT_EQ(exists("half"), "f");
    add("0002_bad.sql", "CREATE TABLE half ()");
    EXPECT_EQ(run(), std::vector<std::string>{"0002_bad.sql"});
}

TEST_F(Migrations, a_file_can_not_end_its_transaction)
{
    add("0001_sly.sql", "CREATE TABLE sly (); COMMIT");
    expect_refusal("ended the transaction");
    EXPECT_EQ(database_.value("SELECT count(*) FROM schema_migrations"), "0");
}

TEST_F(Migrations, several_servers_may_start_at_once)
{
    add("0001_first.sql", "CREATE TABLE first ()");
    add("0002_second.sql", "CREATE TABLE second ()");
    std::atomic<std::size_t> applied{0};
    std::vector<std::thread> servers;
    for (int i = 0; i < 4; ++i) {
        servers.emplace_back([&] { applied += run().size(); });
    }
    for (std::thread& server : servers) server.join();
    EXPECT_EQ(applied, 2u);
}

TEST_F(Migrations, bootstrap_may_be_repeated)
{
    const fs::path file = base::find_resources() / "db" / "bootstrap.sql";
    EXPECT_NO_THROW(bootstrap(database_.dsn("postgres"), file));
    EXPECT_EQ(
        database_.value("SELECT string_agg(rolname, ' ' ORDER BY rolname) FROM pg_roles"
                        " WHERE rolname LIKE 'lt%' AND rolcanlogin AND NOT rolsuper AND NOT rolbypassrls"),
        "lt_app lt_owner");
    EXPECT_EQ(database_.value("SELECT has_database_privilege('lt_app', current_database(), 'TEMP')"), "f");
    EXPECT_EQ(database_.value("SELECT has_schema_privilege('lt_app', 'public', 'CREATE')"), "f");
    EXPECT_EQ(database_.value("SELECT proleakproof FROM pg_proc WHERE proname = 'lt_ts_match'"), "t");
}

}  // namespace
}  // namespace lt::db
