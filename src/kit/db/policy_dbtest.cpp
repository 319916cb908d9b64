// Row-level security: what the settings of a scope open, and that everything is closed without them.
#include "kit/db/connection.h"
#include "kit/db/testing.h"

namespace lt::db {
namespace {

constexpr Query<0> kNames{"policy.names", "SELECT name FROM rooms ORDER BY name"};
constexpr Query<2> kAdd{"policy.add", "INSERT INTO rooms (agency_id, name) VALUES ($1, $2)"};
constexpr Query<0> kSettings{
    "policy.settings",
    "SELECT current_setting('lt.agency') AS agency, current_setting('lt.official') AS official,"
    " current_setting('lt.reach') AS reach, current_setting('lt.request') AS request"};
constexpr Query<1> kSearchPlan{"policy.search_plan",
                               "EXPLAIN SELECT name FROM rooms WHERE lex @=@ $1::tsquery"};
constexpr Query<1> kSearch{"policy.search", "SELECT name FROM rooms WHERE lex @=@ $1::tsquery"};

constexpr const char* kSealedNotes = R"sql(
CREATE TABLE rooms (agency_id bigint NOT NULL, name text NOT NULL,
  holders bigint[] GENERATED ALWAYS AS (ARRAY[agency_id]) STORED,
  lex tsvector GENERATED ALWAYS AS (name::tsvector) STORED);
ALTER TABLE rooms OWNER TO lt_owner;
ALTER TABLE rooms ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON rooms USING (agency_id = current_setting('lt.agency')::bigint);
CREATE INDEX ON rooms USING gin (lex lt_tsvector_ops);
GRANT SELECT, INSERT ON rooms TO lt_app;
INSERT INTO rooms SELECT 1 + n % 2, 'x' || n FROM generate_series(1, 2000) n;
ANALYZE rooms;
DELETE FROM rooms;
INSERT INTO rooms VALUES (1, 'one'), (2, 'two');
)sql";

class Policies : public testing::Test {
protected:
    Policies() { database_.execute(kSealedNotes); }
    Rows names(Scope scope) { return database_.pool().begin(std::move(scope)).run(kNames); }
    TestDatabase database_{Schema::empty};
};

TEST_F(Policies, a_scope_shows_its_own_agency)
{
    const Rows rows = names({1, 5, Reach::agency, "r"});
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0]["name"].str(), "one");
    EXPECT_EQ(names({2, 5, Reach::assigned, "r"})[0]["name"].str(), "two");
}

TEST_F(Policies, the_platform_sees_no_agency)
{
    EXPECT_TRUE(names({}).empty());
    EXPECT_TRUE(names({1, 5, Reach::platform, "r"}).empty());
}

TEST_F(Policies, a_row_for_another_agency_is_refused)
{
    Transaction tx = database_.pool().begin({1, 5, Reach::agency, "r"});
    try {
        tx.run(kAdd, 2, "smuggled");
        FAIL();
    } catch (const QueryError& error) {
        EXPECT_EQ(error.sqlstate, "42501");
    }
}

TEST_F(Policies, all_settings_travel)
{
    Transaction tx = database_.pool().begin({7, 8, Reach::assigned, "r-1"});
    const Rows rows = tx.run(kSettings);
    EXPECT_EQ(rows[0]["agency"].str(), "7");
    EXPECT_EQ(rows[0]["official"].str(), "8");
    EXPECT_EQ(rows[0]["reach"].str(), "assigned");
    EXPECT_EQ(rows[0]["request"].str(), "r-1");
    EXPECT_EQ(tx.scope().agency, 7);
    tx.commit();
    Transaction next = database_.pool().begin({7, 8, Reach::platform, ""});
    EXPECT_EQ(next.run(kSettings)[0]["agency"].str(), "0");
}

TEST_F(Policies, without_a_scope_everything_is_closed)
{
    Connection session(database_.dsn("lt_app"));
    EXPECT_THROW(session.script("SELECT name FROM rooms"), QueryError);
    for (const char* end : {"COMMIT", "ROLLBACK"}) {
        session.script("BEGIN; SELECT set_config('lt.agency', '1', true)");
        EXPECT_EQ(session.script("SELECT name FROM rooms").size(), 1u);
        session.script(end);
        EXPECT_THROW(session.script("SELECT name FROM rooms"), QueryError) << end;
    }
}

TEST_F(Policies, the_role_of_the_application_can_not_open_the_door)
{
    Connection session(database_.dsn("lt_app"));
    for (const char* sql :
         {"ALTER TABLE rooms DISABLE ROW LEVEL SECURITY", "SET ROLE lt_owner", "CREATE TABLE own_table ()",
          "DELETE FROM rooms", "TRUNCATE rooms", "DROP POLICY own ON rooms", "ALTER ROLE lt_app BYPASSRLS",
          "SELECT pg_read_file('/etc/passwd')"}) {
        EXPECT_THROW(session.script(sql), QueryError) << sql;
    }
    session.script("SET row_security TO off");
    EXPECT_THROW(session.script("SELECT set_config('lt.agency', '1', false); SELECT name FROM rooms"),
                 QueryError);
}

TEST_F(Policies, the_search_operator_uses_its_index_below_a_policy)
{
    Transaction tx = database_.pool().begin({1, 5, Reach::agency, "r"});
    std::string plan;
    for (const Row row : tx.run(kSearchPlan, "'one'")) plan += row[0].str() + "\n";
    EXPECT_NE(plan.find("Index Cond: (lex @=@ "), std::string::npos) << plan;
    EXPECT_EQ(tx.run(kSearch, "'one'").size(), 1u);
    EXPECT_EQ(tx.run(kSearch, "'two'").size(), 0u);
}

}  // namespace
}  // namespace lt::db
