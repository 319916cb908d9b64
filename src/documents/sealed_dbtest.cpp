// Walks all tables of the database with another agency's session: no row of a foreign agency may be read or changed.
// A table that is new must either be sealed or be named here as common to all, with the reason.
#include <set>

#include "documents/fixture_dbtest.h"
#include "kit/audit/audit.h"

namespace lt::documents {

namespace {

// Read by every official: who is there and when it works, what kinds of documents exist, how processes are drawn and by which tables it is
// decided, which procedures there are, and the figures that are public. Their writing is tested below as well.
const std::set<std::string> kCommonToRead{
    "agencies", "agency_successions", "agency_groups", "agency_group_members", "units", "officials", "posts",
    "directory_version", "document_kinds", "lexeme_counts", "progress_figures", "working_weeks",
    "special_days", "process_definitions", "process_beginnings", "decision_models", "procedure_fields",
    "procedures", "procedure_versions", "procedure_agencies", "procedure_agencies_ended",
    // By which decisions they were announced.
    "procedure_publications",
    // Whose fees can be paid online where.
    "procedure_online_payments",
    // How codes of dossiers look, and where desks are.
    "dossier_code_templates", "dossier_desks",
    // When each period was counted, no figure.
    "index_counts",
    // The public screen in front of a desk.
    "queue_desks"};
// The machinery of the server itself: ids, hashes and counters, no content; no statement of a feature reads them.
const std::set<std::string> kMachinery{"blobs",         "uploads",           "jobs",        "dead_letters",
                                       "job_schedules", "schema_migrations", "audit_seals", "audit_sealer"};

class SealedTest : public DocumentsTest {
protected:
    SealedTest()
    {
        // One thing in every table that belongs to an agency.
        const std::string uid = issued(draft_to({kinh_bac.agency}));
        EXPECT_TRUE(accept(services, kinh_bac.clerk, uid, kinh_bac.leader.official, "Kính trình"));
        Assigning assigning;
        assigning.instruction = "Tham mưu, trình ký";
        assigning.assignees = {{kinh_bac.specialist.official, 2, "Người 23", AssignmentRole::lead}};
        EXPECT_TRUE(assign(services, kinh_bac.leader, uid, assigning));
        EXPECT_TRUE(remind(services, office.clerk, uid, {kinh_bac.agency}, "Đề nghị báo cáo"));
        EXPECT_TRUE(recall(services, office.clerk, uid, "Ban hành nhầm nội dung"));
        database.execute("INSERT INTO number_schemes VALUES (1, 'decision', 'outgoing/x')");
        database.execute(
            "INSERT INTO accounts (official_id, login, password_hash, password_changed_at, created_at) VALUES "
            "(11, 'van.thu', 'x', now(), now())");
        database.execute("INSERT INTO recovery_codes SELECT id, 'x' FROM accounts");
        database.execute(
            "INSERT INTO sessions SELECT 'x', id, NULL, 'password', 'x', now(), now(), now() FROM accounts");
        database.execute("INSERT INTO log_in_failures VALUES ('van.thu', 1, now(), NULL)");
        const std::string key = "'01933f9e-4c00-7a31-8000-52ab3f6a1c11'";
        database.execute(
            "INSERT INTO signing_keys (uid, agency_id, official_id, holder, place, certificates, fingerprint, subject, not_before, "
            "not_after, created_at, created_by) VALUES (" +
            key + ", 1, 12, 'remote', 'x/y', 'x', 'x', 'x', now(), now(), now(), 12)");
        database.execute("INSERT INTO signing_key_failures VALUES (1, 12, 'x', now())");
        database.execute(
            "INSERT INTO signing_acts (uid, agency_id, official_id, key_uid, purpose, state, expires_at, created_at) VALUES (" +
            key + ", 1, 12, " + key + ", 'leader', 'waiting', now(), now())");
        database.execute("INSERT INTO signing_act_files SELECT a.id, 0, " + key + ", 1, 'x', " + key +
                         ", 'x', NULL, 0, 1, 'x', NULL, NULL, NULL FROM signing_acts a");
        database.execute(
            "INSERT INTO preserved_files (file_uid, document_id, agency_id, sha256, size, renew_by, tried_at) "
            "SELECT uid, document_id, 1, sha256, size, now(), now() FROM document_files");
        database.execute(
            "INSERT INTO working_weeks (uid, agency_id, valid_from, basis, entered_at, entered_by) VALUES (" +
            key + ", 1, '2026-12-01', 'x', now(), 12)");
        database.execute(
            "INSERT INTO special_days (uid, agency_id, first_day, last_day, kind, shifts, name, basis, entered_at, entered_by) "
            "VALUES (" +
            key +
            ", 1, '2026-12-01', '2026-12-01', 'off', '', 'x', 'x', now(), 12), (gen_random_uuid(), NULL, '2026-12-01', "
            "'2026-12-01', 'off', '', 'x', 'x', now(), 12)");
        fill_exchange(key);
        fill_processes(key);
        fill_procedures(key);
        fill_figures();
        fill_queue(key);
        fill_dossiers(key);
        fill_portal();
        fill_batches(key);
        fill_satisfaction(key);
        while (queue.run_due() > 0) {}
        audit::seal(database.pool());
    }

