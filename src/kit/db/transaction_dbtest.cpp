// Begin, commit, rollback, the pool, and what becomes of errors.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include <unistd.h>

#include "kit/base/result.h"
#include "kit/db/testing.h"

namespace lt::db {
namespace {

constexpr Query<2> kInsert{"test.insert", "INSERT INTO things (id, name) VALUES ($1, $2)"};
constexpr Query<0> kCount{"test.count", "SELECT count(*) AS n FROM things"};
constexpr Query<1> kRename{"test.rename", "UPDATE things SET name = $1"};
constexpr Query<1> kRaise{"test.raise", "SELECT raise_state($1)"};
constexpr Query<0> kBackend{"test.backend", "SELECT pg_backend_pid() AS pid"};
constexpr Query<0> kAttempt{"test.attempt", "SELECT nextval('attempts') AS n"};
constexpr Query<2> kDefer{"test.defer", "INSERT INTO deferred (thing, quit) VALUES ($1, $2)"};
constexpr Query<0> kWrong{"test.wrong", "SELECT FROM nowhere"};
constexpr Query<0> kDivide{"test.divide", "SELECT 1 / (random() * 0)::int"};

constexpr const char* kSchema = R"sql(
CREATE TABLE things (id bigint CONSTRAINT things_key PRIMARY KEY,
  name text NOT NULL CONSTRAINT things_named CHECK (name <> ''));
CREATE TABLE deferred (
  thing bigint CONSTRAINT deferred_thing REFERENCES things DEFERRABLE INITIALLY DEFERRED, quit boolean);
CREATE SEQUENCE attempts;
CREATE FUNCTION raise_state(state text) RETURNS text LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'raised' USING ERRCODE = state; END $$;
-- Ends its own session while the transaction commits.
CREATE FUNCTION quit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
$$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER quit AFTER INSERT ON deferred DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.quit) EXECUTE FUNCTION quit();
GRANT ALL ON ALL TABLES IN SCHEMA public TO lt_app;
GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO lt_app;
)sql";

class Transactions : public testing::Test {
protected:
    Transactions() { database_.execute(kSchema); }
    Transaction begin() { return database_.pool().begin({}); }
    std::int64_t count() { return begin().run(kCount)[0]["n"].int64(); }
    int backend() { return begin().run(kBackend)[0]["pid"].int32(); }
    // Returns when the session is gone.
    void end_session(int pid)
    {
        database_.execute("SELECT pg_terminate_backend(" + std::to_string(pid) + ", 20000)");
    }
    TestDatabase database_{Schema::empty};
};

TEST_F(Transactions, only_the_one_that_need_not_last_waits_for_no_disk)
{
    constexpr Query<0> kOwn{
        "test.synced",
        "SELECT setting, source = 'session' AS own, pg_backend_pid() AS pid FROM pg_settings WHERE name = 'synchronous_commit'"};
    int pid = 0;
    {
        Transaction tx = database_.pool().begin({.lasting = false});
        const Rows rows = tx.run(kOwn);
        EXPECT_EQ(rows[0]["setting"].text(), "off");
        EXPECT_TRUE(rows[0]["own"].boolean());
        pid = rows[0]["pid"].int32();
        tx.run_and_commit(kInsert, 1, "a");
    }
    const Rows rows = begin().run(kOwn);
    ASSERT_EQ(rows[0]["pid"].int32(), pid);
    EXPECT_FALSE(rows[0]["own"].boolean()) << "the next one is as all are";
    EXPECT_EQ(count(), 1);
}

TEST_F(Transactions, what_is_sent_travels_with_the_next_statement)
{
    {
        Transaction tx = begin();
        tx.send(kInsert, 1, "a");
        tx.send(kInsert, 2, "b");
        EXPECT_EQ(tx.run(kCount)[0]["n"].int64(), 2);  // in order
        tx.send(kInsert, 3, "c");
        tx.commit();
    }
    EXPECT_EQ(count(), 3);
    {
        Transaction tx = begin();
        tx.send(kInsert, 4, "d");  // never sent on
    }
    EXPECT_EQ(count(), 3);
    {
        Transaction tx = begin();
        tx.send(kInsert, 5, "");
        try {
            tx.run(kCount);
            FAIL() << "the error of what was sent is lost";
        } catch (const ConstraintViolation& refused) {
            EXPECT_EQ(refused.constraint, "things_named");
        }
    }
    {
        Transaction tx = begin();
        tx.send(kInsert, 6, "e");
        tx.send(kInsert, 1, "again");
        EXPECT_THROW(tx.commit(), ConstraintViolation);
    }
    EXPECT_EQ(count(), 3);
}

TEST_F(Transactions, commit_keeps_and_the_rest_is_rolled_back)
{
    {
        Transaction tx = begin();
        EXPECT_EQ(tx.run(kInsert, 1, "a").affected(), 1u);
        tx.commit();
    }
    begin().run_and_commit(kInsert, 2, "b");
    begin().run(kInsert, 3, "c");  // forgotten
    EXPECT_EQ(count(), 2);
    Transaction tx = begin();
    EXPECT_EQ(tx.run(kRename, "z").affected(), 2u);
    EXPECT_EQ(tx.run_and_commit(kCount)[0]["n"].int64(), 2);
    EXPECT_EQ(database_.value("SELECT string_agg(name, '') FROM things"), "zz");
}

