// See desk.h.
#include "desk.h"

#include <cstdio>
#include <stdexcept>

#include "calendar/calendars/api.h"
#include "calendar/read.h"
#include "decisions/api.h"
#include "directory/api.h"
#include "dossiers/figures/board.h"
#include "dossiers/figures/indices.h"
#include "dossiers/follow.h"
#include "kit/base/config.h"
#include "kit/base/ids.h"
#include "kit/db/migrations.h"
#include "procedures/load.h"
#include "process/definitions.h"

namespace lt::bench {
namespace {

constexpr const char* kProcedure = "2.000908";
constexpr const char* kCitizen = "027190000872";
constexpr int kOfTheCitizen = 872;
constexpr int kFiles = 435;
constexpr int kPiece = 50000;

void say(const std::string& what) { std::fprintf(stderr, "  %s\n", what.c_str()); }

}  // namespace

Desk::Desk(const std::filesystem::path& folder, int dossiers)
    : folder_(folder), cluster_({.folder = folder / "pg"}), clock_(std::make_shared<base::SystemClock>())
{
    const auto resources = base::find_resources();
    bool fresh = false;
    {
        db::Pool pool({.dsn = cluster_.dsn("postgres", "postgres"), .size = 1});
        db::Transaction tx = pool.begin({});
        constexpr db::Query<0> kKnown{"bench.known", "SELECT 1 FROM pg_database WHERE datname = 'bench'"};
        fresh = tx.run(kKnown).empty();
    }
    if (fresh) {
        cluster_.create_database("bench");
        cluster_.create_database("reference");
        db::bootstrap(cluster_.dsn("bench", "postgres"), resources / "db/bootstrap.sql");
        db::migrate(cluster_.dsn("bench", "lt_owner"), resources / "db/migrations");
    }
    superuser_ =
        std::make_unique<db::Pool>(db::PoolOptions{.dsn = cluster_.dsn("bench", "postgres"), .size = 2});
    pool_ = std::make_unique<db::Pool>(db::PoolOptions{.dsn = cluster_.dsn("bench", "lt_app"), .size = 20});
    blobs_ = std::make_unique<blob::Store>(folder / "blobs", folder / "key");
    if (fresh)
        execute(
            "INSERT INTO agencies (id, uid, code, name, short_name, abbreviation, level, kind, place, valid_from, folded) OVERRIDING "
            "SYSTEM VALUE SELECT n, gen_random_uuid(), 'B.' || n, 'UBND xã ' || n, 'UBND xã ' || n, 'UBND', 'commune', 'government', "
            "'Bắc Ninh', '2025-07-01', 'x' FROM generate_series(1, " +
            std::to_string(kDesks) + ") n");
    directory_ = std::make_unique<directory::Directory>(*pool_, clock_);
    queue_ = std::make_unique<jobs::Queue>(*pool_, clock_, jobs::Options{});
    signing_ = std::make_unique<signing::Services>(
        signing::Services{.pool = *pool_, .blobs = *blobs_, .clock = clock_});
    const auto calendars =
        std::make_shared<calendars::Calendars>(*pool_, *directory_, calendar::shipped_layer());
    process_ = std::make_unique<process::Services>(
        process::Services{.pool = *pool_,
                          .directory = *directory_,
                          .queue = *queue_,
                          .clock = clock_,
                          .definitions = std::make_shared<process::Definitions>(),
                          .decisions = std::make_shared<decisions::Decisions>()});
    services_ =
        std::make_unique<dossiers::Services>(dossiers::Services{.pool = *pool_,
                                                                .directory = *directory_,
                                                                .queue = *queue_,
                                                                .blobs = *blobs_,
                                                                .clock = clock_,
                                                                .calendars = calendars,
                                                                .decisions = process_->decisions,
                                                                .process = *process_,
                                                                .signing = *signing_,
                                                                .site = "https://lienthong.example.vn"});
    process::add_jobs(*process_);
    dossiers::add_jobs(*services_);
    if (fresh) generate(dossiers);
    db::Transaction tx = pool_->begin({.agency = 1, .reach = db::Reach::agency});
    version_ = procedures::find_in_force(tx, kProcedure, base::vietnam_day(clock_->now()))->uid;
    thick_ = value(
        "SELECT d.uid FROM dossiers d JOIN dossier_files f ON f.dossier_id = d.id GROUP BY d.uid ORDER BY count(*) DESC LIMIT 1");
}

void Desk::execute(const std::string& sql)
{
    db::Transaction tx = superuser_->begin({});
    // Each text is its own statement: the name must differ, so that it is not taken for another one.
    const std::string name = "bench." + base::random_hex(8);
    constexpr db::Query<0> kNoLimit{"bench.no_limit", "SET LOCAL statement_timeout TO 0"};
    const db::Query<0> query{name.c_str(), sql.c_str()};
    tx.run(kNoLimit);
    tx.run(query);
    tx.commit();
}

std::string Desk::value(const std::string& sql)
{
    db::Transaction tx = superuser_->begin({});
    const std::string name = "bench." + base::random_hex(8);
    const db::Query<0> query{name.c_str(), sql.c_str()};
    const db::Rows rows = tx.run(query);
    return rows.empty() ? std::string() : rows[0][0].str();
}

void Desk::generate(int dossiers)
{
    std::vector<std::filesystem::path> files;
    for (const auto& entry :
         std::filesystem::directory_iterator(base::find_resources() / "data" / "procedures"))
        if (entry.path().extension() == ".toml") files.push_back(entry.path());
    {
        db::Transaction tx = pool_->begin({.reach = db::Reach::platform});
        procedures::load(tx, *process_, files, clock_->now(), [](const std::string&) {});
        tx.commit();
    }
    execute(
        "INSERT INTO procedure_agencies SELECT p.id, a.id, s FROM procedures p, agencies a, unnest(ARRAY['receives', 'decides']) s "
        "ON CONFLICT DO NOTHING");
    {
        db::Transaction tx = pool_->begin({.agency = 1, .reach = db::Reach::agency});
        version_ = procedures::find_in_force(tx, kProcedure, base::vietnam_day(clock_->now()))->uid;
    }
    receive_one(0);
    execute(
        "INSERT INTO blobs (sha256, size, media_type, created_at) SELECT encode(sha256('1'), 'hex'), 1000, 'application/pdf', now() "
        "ON CONFLICT DO NOTHING");
    execute(
        "CREATE TABLE bench_made (id bigint, uid uuid, n int, agency_id bigint, received_at timestamptz, over boolean)");
    for (int done = 0; done < dossiers; done += kPiece) {
        say("dossiers " + std::to_string(done));
        make(done + 1, std::min(done + kPiece, dossiers), dossiers);
    }
    execute("DROP TABLE bench_made");
    say("a dossier with many files");
    execute(
        "INSERT INTO blobs (sha256, size, media_type, created_at) SELECT encode(sha256(n::text::bytea), 'hex'), 1000, 'application/pdf', "
        "now() FROM generate_series(1, " +
        std::to_string(kFiles) + ") n ON CONFLICT DO NOTHING");
    execute(
        "INSERT INTO dossier_files (uid, dossier_id, paper_no, kind, name, media_type, size, sha256, added_at, added_by) SELECT "
        "gen_random_uuid(), (SELECT min(id) FROM dossiers), 0, 'paper', 'ban-quet-' || n || '.pdf', 'application/pdf', 1000, "
        "encode(sha256(n::text::bytea), 'hex'), now(), 0 FROM generate_series(1, " +
        std::to_string(kFiles) + ") n");
    execute("ANALYZE");
    execute("CHECKPOINT");
}

// In the order of their reception over 300 days, as ids are given; nine in ten are over, the rest is open, its due times some days around
// today.
void Desk::make(int from, int to, int of)
{
    const std::string desks = std::to_string(kDesks);
    const std::string age = "(" + std::to_string(of) + " - n) * interval '300 days' / " + std::to_string(of);
    const std::string open = "n / " + desks + " % 10 = 0";
    execute(
        "WITH model AS MATERIALIZED (SELECT * FROM dossiers ORDER BY id LIMIT 1), made AS (INSERT INTO dossiers (uid, agency_id, "
        "decides_id, code, version_id, procedure_id, field_id, case_no, way, state, state_at, life, version, owner, owner_kind, "
        "owner_name, owner_number, owner_phone, subject, lodged_at, received_at, first_due_at, due_at, resolved_at, ended_at, money, "
        "delivery, delivery_state, lex) SELECT gen_random_uuid(), 1 + n % " +
        desks + ", 1 + n % " + desks +
        ", 'M-' || n, version_id, procedure_id, field_id, case_no, CASE WHEN n % 2 = 0 THEN 'online' ELSE way END, CASE WHEN " +
        open +
        " THEN 'processing' ELSE 'returned' END, state_at, life, 6, owner, owner_kind, owner_name, CASE WHEN n % " +
        desks + " = 7 AND n < " + std::to_string(kDesks * kOfTheCitizen) + " THEN '" + kCitizen +
        "' ELSE '0271' || lpad(n::text, 8, '0') END, owner_phone, subject, lodged_at - " + age +
        ", received_at - " + age + ", first_due_at - " + age +
        ", due_at + (n % 61 - 30) * interval '1 day', CASE WHEN " + open +
        " THEN NULL ELSE received_at END, CASE WHEN " + open +
        " THEN NULL ELSE received_at END, money, delivery, delivery_state, ('''m-' || n || '''')::tsvector FROM model, "
        "generate_series(" +
        std::to_string(from) + ", " + std::to_string(to) +
        ") n RETURNING id, uid, code, agency_id, received_at, state), papers AS (INSERT INTO dossier_papers (dossier_id, no, code, name, "
        "required, originals) SELECT m.id, p.no, p.code, p.name, p.required, 1 FROM made m, dossier_papers p WHERE p.dossier_id = "
        "(SELECT id FROM model)) INSERT INTO bench_made SELECT id, uid, substring(code FROM 3)::int, agency_id, received_at, state = "
        "'returned' FROM made");
    // What the index and the reports count: acts, one dossier in fifteen supplemented; files, fees, what citizens say, what the portal has.
    execute(
        "INSERT INTO dossier_events (dossier_id, no, agency_id, official_id, act, state, at) SELECT m.id, x.no, m.agency_id, 1, x.act, "
        "x.state, m.received_at + x.after FROM bench_made m, LATERAL (VALUES (1, 'receive', 'received', interval '0', true), "
        "(2, 'begin', 'processing', interval '1 hour', true), "
        "(3, 'ask_supplement', 'supplement', interval '5 hours', n % 15 = 0), "
        "(4, 'supplemented', 'processing', interval '26 hours', n % 15 = 0), (5, 'resolve', 'resolved', interval '2 days', over), "
        "(6, 'hand_over', 'returned', interval '3 days', over)) x (no, act, state, after, wanted) WHERE x.wanted");
    execute(
        "INSERT INTO dossier_files (uid, dossier_id, paper_no, kind, name, media_type, size, sha256, added_at, added_by) SELECT "
        "md5(x.kind || n)::uuid, m.id, 0, x.kind, x.kind || '.pdf', 'application/pdf', 1000, encode(sha256('1'), 'hex'), "
        "m.received_at + x.after, 1 FROM bench_made m, LATERAL (VALUES ('paper', interval '0', n % 2 = 0), ('result', interval "
        "'2 days', n % 3 = 0 AND over)) x (kind, after, wanted) WHERE x.wanted");
    execute(
        "INSERT INTO dossier_results (dossier_id, no, name, file_uid) SELECT id, 1, 'Giấy', md5('result' || n)::uuid FROM bench_made "
        "WHERE n % 3 = 0 AND over");
    execute(
        "INSERT INTO dossier_fees (dossier_id, no, name, amount, paid_when, state, means, paid_at) SELECT id, 1, 'Phí', 10000, "
        "'reception', 'paid', CASE WHEN n % 2 = 0 THEN 'online' ELSE 'cash' END, received_at FROM bench_made");
    execute(
        "INSERT INTO dossier_syncs (dossier_id, event_no, place, service, dossier_uid, code, agency_id, state, due_at, changed_at) "
        "SELECT id, 1, 0, 'DongBoHoSoMC', uid, 'M-' || n, agency_id, 'sent', received_at, received_at FROM bench_made");
    execute(
        "INSERT INTO dossier_origins (dossier_id, verified, from_store, paid_online) SELECT id, true, n % 8 = 0, false FROM bench_made "
        "WHERE n % 2 = 0");
    execute(
        "INSERT INTO dossier_ratings (dossier_id, way, level, at) SELECT id, 'page', CASE WHEN n % 50 = 0 THEN 'unsatisfied' ELSE "
        "'satisfied' END, received_at + interval '4 days' FROM bench_made WHERE n % 10 = 0 AND over");
    execute("TRUNCATE bench_made");
}

std::size_t Desk::index_of_last_month()
{
    static const dossiers::IndexRuleBook rules = dossiers::shipped_index_rules();
    const base::Time now = clock_->now();
    const auto month =
        dossiers::period_before(dossiers::period_at(dossiers::PeriodKind::month, base::vietnam_day(now)));
    return dossiers::count_indices(*pool_, rules, month, now);
}

std::size_t Desk::board()
{
    db::Transaction tx = pool_->begin({.reach = db::Reach::platform});
    return dossiers::count_board(tx, 0, dossiers::board_time(clock_->now())).size();
}

dossiers::Actor Desk::desk(std::int64_t agency) const
{
    return {.agency = agency, .role = directory::Role::desk_staff, .name = "bench", .request_id = "bench"};
}

dossiers::Reception Desk::a_reception(std::size_t i) const
{
    const std::string no = std::to_string(10000000 + i % 80000000);
    dossiers::Reception out{.key = base::new_uid(clock_->now()), .version = version_};
    out.owner = {.number = "0271" + no,
                 .name = "Nguyễn Văn " + no,
                 .phone = "0912345678",
                 .address = "Số 5 đường Nguyễn Trãi"};
    out.papers.assign(4, {.originals = 1});
    return out;
}

void Desk::receive_one(std::size_t i)
{
    const auto done =
        dossiers::receive(*services_, desk(1 + static_cast<std::int64_t>(i % kDesks)), a_reception(i));
    if (!done)
        throw std::runtime_error("not received: " + done.error().field + " " + done.error().message.str());
}

void Desk::work_list(std::size_t i)
{
    const dossiers::Actor actor = desk(1 + static_cast<std::int64_t>(i % kDesks));
    db::Transaction tx = pool_->begin(dossiers::scope_of(actor));
    const auto rows = dossiers::lists::open(
        tx, actor.agency, dossiers::lists::Side::received,
        {.states = {dossiers::State::received, dossiers::State::processing, dossiers::State::supplement}});
    if (rows.empty()) throw std::runtime_error("the work list is empty");
}

std::size_t Desk::of_the_citizen()
{
    const dossiers::Actor actor = desk(8);  // 1 + 7
    db::Transaction tx = pool_->begin(dossiers::scope_of(actor));
    return dossiers::lists::of_owner(tx, dossiers::OwnerKind::person, kCitizen, 0, 1000).size();
}

std::size_t Desk::the_thick_one()
{
    const dossiers::Actor actor = desk(1);
    db::Transaction tx = pool_->begin(dossiers::scope_of(actor));
    const auto dossier = dossiers::store::find(tx, thick_);
    if (!dossier) throw std::runtime_error("the dossier with many files is gone");
    const auto files = dossiers::store::files(tx, dossier->id);
    const std::size_t others =
        dossiers::store::papers(tx, dossier->id).size() + dossiers::store::fees(tx, dossier->id).size() +
        dossiers::store::outcomes(tx, dossier->id).size() + dossiers::store::events(tx, dossier->id).size() +
        dossiers::store::slips(tx, dossier->id).size();
    if (others == 0) throw std::runtime_error("nothing belongs to the dossier with many files");
    dossiers::store::note_look(tx, *dossier, "bench", clock_->now());
    tx.commit();
    return files.size();
}

}  // namespace lt::bench