    void fill_processes(const std::string& key)
    {
        database.execute(
            "INSERT INTO decision_models (uid, agency_id, key, version, name, sha256, source, valid_from, basis, deployed_at, "
            "deployed_by) VALUES (" +
            key + ", 1, 'p', 1, 'x', repeat('0', 64), 'x', '2026-01-01', 'x', now(), 12)");
        database.execute(
            "INSERT INTO process_definitions (uid, agency_id, key, version, name, sha256, source, deployed_at, deployed_by) VALUES (" +
            key + ", 1, 'p', 1, 'x', repeat('0', 64), 'x', now(), 12)");
        database.execute(
            "INSERT INTO process_beginnings SELECT id, 's', 'timer', '', 1, now(), 0 FROM process_definitions");
        database.execute(
            "INSERT INTO process_instances (uid, agency_id, definition_id, status, state, started_at) SELECT uid, 1, id, 'running', "
            "'{}', now() FROM process_definitions");
        database.execute(
            "INSERT INTO process_waits (instance_id, no, instance_uid, business_key, agency_id, definition_id, performer_id, kind, "
            "element, frame, opened_at) SELECT id, 1, uid, 'x', 1, definition_id, 1, 'task', 'a', 1, now() FROM process_instances");
        database.execute(
            "INSERT INTO process_steps SELECT id, 1, 1, definition_id, 1, 'task', 'a', 0, 'done', now(), NULL, now() "
            "FROM process_instances");
        database.execute(
            "INSERT INTO process_acts SELECT id, 1, 1, 0, 'x', '', '[]', now() FROM process_instances");
        database.execute(
            "INSERT INTO process_messages (agency_id, kind, name, correlation, message_id, payload, arrived_at, expires_at) "
            "VALUES (1, 'message', 'x', '', 'x', '{}', now(), 'infinity')");
        database.execute("INSERT INTO process_facts VALUES (1, '{}', now())");
        database.execute(
            "INSERT INTO process_migrations (uid, agency_id, from_id, to_id, mapping, reason, started_at, started_by) SELECT uid, 1, id, "
            "id, '{}', 'x', now(), 12 FROM process_definitions");
        database.execute(
            "INSERT INTO process_migration_instances SELECT m.id, i.id, 1, 'waiting', '', '' FROM process_migrations m, "
            "process_instances i");
    }

    void fill_procedures(const std::string& key)
    {
        database.execute("INSERT INTO procedure_fields (name) VALUES ('x')");
        database.execute("INSERT INTO procedures (code) VALUES ('1.0')");
        database.execute(
            "INSERT INTO procedure_versions (uid, procedure_id, version, state, name, levels, content, sha256, issues, lex, plain, "
            "sort_name, drafted_at) SELECT " +
            key + ", id, 1, 'draft', 'x', '{}', '{}', 'x', 0, '', 'x', 'x', now() FROM procedures");
        database.execute("INSERT INTO procedure_agencies SELECT id, 1, 'receives' FROM procedures");
    }

    void fill_queue(const std::string& key)
    {
        database.execute("INSERT INTO queue_desks (agency_id, code, name) VALUES (1, 'x', 'x')");
        database.execute(
            "INSERT INTO queue_groups (desk_id, agency_id, letter, name, first) SELECT id, 1, 'A', 'x', false FROM queue_desks");
        database.execute(
            "INSERT INTO queue_counters (desk_id, agency_id, number) SELECT id, 1, 1 FROM queue_desks");
        database.execute(
            "INSERT INTO queue_counter_groups SELECT c.id, g.id, c.desk_id, 1 FROM queue_counters c, queue_groups g");
        database.execute(
            "INSERT INTO queue_kiosks (uid, desk_id, agency_id, name, secret, made_at, made_by) SELECT " +
            key + ", id, 1, 'x', 'x', now(), 12 FROM queue_desks");
        database.execute(
            "INSERT INTO queue_numbers SELECT id, '2026-12-01', desk_id, 1, 1 FROM queue_groups");
        database.execute(
            "INSERT INTO queue_tickets (uid, desk_id, agency_id, group_id, day, number, taken_at, taken_by) SELECT " +
            key + ", desk_id, 1, id, '2026-12-01', 1, now(), 12 FROM queue_groups");
        database.execute(
            "INSERT INTO queue_turns (ticket_id, desk_id, agency_id, group_id, day, queued_at) SELECT id, desk_id, 1, group_id, day, "
            "now() FROM queue_tickets");
    }

