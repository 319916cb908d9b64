// Measures processes that run in the database: instances completed a second beside pgbench on the same cluster, empty and with a million
// instances open.
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "decisions/feel/json.h"
#include "kit/base/config.h"
#include "kit/base/ids.h"
#include "kit/db/cluster.h"
#include "kit/db/migrations.h"
#include "measure.h"
#include "process/acts.h"
#include "process/deploy.h"

namespace lt::bench {
namespace {

constexpr unsigned kClients = 16;
constexpr int kTurns = 4;
constexpr int kAgencies = 50;

std::string flow(int number, const std::string& from, const std::string& to)
{
    return "<sequenceFlow id=\"f" + std::to_string(number) + "\" sourceRef=\"" + from + "\" targetRef=\"" +
           to + "\"/>";
}

// A row of tasks between a start and an end.
std::string row_of(const std::string& key, int tasks, const std::string& tag)
{
    const auto node = [](const std::string& what, const std::string& id, int in, int out) {
        return "<" + what + " id=\"" + id + "\"" +
               (what == "serviceTask" ? " implementation=\"bench\"" : "") + ">" +
               (in > 0 ? "<incoming>f" + std::to_string(in) + "</incoming>" : "") +
               (out > 0 ? "<outgoing>f" + std::to_string(out) + "</outgoing>" : "") + "</" + what + ">";
    };
    std::string body = node("startEvent", "s", 0, 1), flows = flow(1, "s", "t1");
    for (int i = 1; i <= tasks; ++i) {
        const std::string id = "t" + std::to_string(i);
        body += node(tag, id, i, i + 1);
        flows += flow(i + 1, id, i == tasks ? "e" : "t" + std::to_string(i + 1));
    }
    body += node("endEvent", "e", tasks + 1, 0);
    return "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" targetNamespace=\"bench\"><process id=\"" +
           key + "\" isExecutable=\"true\">" + body + flows + "</process></definitions>";
}

class Bench {
public:
    explicit Bench(const std::filesystem::path& folder)
        : cluster_({.folder = folder / "pg"}), clock_(std::make_shared<base::SystemClock>())
    {
        const auto resources = base::find_resources();
        cluster_.create_database("bench");
        cluster_.create_database("reference");
        db::bootstrap(cluster_.dsn("bench", "postgres"), resources / "db/bootstrap.sql");
        db::migrate(cluster_.dsn("bench", "lt_owner"), resources / "db/migrations");
        superuser_ =
            std::make_unique<db::Pool>(db::PoolOptions{.dsn = cluster_.dsn("bench", "postgres"), .size = 1});
        pool_ = std::make_unique<db::Pool>(
            db::PoolOptions{.dsn = cluster_.dsn("bench", "lt_app"), .size = kClients + 2});
        constexpr db::Query<1> kAgenciesMade{
            "bench.agencies",
            "INSERT INTO agencies (uid, code, name, short_name, abbreviation, level, kind, place, valid_from, folded) "
            "SELECT gen_random_uuid(), 'B.' || n, 'Cơ quan ' || n, 'CQ', 'CQ', 'commune', 'government', 'B', '2025-07-01', 'x' "
            "FROM generate_series(1, $1::int) n"};
        run(kAgenciesMade, kAgencies);
        directory_ = std::make_unique<directory::Directory>(*pool_, clock_);
        queue_ = std::make_unique<jobs::Queue>(*pool_, clock_, jobs::Options{});
        services_ = std::make_unique<process::Services>(
            process::Services{.pool = *pool_,
                              .directory = *directory_,
                              .queue = *queue_,
                              .clock = clock_,
                              .definitions = std::make_shared<process::Definitions>()});
        services_->inside["bench"] = [](db::Transaction&,
                                        const process::Work&) -> base::Result<process::Answer> {
            return process::Answer{};
        };
        process::add_jobs(*services_);
        db::Transaction tx = pool_->begin({.reach = db::Reach::platform});
        for (const auto& source : {row_of("one", 1, "serviceTask"), row_of("ten", 10, "userTask")})
            if (const auto done = process::deploy(tx, *services_, std::nullopt, source, "");
                !done || done->processes.empty())
                throw std::runtime_error("deploying failed");
        tx.commit();
    }

    void one_task(std::size_t i)
    {
        const process::Actor actor = actor_of(i);
        db::Transaction tx = pool_->begin(process::scope_of(actor));
        if (!process::start(tx, *services_, actor, {.key = "one", .business_key = "K"}))
            throw std::runtime_error("start failed");
        tx.commit();
    }

    void ten_tasks(std::size_t i)
    {
        const process::Actor actor = actor_of(i);
        std::string uid;
        {
            db::Transaction tx = pool_->begin(process::scope_of(actor));
            uid = *process::start(tx, *services_, actor, {.key = "ten", .business_key = "K"});
            tx.commit();
        }
        for (int k = 0; k < 10; ++k) {
            db::Transaction tx = pool_->begin(process::scope_of(actor));
            auto it = process::lock(tx, *services_, uid);
            process::Act act(tx, *services_, actor, *it, "completed");
            if (!act.apply(engine::Complete{it->state.waits.front().number, {}}) || !act.write())
                throw std::runtime_error("complete failed");
            tx.commit();
        }
    }

