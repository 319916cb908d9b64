#include "kit/audit/audit.h"

#include <chrono>
#include <iostream>

#include <gtest/gtest.h>

#include "kit/audit/chain.h"
#include "kit/db/testing.h"

namespace lt::audit {
namespace {

using namespace std::chrono_literals;

constexpr int kYear = 2026;
const base::Time kNow = base::Time(base::Day(std::chrono::year(kYear) / 11 / 20)) + 2h;

class Audit : public ::testing::Test {
protected:
    db::Scope scope(std::int64_t agency) const
    {
        return {.agency = agency,
                .official = 7,
                .reach = agency == 0 ? db::Reach::platform : db::Reach::agency,
                .request_id = "r-1"};
    }

    void act(const std::string& subject, std::int64_t agency = 1, base::Time at = kNow)
    {
        auto tx = database_.pool().begin(scope(agency));
        record(tx,
               {.action = "document.issued", .subject = subject, .detail = R"({"number": 12})", .at = at});
        tx.commit();
    }
    void acts(int count)
    {
        for (int i = 0; i < count; ++i) act("d-" + std::to_string(i), i % 3 + 1);
    }
    // One statement as the application's role.
    void run_as_app(const db::Scope& as, const std::string& sql)
    {
        const std::string name = "test.audit_" + std::to_string(++statements_);
        auto tx = database_.pool().begin(as);
        tx.run(db::Query<0>{name.c_str(), sql.c_str()});
    }
    std::size_t seal_now() { return seal(database_.pool()); }
    Report check(int year = kYear) { return verify(database_.pool(), year); }

    // As somebody who is superuser and knows what he does.
    void tamper(const std::string& sql)
    {
        database_.execute("SET session_replication_role = replica; " + sql +
                          "; RESET session_replication_role");
    }
    std::int64_t id_of(const std::string& subject)
    {
        return std::stoll(database_.value("SELECT id FROM audit_events WHERE subject = '" + subject + "'"));
    }