    // One dossier of agency 1, with everything that can belong to one.
    void fill_dossiers(const std::string& key)
    {
        database.execute("INSERT INTO citizens (uid, kind, number, name, created_at, changed_at) VALUES (" +
                         key + ", 'person', '027190001234', 'x', now(), now())");
        database.execute("INSERT INTO citizen_looks SELECT id, 1, 12, 'x', now() FROM citizens");
        database.execute("INSERT INTO dossier_series VALUES (1, 'code', '261120', 1)");
        database.execute("INSERT INTO dossier_desks VALUES (1, 'x', 'x', now(), 12)");
        database.execute(
            "INSERT INTO dossiers (uid, agency_id, decides_id, code, version_id, procedure_id, case_no, way, state, state_at, life, owner, "
            "owner_kind, owner_name, subject, lodged_at, money, delivery, lex) SELECT " +
            key +
            ", 1, 1, 'x', id, procedure_id, 0, 'counter', 'received', now(), '{}', '{}', 'person', 'x', 'x', now(), 'none', 'desk', '' "
            "FROM procedure_versions");
        const std::string from = " FROM dossiers";
        database.execute("INSERT INTO dossier_people SELECT id, 1, 12" + from);
        database.execute(
            "INSERT INTO citizen_corrections SELECT c.id, d.id, 1, 12, '{}', '{}', 'x', now() FROM citizens c, dossiers d");
        database.execute(
            "INSERT INTO dossier_papers (dossier_id, no, name, required) SELECT id, 0, 'x', true" + from);
        database.execute(
            "INSERT INTO dossier_files (uid, dossier_id, kind, name, media_type, size, sha256, added_at, added_by) SELECT " +
            key +
            ", d.id, 'paper', 'x', 'x', 1, b.sha256, now(), 12 FROM dossiers d, (SELECT sha256 FROM blobs LIMIT 1) b");
        database.execute(
            "INSERT INTO dossier_fees (dossier_id, no, name, amount, paid_when, state) SELECT id, 0, 'x', 1, 'reception', 'due'" +
            from);
        database.execute("INSERT INTO dossier_results (dossier_id, no, name) SELECT id, 0, 'x'" + from);
        database.execute(
            "INSERT INTO dossier_returns (dossier_id, taken_by, means, at, official_id) SELECT id, 'x', 'desk', now(), 12" +
            from);
        database.execute(
            "INSERT INTO dossier_slips (uid, dossier_id, agency_id, kind, event_no, year, content, at) SELECT " +
            key + ", id, 1, 'receipt', 1, 2026, '{}', now()" + from);
        database.execute(
            "INSERT INTO dossier_events (dossier_id, no, agency_id, official_id, act, state, at) SELECT id, 1, 1, 12, 'receive', "
            "'received', now()" +
            from);
        database.execute("INSERT INTO dossier_looks SELECT id, 1, 12, 'x', now()" + from);
        database.execute(
            "INSERT INTO dossier_list_looks (agency_id, official_id, what, words, at) VALUES (1, 12, 'search', 'x', now())");
        database.execute(
            "INSERT INTO dossier_drafts (uid, dossier_id, agency_id, code, name, state, file_uid, has_seal, signer_id, signer, "
            "signer_title, drafted_by, drafted_at) SELECT " +
            key + ", id, 1, 'x', 'x', 'draft', " + key + ", true, 12, 'x', 'x', 13, now()" + from);
        database.execute(
            "INSERT INTO dossier_documents (document_uid, dossier_id, agency_id, name, made_by, made_at) SELECT " +
            key + ", id, 1, 'x', 13, now()" + from);
        database.execute("INSERT INTO dossier_waived_results SELECT id, 'x', 'x', 'x', 1, 12, now()" + from);
        fill_vault(key);
        database.execute(
            "INSERT INTO dossier_components (parent_id, no, code, name, child_uid) SELECT id, 0, 'x', 'x', gen_random_uuid()" +
            from);
        database.execute("INSERT INTO dossier_moves SELECT id, 1, 1, 1, true, true, now()" + from);
    }