TEST_F(Transactions, nothing_runs_after_the_end)
{
    Transaction done = begin();
    done.run_and_commit(kInsert, 1, "a");
    EXPECT_THROW(done.run(kCount), base::Bug);
    EXPECT_THROW(done.commit(), base::Bug);
    Transaction failed = begin();
    EXPECT_THROW(failed.run(kInsert, 1, "again"), ConstraintViolation);
    EXPECT_THROW(failed.run(kCount), base::Bug);
    EXPECT_THROW(failed.commit(), base::Bug);
    Transaction empty = begin();
    empty.commit();
    EXPECT_THROW(empty.run(kCount), base::Bug);
}

TEST_F(Transactions, on_commit_runs_after_the_commit_only)
{
    std::vector<std::string> said;
    {
        Transaction tx = begin();
        tx.on_commit([&] { said.push_back("first sees " + database_.value("SELECT count(*) FROM things")); });
        tx.on_commit([] { throw std::runtime_error("must not look like a failed commit"); });
        tx.on_commit([&] { said.emplace_back("second"); });
        tx.run(kInsert, 1, "a");
        EXPECT_TRUE(said.empty());
        tx.commit();
    }
    EXPECT_EQ(said, (std::vector<std::string>{"first sees 1", "second"}));
    {
        Transaction tx = begin();
        tx.on_commit([&] { said.emplace_back("never"); });
        tx.run(kInsert, 2, "b");
    }
    {
        Transaction tx = begin();
        tx.on_commit([&] { said.emplace_back("never"); });
        EXPECT_THROW(tx.run_and_commit(kInsert, 1, "a"), ConstraintViolation);
    }
    begin().run_and_commit(kInsert, 3, "c");
    EXPECT_EQ(said.size(), 2u);
}

TEST_F(Transactions, an_action_may_use_the_connection_again)
{
    Pool single({database_.dsn("lt_app"), 1, std::chrono::milliseconds(10)});
    Transaction tx = single.begin({});
    std::int64_t seen = 0;
    tx.on_commit([&] { seen = single.begin({}).run(kCount)[0]["n"].int64(); });
    tx.run_and_commit(kInsert, 1, "a");
    EXPECT_EQ(seen, 1);
}

TEST_F(Transactions, constraints_are_known_by_name)
{
    begin().run_and_commit(kInsert, 1, "a");
    const auto violation = [&](auto&& work) -> std::string {
        try {
            Transaction tx = begin();
            work(tx);
        } catch (const ConstraintViolation& e) {
            return e.constraint + " " + e.sqlstate;
        }
        return "none";
    };
    EXPECT_EQ(violation([](auto& tx) { tx.run(kInsert, 1, "b"); }), "things_key 23505");
    EXPECT_EQ(violation([](auto& tx) { tx.run(kInsert, 2, ""); }), "things_named 23514");
    EXPECT_EQ(violation([](auto& tx) { tx.run(kInsert, 2, nullptr); }), " 23502");
    EXPECT_EQ(violation([](auto& tx) { tx.run_and_commit(kInsert, 1, "b"); }), "things_key 23505");
    // Deferred ones speak at COMMIT.
    EXPECT_EQ(violation([](auto& tx) { tx.run(kDefer, 9, false), tx.commit(); }), "deferred_thing 23503");
    EXPECT_EQ(violation([](auto& tx) { tx.run_and_commit(kDefer, 9, false); }), "deferred_thing 23503");
    EXPECT_EQ(database_.value("SELECT count(*) FROM deferred"), "0");
}

TEST_F(Transactions, each_error_becomes_its_exception)
{
    for (const char* state : {"40001", "40P01"}) EXPECT_THROW(begin().run(kRaise, state), TryAgain) << state;
    for (const char* state : {"53100", "53300", "57P03", "57014", "58030", "08006"}) {
        EXPECT_THROW(begin().run(kRaise, state), Unavailable) << state;
    }
    try {
        begin().run(kRaise, "P0042");
        FAIL();
    } catch (const QueryError& error) {
        EXPECT_EQ(error.sqlstate, "P0042");
        EXPECT_NE(std::string(error.what()).find("test.raise"), std::string::npos);
    }
    EXPECT_THROW(begin().run(kWrong), QueryError);
    EXPECT_THROW(begin().run_and_commit(kWrong), QueryError);
    EXPECT_THROW(begin().run(kDivide), QueryError);
    EXPECT_THROW(begin().run(kInsert, "one", "a"), QueryError);
    EXPECT_THROW(begin().run(kInsert, 1, "\xff"), QueryError);
    EXPECT_EQ(count(), 0);
}

TEST_F(Transactions, one_name_is_one_statement)
{
    constexpr Query<0> other{"test.count", "SELECT 1 AS n"};
    count();
    EXPECT_THROW(begin().run(other), base::Bug);
}

