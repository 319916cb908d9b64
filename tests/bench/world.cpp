// Generates the data by SQL as the superuser; what is measured then runs as the application's role.
#include "world.h"

#include <cstdio>
#include <fstream>
#include <random>
#include <stdexcept>

#include <toml++/toml.h>

#include "calendar/calendars/api.h"
#include "calendar/read.h"
#include "documents/setup.h"
#include "kit/base/config.h"
#include "kit/base/ids.h"
#include "kit/base/text.h"
#include "kit/db/migrations.h"

namespace lt::bench {

namespace {

constexpr db::Query<0> kNoTimeout{"bench.no_timeout", "SET LOCAL statement_timeout TO 0"};
constexpr db::Query<0> kCount{"bench.count", "SELECT count(*) FROM documents"};

void say(const char* what) { std::fprintf(stderr, "  %s\n", what); }

std::vector<std::string> subjects()
{
    const auto table = toml::parse_file((base::find_resources() / "data/demo/subjects.toml").string());
    std::vector<std::string> out;
    for (const toml::node& node : *table["subject"].as_array())
        out.push_back(node.as_table()->at("text").value_or(std::string()));
    return out;
}

}  // namespace

World::World(const std::filesystem::path& folder, std::size_t documents) : documents_(documents)
{
    cluster_ = std::make_unique<db::Cluster>(db::ClusterOptions{.folder = folder / "pg"});
    const std::filesystem::path resources = base::find_resources();
    const std::string super = cluster_->dsn("postgres", "postgres");
    bool fresh = false;
    {
        db::Pool pool({.dsn = super, .size = 1});
        db::Transaction tx = pool.begin({});
        constexpr db::Query<0> known{"bench.known", "SELECT 1 FROM pg_database WHERE datname = 'bench'"};
        fresh = tx.run(known).empty();
    }
    if (fresh) {
        cluster_->create_database("bench");
        cluster_->create_database("reference");
        db::bootstrap(cluster_->dsn("bench", "postgres"), resources / "db/bootstrap.sql");
        db::migrate(cluster_->dsn("bench", "lt_owner"), resources / "db/migrations");
    }
    superuser_ =
        std::make_unique<db::Pool>(db::PoolOptions{.dsn = cluster_->dsn("bench", "postgres"), .size = 4});
    pool_ = std::make_unique<db::Pool>(db::PoolOptions{.dsn = cluster_->dsn("bench", "lt_app"), .size = 20});
    blobs_ = std::make_unique<blob::Store>(folder / "blobs", folder / "key");
    auto clock = std::make_shared<base::SystemClock>();
    if (fresh) generate();
    directory_ = std::make_unique<directory::Directory>(*pool_, clock);
    queue_ = std::make_unique<jobs::Queue>(*pool_, clock, jobs::Options{});
    signing_ = std::make_unique<signing::Services>(
        signing::Services{.pool = *pool_, .blobs = *blobs_, .clock = clock});
    exchange_ = std::make_unique<exchange::Services>(exchange::Services{
        .pool = *pool_, .directory = *directory_, .queue = *queue_, .blobs = *blobs_, .clock = clock});
    services_ = std::make_unique<documents::Services>(documents::Services{
        *pool_, *directory_, *queue_, *blobs_, clock,
        [](std::int64_t, const std::string&, const std::string&) {}, *signing_, *exchange_,
        std::make_shared<calendars::Calendars>(*pool_, *directory_, calendar::shipped_layer())});
}

documents::Actor World::clerk(std::int64_t agency) const
{
    return {agency, agency * 100 + 1, 0, directory::Role::registry_clerk, "Văn thư", "Văn thư", "bench"};
}

documents::Actor World::specialist(std::int64_t agency, int which) const
{
    return {agency, agency * 100 + 3 + which, 0, directory::Role::specialist, "Chuyên viên", "Chuyên viên",
            "bench"};
}

void World::execute(const std::string& sql)
{
    db::Transaction tx = superuser_->begin({});
    // Each text is its own statement: the name must differ, so that it is not taken for another one.
    const std::string name = "bench." + base::random_hex(8);
    const db::Query<0> query{name.c_str(), sql.c_str()};
    tx.run(kNoTimeout);  // a million rows take longer than any statement of the server may
    tx.run(query);
    tx.commit();
}

std::int64_t World::value(const std::string& sql)
{
    db::Transaction tx = superuser_->begin({});
    const std::string name = "bench." + base::random_hex(8);
    const db::Query<0> query{name.c_str(), sql.c_str()};
    return tx.run(query)[0][0].int64();
}

void World::generate()
{
    {
        db::Transaction tx = superuser_->begin({});
        documents::import_kinds(tx, base::find_resources() / "data/document_kinds.toml");
        tx.commit();
    }
    const std::string n = std::to_string(documents_);
    say("agencies and officials");
    execute(
        "INSERT INTO agencies (id, uid, code, name, short_name, abbreviation, level, kind, place, valid_from, folded) "
        "OVERRIDING SYSTEM VALUE SELECT i, gen_random_uuid(), 'B' || i, 'Cơ quan số ' || i, 'Cơ quan ' || i, 'UBND', "
        "'commune', 'government', 'Bắc Ninh', '2020-01-01', 'co quan ' || i FROM generate_series(1, " +
        std::to_string(kAgencies) + ") i");
    execute(
        "INSERT INTO officials (id, uid, agency_id, name, created_at, folded, sort_name) OVERRIDING SYSTEM VALUE "
        "SELECT a * 100 + k, gen_random_uuid(), a, 'Người ' || a || '-' || k, now(), 'nguoi', 'nguoi' FROM "
        "generate_series(1, " +
        std::to_string(kAgencies) + ") a, generate_series(1, " + std::to_string(kOfficials) + ") k");
    say("documents");
    execute("SET session_replication_role = replica");
    execute(
        "INSERT INTO documents (id, uid, agency_id, origin, state, kind_code, subject, urgency, number, number_text, "
        "notation, number_year, issued_on, issued_at, issuer_name, issuer_code, created_at, changed_at) "
        "SELECT i, gen_random_uuid(), 2 + i % 619, 'own', 'issued', CASE WHEN i % 5 = 0 THEN 'decision' ELSE "
        "'official_letter' END, 'x', (ARRAY['normal','normal','normal','normal','normal','normal','urgent','urgent',"
        "'very_urgent','immediate'])[1 + i % 10], 1 + i / 619, (1 + i / 619)::text, 'UBND-VX' || i % 7, 2022, t::date, "
        "t, 'Cơ quan số ' || (2 + i % 619), 'B' || (2 + i % 619), t, t FROM (SELECT i, timestamptz "
        "'2022-01-01' + (i::float8 / " +
        n + ") * interval '1750 days' AS t FROM generate_series(1, " + n + ") i) g");
    execute("SELECT setval('document_ids', " + n + ")");
    say("deliveries");
    execute(
        "INSERT INTO deliveries (id, document_id, sender_id, agency_id, state, arrived_at, state_at) SELECT id, id, "
        "agency_id, 1, CASE WHEN id <= " +
        n +
        " * 0.925 THEN 'done' WHEN id % 75 < 30 THEN 'in_progress' WHEN id % "
        "75 < 51 THEN 'assigned' WHEN id % 75 < 64 THEN 'arrived' ELSE 'accepted' END, issued_at, issued_at FROM "
        "documents");
    execute(
        "INSERT INTO deliveries (id, document_id, sender_id, agency_id, state, arrived_at, state_at) SELECT " +
        n +
        " + row_number() OVER (), d.id, d.agency_id, 2 + (d.id * 7 + k * 13) % 619, 'done', d.issued_at, d.issued_at "
        "FROM documents d, generate_series(1, 2) k WHERE 2 + (d.id * 7 + k * 13) % 619 <> d.agency_id");
    execute("SELECT setval('delivery_ids', (SELECT max(id) FROM deliveries))");
    execute(
        "INSERT INTO incoming_entries (delivery_id, document_id, agency_id, year, arrival_number, registered_at, "
        "registered_by, leader_id, due_at, assigned_at, closed_at) SELECT d.id, d.document_id, 1, 2022, d.id, d.arrived_at, 101, "
        "102, CASE WHEN d.id % 3 = 0 THEN d.arrived_at + interval '10 days' END, CASE WHEN d.state <> "
        "'accepted' THEN d.arrived_at END, CASE WHEN d.state = 'done' THEN "
        "d.arrived_at + interval '5 days' END FROM deliveries d WHERE d.agency_id = 1 AND d.state <> 'arrived'");
    // Officials with few and with very many parts.
    execute(
        "INSERT INTO assignments (delivery_id, document_id, agency_id, official_id, role, state, instruction, due_at, "
        "assigned_by, assigned_at, arrived_at, unread, done_at) SELECT d.id, d.document_id, 1, 103 + floor(9 * "
        "power(random(), 3))::int, 'lead', CASE WHEN d.state = 'done' THEN 'done' ELSE 'open' END, 'Tham mưu, trình "
        "ký', NULL, 102, d.arrived_at, d.arrived_at, d.state = 'assigned', CASE WHEN d.state = 'done' THEN "
        "d.arrived_at END FROM deliveries d WHERE d.agency_id = 1 AND d.state IN ('done', 'assigned', 'in_progress')");
    execute("SET session_replication_role = origin");
    index_words();
    say("statistics");
    execute("ANALYZE");
}

void World::index_words()
{
    say("subjects and words");
    execute("DROP INDEX document_search_lex");
    const std::vector<std::string> texts = subjects();
    std::mt19937 random(7);
    const char* families[] = {"Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô"};
    const char* middles[] = {"Văn", "Thị", "Đức", "Minh", "Thanh", "Quang", "Hữu", "Xuân"};
    const char* given[] = {"Hùng", "Lan", "Hoa",  "Dũng", "Tuấn", "Hà",
                           "Linh", "Nam", "Bình", "Sơn",  "Thảo", "Phúc"};
    constexpr db::Query<6> put{
        "bench.put",
        "WITH r AS (SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[]) AS r(id, subject, plain, lex)), "
        "u AS (UPDATE documents x SET subject = r.subject FROM r WHERE x.id = r.id AND $5::boolean RETURNING 1) "
        "INSERT INTO document_search (document_id, holders, sorted_at, notation_key, plain, lex) "
        "SELECT r.id, ARRAY[1, 2 + r.id % 619, 2 + (r.id * 7 + 13) % 619], timestamptz '2022-01-01' + (r.id::float8 / "
        "$6::float8) * interval '1750 days', (1 + r.id / 619) || '/ubnd-vx' || r.id % 7, r.plain, r.lex::tsvector FROM r"};
    execute("ALTER TABLE documents DISABLE TRIGGER document_frozen");
    for (std::size_t first = 1; first <= documents_; first += 5000) {
        std::vector<std::int64_t> ids;
        std::vector<std::string> subject, plain, lex;
        for (std::size_t id = first; id < first + 5000 && id <= documents_; ++id) {
            const auto pick = [&](const auto& list, std::size_t size) { return list[random() % size]; };
            std::string text = texts[random() % texts.size()] + " của ông (bà) " + pick(families, 10) + " " +
                               pick(middles, 8) + " " + pick(given, 12) + ", hồ sơ " +
                               std::to_string(random() % 100000);
            ids.push_back(static_cast<std::int64_t>(id));
            plain.push_back(base::lower(text));
            lex.push_back(base::to_tsvector({text}));
            subject.push_back(std::move(text));
        }
        db::Transaction tx = superuser_->begin({});
        tx.run(put, ids, subject, plain, lex, true, static_cast<double>(documents_));
        tx.commit();
    }
    execute("ALTER TABLE documents ENABLE TRIGGER document_frozen");
    say("index of words");
    execute("SET maintenance_work_mem = '1GB'");
    execute("CREATE INDEX document_search_lex ON document_search USING gin (holders, lex lt_tsvector_ops)");
    execute("SELECT lt_refresh_lexeme_counts(500)");
}

void run_program(const std::string& program, const std::string& arguments)
{
    const std::string command = "/usr/lib/postgresql/15/bin/" + program + " " + arguments + " >/dev/null";
    if (std::system(command.c_str()) != 0) throw std::runtime_error(program + " failed");
}

std::vector<std::pair<std::int64_t, std::string>> World::approved(std::size_t count, int recipients,
                                                                  bool one_agency)
{
    const std::string first = std::to_string(value("SELECT nextval('document_ids')"));
    const std::string n = std::to_string(count);
    const std::string agency = one_agency ? "3" : "2 + g % 619";
    execute(
        "INSERT INTO documents (id, uid, agency_id, origin, state, kind_code, subject, urgency, issuer_name, "
        "created_at, changed_at, drafter_id, signer_id) SELECT " +
        first + " + g, gen_random_uuid(), " + agency +
        ", 'own', 'approved', 'official_letter', 'Đo tốc độ phát hành', 'normal', 'x', now(), now(), (" +
        agency + ") * 100 + 3, (" + agency + ") * 100 + 2 FROM generate_series(1, " + n + ") g");
    execute("INSERT INTO document_recipients SELECT " + first +
            " + g, x.agency_id, 1 + (x.agency_id - 1 + k) % 620 FROM "
            "generate_series(1, " +
            n + ") g JOIN documents x ON x.id = " + first + " + g, generate_series(1, " +
            std::to_string(recipients) + ") k ON CONFLICT DO NOTHING");
    execute("SELECT setval('document_ids', " + first + " + " + n + " + 1)");
    // As pgbench does with its tables: tidying up after the one great INSERT is no part of what is measured.
    run_program("vacuumdb", "-q -z -t documents -t document_recipients \"" + dsn("postgres") + '"');
    std::vector<std::pair<std::int64_t, std::string>> out;
    db::Transaction tx = superuser().begin({});
    constexpr db::Query<1> fresh{"bench.fresh",
                                 "SELECT agency_id, uid FROM documents WHERE id > $1 AND state = 'approved'"};
    for (const db::Row row : tx.run(fresh, static_cast<std::int64_t>(std::stoll(first))))
        out.emplace_back(row[0].int64(), row[1].str());
    return out;
}

}  // namespace lt::bench