    void fill_vault(const std::string& key)
    {
        database.execute(
            "INSERT INTO vault_items (uid, agency_id, citizen_id, dossier_id, source, source_no, code, name, file_name, media_type, size, "
            "sha256, signature, kept_at, kept_by) SELECT " +
            key +
            ", 1, c.id, d.id, 'paper', 0, 'x', 'x', 'x', 'x', 1, f.sha256, 'signed', now(), 12 FROM citizens c, dossiers d, "
            "dossier_files f");
        database.execute(
            "INSERT INTO vault_asks (uid, agency_id, official_id, official_name, form, owner_kind, owner_number, owner_name, purpose, "
            "purpose_name, papers, types, way, asked_at, expires_at) VALUES (" +
            key + ", 1, 11, 'x', " + key +
            ", 'person', '1', 'x', 'x', 'x', '{x}', '{x}', 'slip', now(), now())");
        database.execute(
            "INSERT INTO source_looks (ask_id, agency_id, official_id, source, at) SELECT id, 1, 12, 'x', now() FROM vault_asks");
        database.execute(
            "INSERT INTO held_papers (uid, look_id, ask_id, agency_id, source, code, name, file_name, place) SELECT " +
            key + ", id, ask_id, 1, 'x', 'x', 'x', 'x', 'x' FROM source_looks");
        database.execute("INSERT INTO vault_consents SELECT " + key +
                         ", id, 'x', 1, 12, now() FROM citizens");
        database.execute(
            "INSERT INTO vault_uses SELECT id, dossier_id, 0, 1, 12, 'x', now(), now() FROM vault_items");
        database.execute("INSERT INTO vault_looks SELECT id, dossier_id, 1, 12, 'x', now() FROM vault_items");
        database.execute(
            "INSERT INTO dossier_digitisations (dossier_id, file_uid, paper_no, state, asked_at, asked_by) SELECT dossier_id, uid, 0, "
            "'reading', now(), 12 FROM dossier_files");
    }

    // Papers of the dossiers on their way.
    void fill_batches(const std::string& key)
    {
        database.execute(
            "INSERT INTO hand_over_batches (uid, kind, giver_id, receiver_id, year, number, lines, given_at, given_by, giver_name, "
            "giver_title) VALUES (" +
            key + ", 'dossiers', 1, 1, 2026, 1, 1, now(), 12, 'x', 'x')");
        database.execute(
            "INSERT INTO hand_over_lines (batch_id, no, dossier_id, kind, procedure_id, code, procedure, owner_name, contents) "
            "SELECT b.id, 1, d.id, 'dossiers', d.procedure_id, 'x', 'x', 'x', 'x' FROM hand_over_batches b, dossiers d");
        database.execute(
            "INSERT INTO hand_over_numbers SELECT 1, uid, 'dossiers', 2026, 2, now() FROM hand_over_batches");
        database.execute(
            "INSERT INTO dossier_prints SELECT uid, dossier_id, 1, 12, 'x', now() FROM dossier_slips");
        database.execute("INSERT INTO scans_taken SELECT 1, 'x', 1, 1, id, 12, now() FROM dossiers");
        database.execute(
            "INSERT INTO dossier_registers SELECT " + key +
            ", 1, 2026, 1, '2026-11-01', '2026-11-30', 1, 'x', sha256, 12, 'x', now() FROM blobs LIMIT 1");
    }

    // What other systems have to do with the dossiers that are there.
    void fill_portal()
    {
        database.execute(
            "INSERT INTO national_portal (adapter, auth, integration, username, password, destination, member, since, active, "
            "changed_at) VALUES ('https://x', '/x', '/x', 'x', 'x', 'x', 'x', '2026-01-01', false, now())");
        database.execute("SELECT lt_queue_syncs(id, 1, 'receive', now()) FROM dossiers");
        database.execute("INSERT INTO system_rights SELECT id, NULL, 'portal', now() FROM connected_systems");
        database.execute(
            "INSERT INTO dossier_systems SELECT d.id, s.id, d.agency_id, 'x' FROM dossiers d, connected_systems s");
        database.execute(
            "INSERT INTO system_calls SELECT s.id, d.code, d.id, d.agency_id, 'x', now() FROM dossiers d, connected_systems s");
    }

    // What citizens said of the dossiers, and how these came.
    void fill_satisfaction(const std::string& key)
    {
        const std::string from = " FROM dossiers";
        database.execute("INSERT INTO dossier_origins SELECT id, true, '{}', false, '{}', false" + from);
        database.execute(
            "INSERT INTO rating_screens (uid, agency_id, official_id, name, secret, made_at) VALUES (" + key +
            ", 1, 12, 'x', 'x', now())");
        database.execute(
            "INSERT INTO dossier_ratings (dossier_id, way, level, at) SELECT id, 'page', 'satisfied', now()" +
            from);
        database.execute(
            "INSERT INTO dossier_petitions (uid, dossier_id, content, way, lodged_at, lodged_by, due_at, basis, answer, answered_at, "
            "answered_by) SELECT " +
            key + ", id, 'x', 'page', now(), 0, now(), 'x', 'x', now(), 12" + from);
        database.execute(
            "INSERT INTO dossier_petition_acts (petition_id, kind, at, agency_id, official_id, due_at) SELECT id, 'taken', now(), 1, "
            "12, now() FROM dossier_petitions");
        database.execute(
            "INSERT INTO dossier_petition_marks (petition_id, liked, at) SELECT id, true, now() FROM dossier_petitions");
        database.execute("INSERT INTO dossier_tries SELECT id, 1" + from);
        database.execute(
            "INSERT INTO procedure_agencies_ended SELECT id, 1, 'receives', '-infinity', now() FROM procedures");
        database.execute(
            "INSERT INTO procedure_publications (procedure_id, decision, decided_on, effective_on, decide_by, publish_by, entered_at, "
            "entered_by) SELECT id, 'x', '2026-11-01', '2026-12-01', '2026-11-20', '2026-11-08', now(), 12 FROM procedures");
        database.execute(
            "INSERT INTO procedure_online_payments (procedure_id, agency_id, way, since, basis, entered_at, entered_by) SELECT id, 1, 'own', "
            "'2026-11-01', 'x', now(), 12 FROM procedures");
    }