TEST_F(Transactions, retry_runs_the_work_again)
{
    const auto third_time = [&](Transaction& tx) {
        const std::int64_t attempt = tx.run(kAttempt)[0]["n"].int64();
        if (attempt % 3 != 0) tx.run(kRaise, "40001");
        tx.run_and_commit(kInsert, attempt, "a");
        return attempt;
    };
    EXPECT_EQ(database_.pool().retry({}, third_time), 3);
    EXPECT_EQ(count(), 1);
    EXPECT_THROW(database_.pool().retry({}, [](Transaction& tx) { tx.run(kRaise, "40P01"); }), Unavailable);
}

TEST_F(Transactions, the_pool_has_an_end)
{
    Pool small({database_.dsn("lt_app"), 2, std::chrono::milliseconds(10)});
    std::optional<Transaction> first = small.begin({});
    const Transaction second = small.begin({});
    EXPECT_THROW(small.begin({}), Unavailable);
    first.reset();
    EXPECT_NO_THROW(small.begin({}));
}

TEST_F(Transactions, a_waiting_thread_gets_the_freed_connection)
{
    Pool single({database_.dsn("lt_app"), 1, std::chrono::milliseconds(60'000)});
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&, t] {
            for (int i = 0; i < 50; ++i) single.begin({}).run_and_commit(kInsert, t * 50 + i, "a");
        });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(count(), 200);
}

TEST_F(Transactions, a_dead_connection_of_the_pool_is_not_noticed)
{
    const int first = backend();
    end_session(first);
    const int second = backend();
    EXPECT_NE(second, first);
    end_session(second);
    begin().run_and_commit(kInsert, 1, "a");
    EXPECT_EQ(count(), 1);
}

TEST_F(Transactions, a_connection_that_dies_after_begin_is_replaced)
{
    const int pid = backend();
    Transaction tx = begin();  // has the connection, but has sent nothing
    end_session(pid);
    tx.run(kInsert, 1, "a");
    tx.commit();
    EXPECT_EQ(count(), 1);
}

TEST_F(Transactions, a_connection_that_dies_in_the_middle_is_unavailable_once)
{
    Transaction tx = begin();
    tx.run(kInsert, 1, "a");
    end_session(tx.run(kBackend)[0]["pid"].int32());
    EXPECT_THROW(tx.run(kCount), Unavailable);
    EXPECT_THROW(tx.commit(), base::Bug);
    EXPECT_EQ(count(), 0);
}

TEST_F(Transactions, a_commit_without_an_answer_is_unavailable_and_not_repeated)
{
    Transaction tx = begin();
    tx.run(kAttempt);
    tx.run(kDefer, nullptr, true);
    EXPECT_THROW(tx.commit(), Unavailable);
    EXPECT_THROW(begin().run_and_commit(kDefer, nullptr, true), Unavailable);
    EXPECT_EQ(database_.value("SELECT last_value FROM attempts"), "1");
    EXPECT_EQ(count(), 0);
}

TEST_F(Transactions, a_table_changed_below_a_prepared_statement_is_prepared_again)
{
    constexpr Query<0> all{"test.all", "SELECT * FROM things"};
    begin().run(all);
    database_.execute("ALTER TABLE things ADD COLUMN more int");
    EXPECT_NO_THROW(begin().run(all));
    database_.execute("ALTER TABLE things ADD COLUMN still_more int");
    EXPECT_NO_THROW(begin().run_and_commit(all));
    database_.execute("ALTER TABLE things ADD COLUMN most int");
    Transaction tx = begin();
    tx.run(kCount);
    EXPECT_THROW(tx.run(all), Unavailable);
}

TEST_F(Transactions, healthy_means_a_statement_ran)
{
    EXPECT_TRUE(database_.pool().healthy());
    Pool nowhere({"host=/nowhere dbname=x user=y"});
    EXPECT_FALSE(nowhere.healthy());
    EXPECT_THROW(nowhere.begin({}), Unavailable);
}

TEST_F(Transactions, executed_queries_are_remembered)
{
    count();
    const auto names = executed_queries();
    EXPECT_NE(std::find(names.begin(), names.end(), "test.count"), names.end());
    EXPECT_EQ(std::find(names.begin(), names.end(), "test.wrong"), names.end());
}

TEST_F(Transactions, the_query_log_names_what_a_test_program_ran)
{
    const std::filesystem::path log = testing::TempDir() + "lt-query-log-" + std::to_string(::getpid());
    const std::string self = std::filesystem::read_symlink("/proc/self/exe").string();
    const std::string command =
        "LT_QUERY_LOG=" + log.string() + " '" + self +
        "' --gtest_filter=Transactions.executed_queries_are_remembered >/dev/null 2>&1";
    EXPECT_EQ(std::system(command.c_str()), 0);
    std::ifstream in(log);
    const std::string names{std::istreambuf_iterator<char>(in), {}};
    EXPECT_NE(names.find("test.count\n"), std::string::npos) << names;
    std::filesystem::remove(log);
}

}  // namespace
}  // namespace lt::db