    db::TestDatabase database_{};
    int statements_ = 0;
};

TEST_F(Audit, events_carry_whose_act_it_was)
{
    act("d-1", 3);
    EXPECT_EQ(
        database_.value("SELECT concat_ws('|', agency_id, official_id, request_id, action, subject, detail) "
                        "FROM audit_events"),
        R"(3|7|r-1|document.issued|d-1|{"number": 12})");
}

TEST_F(Audit, an_agency_reads_and_appends_only_its_own)
{
    act("d-1", 1);
    act("d-2", 2);
    act("d-0", 0);
    const db::Query<0> count{"test.audit_count", "SELECT count(*) FROM audit_events"};
    for (const std::int64_t agency : {0, 1, 2}) {
        auto tx = database_.pool().begin(scope(agency));
        EXPECT_EQ(tx.run(count)[0][0].int64(), 1) << agency;
    }
    const db::Query<0> forge{
        "test.audit_forge",
        "INSERT INTO audit_events (at, agency_id, official_id, request_id, action, subject, detail) "
        "VALUES (now(), 2, 0, '', '', '', '{}')"};
    auto tx = database_.pool().begin(scope(1));
    EXPECT_THROW(tx.run(forge), db::QueryError);
}

TEST_F(Audit, only_the_platform_reads_or_seals_the_whole_journal)
{
    act("d-1");
    for (const char* sql :
         {"SELECT audit_seal(10)", "SELECT * FROM audit_named('{1}', '2026-01-01', '2027-01-01')",
          "SELECT * FROM audit_unsealed(2026, '2026-01-01', '2027-01-01')"}) {
        EXPECT_THROW(run_as_app(scope(1), sql), db::QueryError) << sql;
        EXPECT_NO_THROW(run_as_app(scope(0), sql)) << sql;
    }
}

TEST_F(Audit, the_database_refuses_every_change_also_to_the_owner)
{
    act("d-1");
    seal_now();
    for (const char* table : {"audit_events", "audit_events_2026", "audit_seals"}) {
        const std::string name = table;
        const std::string column = name == "audit_seals" ? "number" : "agency_id";
        for (const std::string& sql : {"UPDATE " + name + " SET " + column + " = 9", "DELETE FROM " + name,
                                       "TRUNCATE " + name, "TRUNCATE " + name + " CASCADE"}) {
            EXPECT_THROW(database_.execute("SET ROLE lt_owner; " + sql), std::exception) << sql;
            EXPECT_THROW(database_.execute("SET ROLE lt_app; " + sql), std::exception) << sql;
            EXPECT_THROW(database_.execute(sql), std::exception) << sql;
        }
    }
    EXPECT_EQ(database_.value("SELECT count(*) FROM audit_events"), "1");
}

TEST_F(Audit, the_application_can_neither_write_a_seal_nor_move_the_sealer)
{
    act("d-1");
    seal_now();
    act("d-2");
    const std::string before = database_.value("SELECT (l.*, k.*)::text FROM audit_sealer l, audit_seals k");
    for (
        const char* sql :
        {"INSERT INTO audit_seals SELECT year, number + 1, ids, row_hashes, hash, now() FROM audit_seals",
         "INSERT INTO audit_seals VALUES (2026, 7, '{}', '', '', now())", "UPDATE audit_seals SET number = 2",
         "UPDATE audit_seals SET hash = ''", "DELETE FROM audit_seals", "TRUNCATE audit_seals",
         "SELECT * FROM audit_seals FOR UPDATE", "INSERT INTO audit_sealer VALUES (true, '9', 9, 9)",
         "INSERT INTO audit_sealer VALUES (true, '9', 9, 9) ON CONFLICT (only_row) DO UPDATE SET floor_id = 9",
         "UPDATE audit_sealer SET floor_id = 9", "UPDATE audit_sealer SET upto_xid = '9999999'",
         "DELETE FROM audit_sealer", "TRUNCATE audit_sealer", "SELECT * FROM audit_sealer FOR UPDATE",
         "LOCK TABLE audit_sealer", "DROP FUNCTION audit_seal(integer)",
         "CREATE OR REPLACE FUNCTION audit_seal(p_limit integer) RETURNS integer LANGUAGE sql AS 'SELECT 0'"}) {
        try {
            run_as_app(scope(0), sql);  // the platform may do most
            ADD_FAILURE() << sql;
        } catch (const db::QueryError& refused) {
            EXPECT_EQ(refused.sqlstate, "42501") << sql << ": " << refused.what();
        }
    }
    EXPECT_EQ(database_.value("SELECT (l.*, k.*)::text FROM audit_sealer l, audit_seals k"), before);
    EXPECT_EQ(seal_now(), 1U);
    EXPECT_EQ(check().rows, 2U);
    EXPECT_FALSE(check().first_broken);
}

TEST_F(Audit, the_application_can_not_put_an_event_where_the_sealer_has_been)
{
    act("d-1");
    seal_now();
    for (const char* columns : {"id, xid", "id", "xid"}) {
        const std::string values = std::string(columns) == "id, xid" ? "1, '3'"
                                   : std::string(columns) == "id"    ? "1"
                                                                     : "'3'";
        const std::string sql =
            std::string("INSERT INTO audit_events (") + columns +
            ", at, agency_id, official_id, request_id, action, subject, detail) OVERRIDING SYSTEM "
            "VALUE VALUES (" +
            values + ", now(), 1, 0, '', '', '', '{}')";
        EXPECT_THROW(run_as_app(scope(1), sql), db::QueryError) << sql;
    }
    EXPECT_FALSE(check().first_broken);
}

TEST_F(Audit, the_encoding_of_the_client_does_not_count)
{
    act("quyết định");
    {
        auto tx = database_.pool().begin(scope(0));
        const db::Query<0> latin{"test.audit_latin", "SELECT set_config('client_encoding', 'LATIN1', true)"};
        const db::Query<0> sealing{"test.audit_seal", "SELECT audit_seal(10)"};
        tx.run(latin);
        tx.run_and_commit(sealing);
    }
    EXPECT_EQ(check().rows, 1U);
    EXPECT_FALSE(check().first_broken) << check().reason;
}

TEST_F(Audit, a_batch_ends_in_the_middle_of_a_transaction)
{
    {
        auto tx = database_.pool().begin(scope(1));
        for (int i = 0; i < 5; ++i)
            record(tx, {.action = "document.issued", .subject = std::to_string(i), .detail = {}, .at = kNow});
        tx.commit();
    }
    const db::Query<0> two{"test.audit_seal_two", "SELECT audit_seal(2)"};
    for (const int sealed : {2, 2, 1, 0})
        EXPECT_EQ(database_.pool().begin({}).run_and_commit(two)[0][0].int32(), sealed);
    EXPECT_EQ(check().rows, 5U);
    EXPECT_EQ(check().seals, 3U);
    EXPECT_FALSE(check().first_broken) << check().reason;
}

TEST_F(Audit, sealing_nothing_writes_nothing)
{
    acts(2);
    seal_now();
    const std::string before = database_.value("SELECT pg_current_xact_id()::text::bigint");
    for (int i = 0; i < 5; ++i) EXPECT_EQ(seal_now(), 0U);
    // Had the sealer taken a lock, it would have used up transaction ids, and each commit would have waited for the disk.
    EXPECT_EQ(std::stoll(database_.value("SELECT pg_current_xact_id()::text::bigint")),
              std::stoll(before) + 1);
}

TEST_F(Audit, a_whole_chain_verifies)
{
    acts(5);
    EXPECT_EQ(seal_now(), 5U);
    acts(3);
    EXPECT_EQ(seal_now(), 3U);
    EXPECT_EQ(seal_now(), 0U);
    act("later");
    const Report report = check();
    EXPECT_FALSE(report.first_broken) << report.reason;
    EXPECT_EQ(report.rows, 8U);
    EXPECT_EQ(report.seals, 2U);
    EXPECT_EQ(report.unsealed, 1U);
    EXPECT_EQ(report.head.size(), 64U);
    EXPECT_EQ(check(2025).rows, 0U);
}

TEST_F(Audit, names_the_first_changed_event)
{
    acts(10);
    seal_now();
    acts(10);
    seal_now();
    const std::int64_t id = id_of("d-4");
    for (const std::string change :
         {"agency_id = 99", "official_id = 8", "action = 'document.recalled'", "detail = '{\"number\":12}'",
          "request_id = ''", "at = at + interval '1 microsecond'", "subject = 'd-44'"}) {
        database_.execute("CREATE TABLE kept AS SELECT * FROM audit_events WHERE id = " + std::to_string(id));
        tamper("UPDATE audit_events SET " + change + " WHERE id = " + std::to_string(id));
        const Report report = check();
        EXPECT_EQ(report.first_broken, id) << change << ": " << report.reason;
        EXPECT_EQ(report.reason, "event " + std::to_string(id) + " was changed") << change;
        tamper("DELETE FROM audit_events WHERE id = " + std::to_string(id) +
               "; INSERT INTO audit_events OVERRIDING SYSTEM VALUE SELECT * FROM kept; DROP TABLE kept");
        ASSERT_FALSE(check().first_broken) << change;
    }
}

TEST_F(Audit, names_a_removed_event)
{
    acts(10);
    seal_now();
    const std::int64_t id = id_of("d-6");
    tamper("DELETE FROM audit_events WHERE id = " + std::to_string(id));
    const Report report = check();
    EXPECT_EQ(report.first_broken, id);
    EXPECT_EQ(report.reason, "event " + std::to_string(id) + " is missing");
}

TEST_F(Audit, names_an_event_put_in_later)
{
    acts(10);
    seal_now();
    tamper(
        "INSERT INTO audit_events (id, at, xid, agency_id, official_id, request_id, action, subject, detail) "
        "OVERRIDING SYSTEM VALUE SELECT id + 1000000, at, xid, agency_id, official_id, request_id, action, 'forged', "
        "detail FROM audit_events WHERE subject = 'd-3'");
    const Report report = check();
    EXPECT_EQ(report.first_broken, id_of("forged"));
    EXPECT_EQ(seal_now(), 0U);
    EXPECT_EQ(check().first_broken, id_of("forged"));
}

TEST_F(Audit, names_an_event_that_is_there_twice)
{
    acts(4);
    seal_now();
    const std::int64_t id = id_of("d-2");
    tamper(
        "INSERT INTO audit_events (id, at, xid, agency_id, official_id, request_id, action, subject, detail) "
        "OVERRIDING SYSTEM VALUE SELECT id, at + interval '1 s', xid, agency_id, official_id, request_id, action, "
        "subject, detail FROM audit_events WHERE subject = 'd-2'");
    EXPECT_EQ(check().first_broken, id);
}

TEST_F(Audit, names_events_whose_contents_were_exchanged)
{
    acts(10);
    seal_now();
    const std::int64_t first = id_of("d-2");
    const std::int64_t second = id_of("d-5");
    tamper("UPDATE audit_events e SET subject = o.subject FROM audit_events o WHERE e.id IN (" +
           std::to_string(first) + "," + std::to_string(second) + ") AND o.id IN (" + std::to_string(first) +
           "," + std::to_string(second) + ") AND o.id <> e.id");
    EXPECT_EQ(check().first_broken, first);
}

TEST_F(Audit, names_the_seal_that_was_made_to_fit)
{
    acts(4);
    seal_now();
    act("second-1");
    act("second-2");
    seal_now();
    act("third");
    seal_now();
    const std::int64_t id = id_of("second-1");
    // The order is changed in the seal as well: events and row hashes agree, the chain does not.
    tamper(
        "UPDATE audit_seals SET ids = ARRAY[ids[2], ids[1]], row_hashes = substring(row_hashes FROM 33) || "
        "substring(row_hashes FOR 32) WHERE number = 2");
    const Report report = check();
    EXPECT_EQ(report.first_broken, id_of("second-2"));
    EXPECT_EQ(report.reason, "seal 2 does not fit the chain");
    EXPECT_EQ(report.seals, 1U);
    EXPECT_EQ(report.rows, 6U);
    tamper("DELETE FROM audit_seals WHERE number = 2");
    EXPECT_EQ(check().first_broken, id);  // now the events of the removed seal are in none
    tamper("DELETE FROM audit_events WHERE subject LIKE 'second-%'");
    EXPECT_EQ(check().reason, "a seal before seal 3 is missing");
    EXPECT_EQ(check().first_broken, id_of("third"));
}

TEST_F(Audit, the_head_shows_that_the_end_was_cut_off)
{
    acts(3);
    seal_now();
    const std::string before = check().head;
    act("inconvenient");
    seal_now();
    const std::string after = check().head;
    EXPECT_NE(before, after);
    tamper(
        "DELETE FROM audit_seals WHERE number = 2; DELETE FROM audit_events WHERE subject = 'inconvenient'");
    EXPECT_FALSE(check().first_broken);
    EXPECT_EQ(check().head, before);
}

TEST_F(Audit, an_open_transaction_loses_no_event)
{
    auto slow = database_.pool().begin(scope(1));
    record(slow, {.action = "document.issued", .subject = "slow", .detail = {}, .at = kNow});
    constexpr db::Query<0> now_there{"test.audit_now_there", "SELECT 1"};
    slow.run(now_there);  // the event travels with the next statement
    acts(5);
    // The slow one has the lowest id and xid: nothing behind it may be sealed before it is known how it ends.
    EXPECT_EQ(seal_now(), 0U);
    EXPECT_EQ(check().unsealed, 5U);
    slow.commit();
    EXPECT_EQ(seal_now(), 6U);
    EXPECT_EQ(check().rows, 6U);
}

TEST_F(Audit, an_aborted_transaction_holds_nothing_up)
{
    {
        auto aborted = database_.pool().begin(scope(1));
        record(aborted, {.action = "document.issued", .subject = "aborted", .detail = {}, .at = kNow});
        constexpr db::Query<0> now_there{"test.audit_now_there", "SELECT 1"};
        aborted.run(now_there);
    }
    acts(2);
    EXPECT_EQ(seal_now(), 2U);
}

TEST_F(Audit, a_second_sealer_does_nothing)
{
    acts(2);
    const db::Query<0> lock{"test.audit_lock", "SELECT * FROM audit_sealer FOR UPDATE"};
    auto other = database_.superuser().begin({});
    other.run(lock);
    EXPECT_EQ(seal_now(), 0U);
    other.commit();
    EXPECT_EQ(seal_now(), 2U);
}

TEST_F(Audit, each_year_in_vietnam_has_its_chain)
{
    const base::Time new_year = begin_of(2027);
    EXPECT_EQ(base::format_vietnam(new_year), "01/01/2027 00:00");
    act("old", 1, new_year - 1us);
    act("new", 1, new_year);
    EXPECT_EQ(seal_now(), 2U);
    act("old, written late", 1, new_year - 1s);
    EXPECT_EQ(seal_now(), 1U);
    EXPECT_EQ(check(2026).rows, 2U);
    EXPECT_EQ(check(2026).seals, 2U);
    EXPECT_EQ(check(2027).rows, 1U);
    EXPECT_FALSE(check(2026).first_broken || check(2027).first_broken);
    EXPECT_EQ(database_.value("SELECT count(*) FROM audit_events_2026"), "2");
    // An event moved to the other year is missing in its own, and in no seal of the other.
    tamper("UPDATE audit_events SET at = at + interval '1 s' WHERE subject = 'old'");
    EXPECT_EQ(check(2026).first_broken, id_of("old"));
    EXPECT_EQ(check(2027).first_broken, id_of("old"));
}

TEST_F(Audit, goes_on_after_a_restore_in_a_cluster_with_lower_transaction_ids)
{
    acts(4);
    seal_now();
    act("not sealed when the dump was made");
    tamper("UPDATE audit_events SET xid = (xid::text::bigint + 1000000000)::text::xid8; "
           "UPDATE audit_sealer SET upto_xid = (upto_xid::text::bigint + 1000000000)::text::xid8");
    EXPECT_FALSE(check().first_broken) << check().reason;
    EXPECT_EQ(check().unsealed, 1U);
    EXPECT_EQ(seal_now(), 1U);
    acts(3);
    EXPECT_EQ(seal_now(), 3U);
    EXPECT_EQ(seal_now(), 0U);
    const Report report = check();
    EXPECT_FALSE(report.first_broken) << report.reason;
    EXPECT_EQ(report.rows, 8U);
    EXPECT_EQ(report.unsealed, 0U);
}

// More than one batch; the figures are for the log.
TEST_F(Audit, seals_and_verifies_many)
{
    database_.execute(
        "INSERT INTO audit_events (at, agency_id, official_id, request_id, action, subject, detail) "
        "SELECT '2026-11-20 00:00Z'::timestamptz + n * interval '1 ms', 1, 2, '0194d7e2-1111-7000-8000-000000000000', "
        "'document.issued', '0194d7e2-2222-7000-8000-000000000000', '{\"number\":12}' FROM generate_series(1, 25000) n");
    auto begin = std::chrono::steady_clock::now();
    EXPECT_EQ(seal_now(), 25000U);
    const std::chrono::duration<double> sealing = std::chrono::steady_clock::now() - begin;
    begin = std::chrono::steady_clock::now();
    const Report report = check();
    const std::chrono::duration<double> verifying = std::chrono::steady_clock::now() - begin;
    EXPECT_EQ(report.rows, 25000U);
    EXPECT_EQ(report.seals, 3U);
    EXPECT_FALSE(report.first_broken);
    std::cout << "sealed " << static_cast<int>(25000 / sealing.count()) << " rows/s, verified "
              << static_cast<int>(25000 / verifying.count()) << " rows/s\n";
}

}  // namespace
}  // namespace lt::audit