    void fill_figures()
    {
        database.execute("INSERT INTO index_counts VALUES ('month', '2026-11-01', 'x', now())");
        database.execute("INSERT INTO index_results VALUES ('month', '2026-11-01', 1, '2.1', 1, 1, 20)");
    }

    // What the exchange keeps, about the same document. `key`: any uid, quoted.
    void fill_exchange(const std::string& key)
    {
        database.execute(
            "INSERT INTO connected_systems (uid, code, name, kind, secret, rate, largest, created_at, secret_at) VALUES (" +
            key + ", 'x', 'x', 'client', 'x', 600, 10485760, now(), now())");
        database.execute(
            "INSERT INTO axis_messages (uid, kind, system_id, from_code, from_name, document_id, title, notation, urgency, "
            "sha256, size, created_at) SELECT " +
            key +
            ", 'status', s.id, 'x', 'x', 'x', 'x', 'x', 0, f.sha256, 1, now() FROM connected_systems s, document_files f");
        database.execute(
            "INSERT INTO axis_items (message_id, to_code, to_name, system_id, once, kind, state, created_at, changed_at) "
            "SELECT id, 'x', 'x', system_id, 'x', kind, 'initial', now(), now() FROM axis_messages");
        database.execute("INSERT INTO axis_signatures SELECT id, 'x', now(), 'x' FROM connected_systems");
        database.execute(
            "INSERT INTO axis_arrivals SELECT id, NULL, 'x', 'x', 0, '', '', NULL, 'none', '' FROM documents");
        database.execute(
            "INSERT INTO axis_statuses SELECT id, 2, '01', '', '', NULL, now(), now() FROM documents");
        database.execute("INSERT INTO node_outbox SELECT " + key +
                         ", id, system_id, 'x', 0, 'infinity' FROM axis_messages");
        database.execute("INSERT INTO node_inbox SELECT id, " + key +
                         ", 'x', 'x', 'x', 'x', now() FROM connected_systems");
        database.execute("INSERT INTO node_receipts SELECT " + key +
                         ", id, system_id, 'x', 'x', now() FROM axis_messages");
        database.execute(
            "INSERT INTO axis_agencies SELECT id, 'X', 'X', '', 'x', '', 'x', true, NULL, now(), now(), NULL "
            "FROM connected_systems");
        database.execute("INSERT INTO axis_withheld SELECT " + key +
                         ", id, 'x', 'edoc', 'x', 'x', 'x', 1, false, now(), now() FROM connected_systems");
    }

    std::vector<std::string> tables()
    {
        std::vector<std::string> out;
        db::Transaction tx = database.superuser().begin({});
        constexpr db::Query<0> list{
            "test.tables", "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace "
                           "AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1"};
        for (const db::Row row : tx.run(list)) out.push_back(row[0].str());
        return out;
    }

    std::vector<std::string> columns(const std::string& table)
    {
        std::vector<std::string> out;
        db::Transaction tx = database.superuser().begin({});
        constexpr db::Query<1> list{
            "test.columns", "SELECT attname FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 "
                            "AND NOT attisdropped AND attidentity <> 'a' AND attgenerated = ''"};
        for (const db::Row row : tx.run(list, table)) out.push_back(row[0].str());
        return out;
    }