    // Open instances like one that stands at its first task.
    void open(int count)
    {
        {
            const process::Actor actor = actor_of(0);
            db::Transaction tx = pool_->begin(process::scope_of(actor));
            if (!process::start(tx, *services_, actor, {.key = "ten", .business_key = "M"}))
                throw std::runtime_error("start failed");
            tx.commit();
        }
        constexpr db::Query<2> kOpen{
            "bench.open",
            "WITH model AS (SELECT * FROM process_instances WHERE business_key = 'M' ORDER BY id LIMIT 1), made AS ("
            "INSERT INTO process_instances (uid, agency_id, definition_id, business_key, status, state, started_at) "
            "SELECT gen_random_uuid(), 1 + n % $2::int, definition_id, 'X' || n, status, state, started_at FROM model, "
            "generate_series(1, $1::int) n RETURNING id, uid, agency_id, definition_id, business_key, started_at) "
            "INSERT INTO process_waits (instance_id, no, instance_uid, business_key, agency_id, definition_id, performer_id, kind, element, "
            "frame, opened_at) SELECT m.id, w.no, m.uid, m.business_key, m.agency_id, m.definition_id, m.agency_id, w.kind, w.element, "
            "w.frame, m.started_at FROM made m, process_waits w WHERE w.instance_id = (SELECT id FROM model)"};
        for (int done = 0; done < count; done += 100000)
            run(kOpen, std::min(100000, count - done), kAgencies);
        constexpr db::Query<0> kAnalyse{"bench.analyse", "ANALYZE process_instances, process_waits"};
        run(kAnalyse);
        // The million is on the disk before anything is measured beside it.
        constexpr db::Query<0> kCheckpoint{"bench.checkpoint", "CHECKPOINT"};
        run(kCheckpoint);
    }

    std::string reference() const { return cluster_.dsn("reference", "postgres"); }

private:
    process::Actor actor_of(std::size_t i) const
    {
        return {.agency = 1 + static_cast<std::int64_t>(i % kAgencies), .official = 1};
    }
    template <int N, class... A>
    void run(const db::Query<N>& query, const A&... arguments)
    {
        constexpr db::Query<0> kNoLimit{"bench.no_limit", "SET LOCAL statement_timeout TO 0"};
        db::Transaction tx = superuser_->begin({});
        tx.run(kNoLimit);
        tx.run(query, arguments...);
        tx.commit();
    }

    db::Cluster cluster_;
    std::shared_ptr<const base::Clock> clock_;
    std::unique_ptr<db::Pool> superuser_{}, pool_{};
    std::unique_ptr<directory::Directory> directory_{};
    std::unique_ptr<jobs::Queue> queue_{};
    std::unique_ptr<process::Services> services_{};
};

double pgbench_tps(const Bench& bench, int seconds)
{
    static bool initialised = false;
    if (!initialised && std::system(("/usr/lib/postgresql/15/bin/pgbench -q -i -s 20 \"" + bench.reference() +
                                     "\" >/dev/null 2>&1")
                                        .c_str()) != 0)
        throw std::runtime_error("pgbench can't be initialised");
    initialised = true;
    const std::string command = "/usr/lib/postgresql/15/bin/pgbench -n -M prepared -c 16 -j 2 -T " +
                                std::to_string(seconds) + " \"" + bench.reference() + "\" 2>/dev/null";
    std::FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("pgbench can't be started");
    double tps = 0;
    char line[512];
    while (std::fgets(line, sizeof line, pipe) != nullptr) std::sscanf(line, "tps = %lf", &tps);
    if (pclose(pipe) != 0 || tps <= 0) throw std::runtime_error("pgbench failed");
    return tps;
}

struct Measured {
    Figures figures{};
    double reference = 0;
};
// Reference and measurement take turns, so that whatever else the machine does falls on both.
Measured in_turns(const Bench& bench, const Work& work)
{
    Turns turns;
    Measured measured;
    for (int turn = 0; turn < kTurns; ++turn) {
        measured.reference += pgbench_tps(bench, 3) / kTurns;
        turns.take(kClients, 3, SIZE_MAX - 1, work);
    }
    measured.figures = turns.figures();
    return measured;
}

void print(const char* what, const Measured& measured, double goal, const char* goal_text)
{
    const Figures& figures = measured.figures;
    std::printf("| %s | %s/s, %s | %s tps of TPC-B | %s | %s | %s |\n", what,
                number(figures.per_second).c_str(), milliseconds(figures).c_str(),
                number(measured.reference).c_str(),
                number(figures.per_second / measured.reference, 2).c_str(), goal_text,
                figures.per_second >= goal ? "reached" : "missed");
}

}  // namespace
}  // namespace lt::bench

int main(int argc, char** argv)
{
    using namespace lt::bench;
    try {
        Bench bench(argc > 1 ? argv[1] : "var/bench-process");
        const int open = argc > 2 ? std::atoi(argv[2]) : 1000000;
        std::printf(
            "| processes | measured | reference | ratio | goal | |\n| --- | --- | --- | --- | --- | --- |\n");
        const auto one = in_turns(bench, [&](unsigned, std::size_t i) { bench.one_task(i); });
        const double goal = std::min(2000.0, one.reference / 2);
        print("one service task, from start to end", one, goal,
              "2,000/s or half of the reference, p99 50 ms");
        const auto ten = in_turns(bench, [&](unsigned, std::size_t i) { bench.ten_tasks(i); });
        print("ten user tasks, eleven acts", ten, 400, "400/s");
        bench.open(open);
        const auto full = in_turns(bench, [&](unsigned, std::size_t i) { bench.one_task(i); });
        const double share =
            (full.figures.per_second / full.reference) / (one.figures.per_second / one.reference);
        std::printf(
            "| one service task, %s instances open | %s/s, %s | %s tps of TPC-B | %s of the empty table's | 0.80 | %s |\n",
            number(open).c_str(), number(full.figures.per_second).c_str(), milliseconds(full.figures).c_str(),
            number(full.reference).c_str(), number(share, 2).c_str(), share >= 0.8 ? "reached" : "missed");
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bench: %s\n", error.what());
        return 2;
    }
}