    // Rows that the statement gave or changed as lt_app in the scope; none when the database refused it outright.
    std::size_t reach(const db::Scope& scope, const std::string& sql)
    {
        const std::string name = "test." + base::random_hex(8);
        const db::Query<0> query{name.c_str(), sql.c_str()};
        try {
            db::Transaction tx = database.pool().begin(scope);
            const db::Rows rows = tx.run(query);
            return std::max(rows.size(), rows.affected());
        } catch (const db::QueryError&) {
            return 0;
        } catch (const db::ConstraintViolation&) {
            return 1;  // it got as far as a row
        }
    }
};

}  // namespace

TEST_F(SealedTest, AForeignAgencyReadsNothing)
{
    for (const db::Reach how : {db::Reach::agency, db::Reach::assigned}) {
        const db::Scope foreign{.agency = deo_gia.agency, .official = deo_gia.clerk.official, .reach = how};
        for (const std::string& table : tables()) {
            if (kCommonToRead.contains(table) || kMachinery.contains(table)) continue;
            EXPECT_NE(database.value("SELECT count(*) FROM " + table), "0") << table << " has no row to hide";
            EXPECT_EQ(reach(foreign, "SELECT * FROM " + table), 0u) << table;
        }
    }
}

TEST_F(SealedTest, AForeignAgencyChangesNothing)
{
    const db::Scope foreign{
        .agency = deo_gia.agency, .official = deo_gia.clerk.official, .reach = db::Reach::agency};
    for (const std::string& table : tables()) {
        if (kMachinery.contains(table)) continue;
        // The own rows of the common tables may be changed by the agency's administrator; here only foreign ones count.
        const std::string others = table == "units" || table == "officials" || table == "posts"
                                       ? " WHERE agency_id <> " + std::to_string(deo_gia.agency)
                                       : "";
        if (table == "directory_version") continue;  // a counter of changes
        EXPECT_EQ(reach(foreign, "DELETE FROM " + table + others), 0u) << table;
        for (const std::string& column : columns(table))
            EXPECT_EQ(reach(foreign, "UPDATE " + table + " SET " + column + " = " + column + others), 0u)
                << table << "." << column;
        EXPECT_EQ(reach(foreign, "TRUNCATE " + table + " CASCADE"), 0u) << table;
    }
}

TEST_F(SealedTest, NoOneIsNobody)
{
    // Without a scope's settings the policies raise an error; an agency 0 owns nothing.
    const db::Scope nobody{.agency = 0, .official = 0, .reach = db::Reach::agency};
    for (const std::string& table : tables()) {
        if (kCommonToRead.contains(table) || kMachinery.contains(table)) continue;
        EXPECT_EQ(reach(nobody, "SELECT * FROM " + table), 0u) << table;
    }
}

TEST_F(SealedTest, ALimitedOfficialSeesNoForeignWorkOfTheOwnAgency)
{
    const db::Scope limited{
        .agency = kinh_bac.agency, .official = kinh_bac.colleague.official, .reach = db::Reach::assigned};
    EXPECT_EQ(reach(limited, "SELECT * FROM deliveries"), 0u);
    EXPECT_EQ(reach(limited, "SELECT * FROM documents"), 0u);
    EXPECT_EQ(reach(limited, "SELECT * FROM document_files"), 0u);
    EXPECT_EQ(reach(limited, "UPDATE deliveries SET state = 'done'"), 0u);
    const db::Scope assigned{
        .agency = kinh_bac.agency, .official = kinh_bac.specialist.official, .reach = db::Reach::assigned};
    EXPECT_EQ(reach(assigned, "SELECT * FROM deliveries"), 1u);
}

TEST_F(SealedTest, ALimitedOfficialSeesNoPaperAndNoDraftOfOthers)
{
    PaperDocument paper;
    paper.kind_code = "official_letter";
    paper.subject = "Đơn đề nghị của công dân";
    paper.number_text = "77";
    paper.notation = "ABC";
    paper.issuer_name = "Công dân";
    paper.issued_on = base::vietnam_day(clock->now());
    ASSERT_TRUE(register_paper(services, kinh_bac.clerk, key(), paper, {letter()}));
    Draft draft = draft_to({office.agency});
    draft.signer = kinh_bac.leader.official;
    ASSERT_TRUE(create_draft(services, kinh_bac.specialist, key(), draft, {letter()}));
    while (queue.run_due() > 0) {}
    EXPECT_EQ(search(services, kinh_bac.clerk, "77/ABC", std::nullopt, 10).hits.size(), 1u);
    EXPECT_EQ(search(services, kinh_bac.colleague, "77/ABC", std::nullopt, 10).hits.size(), 0u);
    EXPECT_EQ(search(services, kinh_bac.colleague, "đơn đề nghị", std::nullopt, 10).hits.size(), 0u);
    const db::Scope limited{
        .agency = kinh_bac.agency, .official = kinh_bac.colleague.official, .reach = db::Reach::assigned};
    EXPECT_EQ(reach(limited, "SELECT * FROM document_files"), 0u);
    EXPECT_EQ(reach(limited, "SELECT * FROM documents"), 0u);
}

TEST_F(SealedTest, NobodyGoesOnWithAnothersSignature)
{
    for (const Actor* other : {&office.clerk, &office.specialist, &kinh_bac.leader})
        for (const char* table : {"signing_acts", "signing_act_files"})
            EXPECT_EQ(reach(scope_of(*other), std::string("SELECT * FROM ") + table), 0u) << other->name;
    EXPECT_EQ(reach(scope_of(office.leader), "SELECT * FROM signing_act_files"), 1u);
    EXPECT_EQ(reach(scope_of(office.clerk), "UPDATE signing_acts SET state = 'confirmed'"), 0u);
    EXPECT_EQ(reach(scope_of(office.leader), "UPDATE signing_acts SET official_id = 11"), 0u);
    EXPECT_EQ(reach(scope_of(office.clerk), "UPDATE signing_act_files SET closed_at = now()"), 0u);
    EXPECT_EQ(reach(scope_of(office.clerk), "UPDATE signing_act_files SET detail = '{}'"), 0u);
    EXPECT_EQ(reach(scope_of(office.leader), "UPDATE signing_act_files SET file_uid = document_uid"), 0u);
}

TEST_F(SealedTest, TheDatabaseRefusesForgedRows)
{
    const std::string secret = issued(draft_to({kinh_bac.agency}, "Chỉ gửi phường Kinh Bắc"));
    const std::string id = database.value("SELECT id FROM documents WHERE uid = '" + secret + "'");
    const std::string delivery = database.value("SELECT id FROM deliveries WHERE document_id = " + id);
    const db::Scope thief{
        .agency = deo_gia.agency, .official = deo_gia.clerk.official, .reach = db::Reach::agency};
    const auto refused = [&](const std::string& sql) { EXPECT_EQ(reach(thief, sql), 0u) << sql; };
    // A delivery of somebody else's document to oneself, or to a third agency.
    refused("INSERT INTO deliveries VALUES (900001, " + id + ", NULL, 3, 'arrived', now(), now())");
    refused("INSERT INTO deliveries VALUES (900002, " + id + ", 3, 2, 'arrived', now(), now())");
    // The own delivery bent to another document.
    issued(draft_to({deo_gia.agency}));
    refused("UPDATE deliveries SET document_id = " + id);
    // Words in a foreign history, a recall of a foreign delivery, recipients of a foreign draft.
    refused("INSERT INTO document_events (document_id, agency_id, action, shared, at) VALUES (" + id +
            ", 3, 'completed', true, now())");
    refused(
        "INSERT INTO recalls (delivery_id, document_id, sender_id, agency_id, reason, requested_at, requested_by) "
        "VALUES (" +
        delivery + ", " + id + ", 3, 2, 'giả', now(), 31)");
    refused("INSERT INTO document_recipients VALUES (" + id + ", 3, 3)");
    refused("INSERT INTO number_series VALUES (1, 'outgoing', 2030, 5)");
    EXPECT_EQ(database.value("SELECT count(*) FROM deliveries WHERE document_id = " + id), "1");
}

TEST_F(SealedTest, ADocumentIsChangedByItsOwnAgencyAndOnlyThroughItsView)
{
    const auto draft =
        create_draft(services, office.specialist, key(), draft_to({kinh_bac.agency}), {letter()});
    ASSERT_TRUE(draft);
    const auto scope = [](const Actor& actor) { return scope_of(actor); };
    const std::string change = "UPDATE own_documents SET note = note WHERE uid = '" + draft->uid + "'";
    const std::string see = "SELECT id FROM own_documents WHERE uid = '" + draft->uid + "'";
    for (const Actor* actor : {&office.clerk, &office.specialist}) {
        EXPECT_EQ(reach(scope(*actor), see), 1u) << actor->name;
        EXPECT_EQ(reach(scope(*actor), change), 1u) << actor->name;
    }
    // Somebody else's draft, somebody else's agency, nobody at all.
    for (const db::Scope& other : {scope(office.colleague), scope(kinh_bac.clerk), scope(deo_gia.clerk),
                                   db::Scope{0, 0, db::Reach::agency, ""}, db::Scope{}}) {
        EXPECT_EQ(reach(other, see), 0u) << other.official;
        EXPECT_EQ(reach(other, see + " FOR UPDATE"), 0u) << other.official;
        EXPECT_EQ(reach(other, change), 0u) << other.official;
    }
    // A recipient sees what was issued to it, but not as its own.
    EXPECT_EQ(reach(scope(kinh_bac.clerk), "SELECT * FROM documents"), 1u);
    EXPECT_EQ(reach(scope(kinh_bac.clerk), "SELECT * FROM own_documents"), 0u);
    EXPECT_EQ(reach(scope(kinh_bac.clerk), "SELECT * FROM own_document_ids"), 0u);
    // Not beside the view, and not whose it is.
    const db::Scope owner = scope(office.clerk);
    EXPECT_EQ(reach(owner, "UPDATE documents SET note = note"), 0u);
    EXPECT_EQ(reach(owner, "SELECT * FROM documents FOR UPDATE"), 0u);
    for (const char* column : {"id", "uid", "agency_id", "origin", "drafter_id", "unit_id", "created_at"})
        EXPECT_EQ(reach(owner, std::string("UPDATE own_documents SET ") + column + " = " + column), 0u)
            << column;
    EXPECT_EQ(reach(owner, "DELETE FROM own_documents"), 0u);
    EXPECT_EQ(reach(owner, "INSERT INTO own_documents SELECT * FROM own_documents"), 0u);
}

TEST_F(SealedTest, TheDatabaseKnowsTheStates)
{
    const auto fails = [&](const std::string& table, const std::string& column, const std::string& value) {
        const std::string sql = "UPDATE " + table + " SET " + column + " = " + value;
        try {
            database.execute(sql);
            ADD_FAILURE() << sql;
        } catch (const db::ConstraintViolation& refused) {
            EXPECT_EQ(refused.sqlstate, "23514") << sql;
        }
    };
    for (const char* column : {"origin", "state", "urgency"}) fails("documents", column, "'x'");
    fails("documents", "subject", "''");
    fails("documents", "subject", "repeat('x', 501)");
    fails("documents", "signer_name", "repeat('x', 201)");
    fails("documents", "signer_title", "repeat('x', 201)");
    fails("deliveries", "state", "'x'");
    fails("assignments", "state", "'x'");
    fails("assignments", "role", "'x'");
    fails("incoming_entries", "clerk_note", "repeat('x', 1001)");
}

TEST_F(SealedTest, NobodyRewritesWhatOthersFind)
{
    const std::string row = "SELECT string_agg((s.*)::text, ';') FROM document_search s";
    const std::string before = database.value(row);
    ASSERT_NE(before, "");
    const std::string id = database.value("SELECT document_id FROM document_search");
    const std::string forged =
        "INSERT INTO document_search (document_id, holders, sorted_at, notation_key, plain, lex) "
        "VALUES (";
    for (const db::Scope& scope :
         {db::Scope{kinh_bac.agency, kinh_bac.clerk.official, db::Reach::agency, ""},
          db::Scope{kinh_bac.agency, kinh_bac.specialist.official, db::Reach::assigned, ""},
          db::Scope{office.agency, office.clerk.official, db::Reach::agency, ""},
          db::Scope{deo_gia.agency, deo_gia.clerk.official, db::Reach::agency, ""},
          db::Scope{0, kinh_bac.clerk.official, db::Reach::platform, ""}}) {
        for (const std::string& sql :
             {std::string("UPDATE document_search SET plain = 'x'"),
              std::string("UPDATE document_search SET holders = '{2}'"),
              std::string("UPDATE document_search SET lex = 'x'"), std::string("DELETE FROM document_search"),
              std::string("TRUNCATE document_search"), forged + "900001, '{1,2,3}', now(), 'x', 'x', 'x')",
              forged + id +
                  ", '{2}', now(), 'x', 'x', 'x') ON CONFLICT (document_id) DO UPDATE SET plain = 'x'",
              "SELECT lt_index_document(" + id + ", 'x', 'x', 'x'::tsvector)"})
            EXPECT_EQ(reach(scope, sql), 0u) << scope.agency << ": " << sql;
    }
    EXPECT_EQ(database.value(row), before);
    // The server's own work writes it, for whoever holds the document and for nobody else.
    EXPECT_EQ(reach({}, "SELECT lt_index_document(" + id + ", 'x', 'x', 'x'::tsvector)"), 1u);
    EXPECT_EQ(database.value("SELECT holders FROM document_search"), "{1,2}");
}

TEST_F(SealedTest, WhatIsNotIssuedIsNotFound)
{
    const auto draft =
        create_draft(services, office.specialist, key(), draft_to({kinh_bac.agency}), {letter()});
    ASSERT_TRUE(draft);
    const std::string id = database.value("SELECT id FROM documents WHERE uid = '" + draft->uid + "'");
    db::Transaction tx = database.pool().begin({});
    const std::string sql = "SELECT lt_index_document(" + id + ", 'x', 'x', 'x'::tsvector)";
    tx.run_and_commit(db::Query<0>{"test.index_a_draft", sql.c_str()});
    EXPECT_EQ(database.value("SELECT count(*) FROM document_search WHERE document_id = " + id), "0");
}

TEST_F(SealedTest, TheSenderSeesTheStateAndNothingInside)
{
    const db::Scope sender{
        .agency = office.agency, .official = office.clerk.official, .reach = db::Reach::agency};
    EXPECT_EQ(reach(sender, "SELECT * FROM sent_deliveries WHERE agency_id = 2"), 1u);
    EXPECT_EQ(reach(sender, "SELECT * FROM deliveries WHERE agency_id = 2"), 0u);
    const db::Scope stranger{
        .agency = deo_gia.agency, .official = deo_gia.clerk.official, .reach = db::Reach::agency};
    EXPECT_EQ(reach(stranger, "SELECT * FROM sent_deliveries"), 0u);
    EXPECT_EQ(reach(sender, "SELECT * FROM incoming_entries"), 0u);
    EXPECT_EQ(reach(sender, "SELECT * FROM assignments"), 0u);
    EXPECT_EQ(reach(sender, "UPDATE deliveries SET state = 'done' WHERE agency_id = 2"), 0u);
    EXPECT_EQ(reach(sender, "UPDATE recalls SET answer = 'agreed'"), 0u);
    // Nor may it put words into the recipient's mouth.
    EXPECT_EQ(
        reach(sender,
              "INSERT INTO document_events (document_id, agency_id, action, shared, at) SELECT document_id, "
              "agency_id, 'completed', true, now() FROM sent_deliveries"),
        0u);
}

}  // namespace lt::documents
