// Programs that start processes, do tasks, fire timers and run workers are killed (SIGKILL) at random moments. After each kill every instance
// must stand before or after each act; at the end all have ended, every timer fired once, no work was lost, what was acknowledged is there.
//
//   process_crash [--rounds 6] [--seed N]
//
// Two programs run at a time and die one after the other. What each acknowledged, and which work left the process, it wrote to a ledger with
// one write(2) a line: that outlives it.
#include <atomic>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <thread>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kit/base/config.h"
#include "kit/base/ids.h"
#include "kit/db/cluster.h"
#include "kit/db/migrations.h"
#include "process/acts.h"
#include "process/deploy.h"
#include "process/tasks.h"
#include "process/timers.h"

extern char** environ;

namespace lt::crash {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

// A note inside an act, work outside, then a task with a repeated timer at its edge, beside a timer with more work behind it.
constexpr const char* kDrawing =
    R"(<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    targetNamespace="crash"><process id="p" isExecutable="true">
    <startEvent id="s"><outgoing>f1</outgoing></startEvent>
    <serviceTask id="n" implementation="note"><incoming>f1</incoming><outgoing>f2</outgoing></serviceTask>
    <serviceTask id="w1" implementation="send"><incoming>f2</incoming><outgoing>f3</outgoing></serviceTask>
    <parallelGateway id="f"><incoming>f3</incoming><outgoing>f4</outgoing><outgoing>f5</outgoing></parallelGateway>
    <userTask id="a"><incoming>f4</incoming><outgoing>f6</outgoing></userTask>
    <boundaryEvent id="c" attachedToRef="a" cancelActivity="false"><outgoing>f10</outgoing><timerEventDefinition id="cd">
      <timeCycle xsi:type="tFormalExpression">R3/PT0.1S</timeCycle></timerEventDefinition></boundaryEvent>
    <endEvent id="e2"><incoming>f10</incoming></endEvent>
    <intermediateCatchEvent id="t"><incoming>f5</incoming><outgoing>f7</outgoing><timerEventDefinition id="td">
      <timeDuration xsi:type="tFormalExpression">PT0.1S</timeDuration></timerEventDefinition></intermediateCatchEvent>
    <serviceTask id="w2" implementation="send"><incoming>f7</incoming><outgoing>f8</outgoing></serviceTask>
    <parallelGateway id="j"><incoming>f6</incoming><incoming>f8</incoming><outgoing>f9</outgoing></parallelGateway>
    <endEvent id="e"><incoming>f9</incoming></endEvent>
    <sequenceFlow id="f1" sourceRef="s" targetRef="n"/><sequenceFlow id="f2" sourceRef="n" targetRef="w1"/>
    <sequenceFlow id="f3" sourceRef="w1" targetRef="f"/><sequenceFlow id="f4" sourceRef="f" targetRef="a"/>
    <sequenceFlow id="f5" sourceRef="f" targetRef="t"/><sequenceFlow id="f6" sourceRef="a" targetRef="j"/>
    <sequenceFlow id="f7" sourceRef="t" targetRef="w2"/><sequenceFlow id="f8" sourceRef="w2" targetRef="j"/>
    <sequenceFlow id="f9" sourceRef="j" targetRef="e"/><sequenceFlow id="f10" sourceRef="c" targetRef="e2"/></process></definitions>)";

constexpr db::Query<1> kNote{"crash.note", "INSERT INTO crash_notes VALUES ($1::uuid)"};
constexpr db::Query<0> kOpen{"crash.open",
                             "SELECT count(*) AS open FROM process_instances WHERE ended_at IS NULL"};
const process::Actor kOffice{.agency = 1, .official = 1, .request_id = "crash"};

class Ledger {
public:
    explicit Ledger(const fs::path& file)
        : file_(::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644))
    {
        CHECK(file_ >= 0);
    }
    ~Ledger() { ::close(file_); }
    Ledger(const Ledger&) = delete;
    Ledger& operator=(const Ledger&) = delete;
    void write(const std::string& what, const std::string& instance, int wait)
    {
        const std::string line = what + " " + instance + " " + std::to_string(wait) + "\n";
        CHECK(::write(file_, line.data(), line.size()) == static_cast<ssize_t>(line.size()));
    }

private:
    int file_;
};

// What a server does with processes, without its pages.
struct Program {
    Program(const std::string& dsn, const fs::path& ledger_file)
        : pool({.dsn = dsn, .size = 10}), clock(std::make_shared<base::SystemClock>()),
          directory(pool, clock), queue(pool, clock, {.threads = 2, .first_retry = 1s, .poll = 50ms}),
          ledger(ledger_file), services{.pool = pool,
                                        .directory = directory,
                                        .queue = queue,
                                        .clock = clock,
                                        .definitions = std::make_shared<process::Definitions>()}
    {
        services.inside["note"] = [](db::Transaction& tx,
                                     const process::Work& work) -> base::Result<process::Answer> {
            tx.run(kNote, work.instance);
            return process::Answer{};
        };
        services.outside["send"] = [this](const process::Work& work) -> base::Result<process::Answer> {
            ledger.write("sent", work.instance, work.wait);
            std::this_thread::sleep_for(2ms);
            return process::Answer{};
        };
        process::add_jobs(services);
    }
    bool start()
    {
        db::Transaction tx = pool.begin(process::scope_of(kOffice));
        const auto uid = process::start(tx, services, kOffice, {.key = "p", .business_key = "K"});
        CHECK(uid);
        tx.commit();
        ledger.write("started", *uid, 0);
        return true;
    }
    // One of the first tasks; somebody else may be faster.
    void do_task(std::mt19937& random)
    {
        db::Transaction tx = pool.begin(process::scope_of(kOffice));
        const auto found = process::tasks(tx, {});
        if (found.empty()) return;
        const process::Task task = found[random() % found.size()].task;
        if (!process::complete(tx, services, kOffice, task, {})) return;
        tx.commit();
        ledger.write("completed", task.instance, task.wait);
    }
    std::int64_t open()
    {
        db::Transaction tx = pool.begin(process::scope_of(kOffice));
        return tx.run(kOpen)[0]["open"].int64();
    }

    db::Pool pool;
    std::shared_ptr<base::SystemClock> clock;
    directory::Directory directory;
    jobs::Queue queue;
    Ledger ledger;
    process::Services services;
};

// `drain`: starts nothing and ends once all is done, with status 0; else it goes on until it is killed.
int work(const std::string& dsn, const fs::path& ledger, unsigned seed, bool drain)
{
    Program program(dsn, ledger);
    program.queue.start();
    const process::Timers timers(program.services);
    std::atomic<bool> stop{false};
    std::vector<std::thread> people;
    for (unsigned i = 0; i < 3; ++i)
        people.emplace_back([&program, &stop, drain, random = std::mt19937(seed + i)]() mutable {
            while (!stop) {
                try {
                    if (!drain && random() % 2 == 0) program.start();
                    program.do_task(random);
                } catch (const db::TryAgain&) {  // two were at one instance
                }
                std::this_thread::sleep_for(std::chrono::milliseconds(random() % 8));
            }
        });
    const auto give_up = std::chrono::steady_clock::now() + (drain ? 60s : 600s);
    bool done = false;
    while (!done && std::chrono::steady_clock::now() < give_up) {
        std::this_thread::sleep_for(50ms);
        done = drain && program.open() == 0;
    }
    stop = true;
    for (std::thread& one : people) one.join();
    program.queue.stop();
    return done ? 0 : 1;
}

class Test {
public:
    Test(const fs::path& folder, unsigned seed)
        : ledger_(folder / "ledger"), log_(folder / "log"),
          cluster_({.folder = folder / "pg", .durable = false}), random_(seed)
    {
        const auto resources = base::find_resources();
        cluster_.create_database("crash");
        db::bootstrap(cluster_.dsn("crash", "postgres"), resources / "db/bootstrap.sql");
        db::migrate(cluster_.dsn("crash", "lt_owner"), resources / "db/migrations");
        superuser_ =
            std::make_unique<db::Pool>(db::PoolOptions{.dsn = cluster_.dsn("crash", "postgres"), .size = 2});
        execute("CREATE TABLE crash_notes (instance uuid NOT NULL)");
        execute("GRANT INSERT ON crash_notes TO lt_app");
        execute(
            "INSERT INTO agencies (uid, code, name, short_name, abbreviation, level, kind, place, valid_from, folded) VALUES "
            "(gen_random_uuid(), 'C.1', 'Cơ quan', 'CQ', 'CQ', 'commune', 'government', 'C', '2025-07-01', 'x')");
        Program program(dsn(), ledger_);
        db::Transaction tx = program.pool.begin({.reach = db::Reach::platform});
        const auto deployed = process::deploy(tx, program.services, std::nullopt, kDrawing, "");
        CHECK(deployed && deployed->processes.size() == 1);
        tx.commit();
    }

    // Two programs, killed one after the other.
    void round()
    {
        const pid_t first = spawn("work"), second = spawn("work");
        for (const pid_t one : {first, second}) {
            std::this_thread::sleep_for(std::chrono::milliseconds(300 + random_() % 900));
            ::kill(one, SIGKILL);
            ::waitpid(one, nullptr, 0);
        }
        stands_between_acts();
    }
    void finish()
    {
        int status = 0;
        ::waitpid(spawn("drain"), &status, 0);
        if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
            fault(
                "not all instances ended: " +
                value(
                    "SELECT string_agg(DISTINCT kind || ':' || element || coalesce(' ' || trouble, ''), ', ') FROM process_waits"));
        ended_as_drawn();
        agrees_with_ledger();
        complained_of_nothing();
    }
    std::string value(const std::string& sql)
    {
        const std::string name = next_name();
        const db::Query<0> query{name.c_str(), sql.c_str()};
        db::Transaction tx = superuser_->begin({});
        const db::Rows rows = tx.run(query);
        return rows.empty() ? "" : rows[0][0].str_or("");
    }
    const std::set<std::string>& faults() const { return faults_; }

private:
    std::string dsn() const { return cluster_.dsn("crash", "lt_app"); }
    // A statement is prepared once under its name.
    std::string next_name() { return "crash." + std::to_string(++statements_); }
    void fault(const std::string& words) { faults_.insert(words); }
    void execute(const std::string& sql)
    {
        const std::string name = next_name();
        const db::Query<0> query{name.c_str(), sql.c_str()};
        db::Transaction tx = superuser_->begin({});
        tx.run(query);
        tx.commit();
    }
    // A fault where the statement counts anything.
    void none(const std::string& what, const std::string& sql)
    {
        if (const std::string count = value("SELECT count(*) FROM " + sql); count != "0")
            fault(count + " " + what);
    }
    pid_t spawn(const std::string& how)
    {
        std::string program = "/proc/self/exe", connection = dsn(), ledger = ledger_,
                    seed = std::to_string(random_()), word = how;
        char* arguments[] = {program.data(), word.data(), connection.data(),
                             ledger.data(),  seed.data(), nullptr};
        posix_spawn_file_actions_t to_log;
        ::posix_spawn_file_actions_init(&to_log);
        ::posix_spawn_file_actions_addopen(&to_log, STDERR_FILENO, log_.c_str(),
                                           O_WRONLY | O_CREAT | O_APPEND, 0644);
        pid_t pid = 0;
        CHECK(::posix_spawn(&pid, program.c_str(), &to_log, nullptr, arguments, environ) == 0);
        ::posix_spawn_file_actions_destroy(&to_log);
        return pid;
    }

    // The state in the row of an instance, its waits and its history speak of the same moment.
    void stands_between_acts()
    {
        none(
            "instances whose history lacks an act or has one twice",
            "process_instances i WHERE (SELECT array_agg(a.version ORDER BY a.version) FROM process_acts a WHERE a.instance_id = i.id) "
            "IS DISTINCT FROM ARRAY(SELECT generate_series(1, i.version))");
        none("notes without an instance",
             "crash_notes n WHERE NOT EXISTS (SELECT 1 FROM process_instances i WHERE i.uid = n.instance)");
        none("instances without a note or with several",
             "process_instances i WHERE (SELECT count(*) FROM crash_notes n WHERE n.instance = i.uid) <> 1");
        Program program(dsn(), ledger_);
        db::Transaction tx = program.pool.begin(process::scope_of(kOffice));
        constexpr db::Query<0> kWaits{
            "crash.waits",
            "SELECT i.uid, (SELECT coalesce(array_agg(w.no::bigint ORDER BY w.no), '{}') FROM process_waits w "
            "WHERE w.instance_id = i.id) AS waits FROM process_instances i WHERE i.ended_at IS NULL"};
        for (const db::Row row : tx.run(kWaits)) {
            const auto it = process::find(tx, program.services, row["uid"].str());
            std::vector<std::int64_t> waits;
            if (it)
                for (const auto& wait : it->state.waits) waits.push_back(wait.number);
            if (waits != row["waits"].int64s())
                fault("an instance waits for something else than its state says");
        }
    }

    void ended_as_drawn()
    {
        none("instances that did not complete", "process_instances WHERE status <> 'completed'");
        none("waits of instances that ended", "process_waits");
        none("jobs that are left", "jobs WHERE kind LIKE 'process.%' AND kind <> 'process.forget'");
        none("dead letters", "dead_letters");
        none(
            "instances whose timer did not fire exactly once",
            "process_instances i WHERE (SELECT count(*) FROM process_acts a WHERE a.instance_id = i.id AND a.act = 'fired' "
            "AND a.events::text LIKE '%\"node\":\"t\"%') <> 1");
        none(
            "firings of a repeated timer before their time, or too many",
            "(SELECT a.at, s.opened_at, row_number() OVER (PARTITION BY a.instance_id ORDER BY a.version) AS n FROM process_acts a "
            "JOIN process_steps s ON s.instance_id = a.instance_id AND s.element = 'a' WHERE a.act = 'fired' "
            "AND a.events::text LIKE '%\"node\":\"c\"%') f WHERE n > 3 OR at < opened_at + n * interval '100 ms'");
        none(
            "instances whose steps were not done exactly once each",
            "process_instances i WHERE (SELECT string_agg(s.element || ':' || s.outcome, ' ' ORDER BY s.element) FROM process_steps s "
            "WHERE s.instance_id = i.id AND s.element <> 'c') IS DISTINCT FROM 'a:done t:done w1:done w2:done'");
        stands_between_acts();
    }

    void agrees_with_ledger()
    {
        std::map<std::string, std::set<int>> sent;
        std::map<std::string, int> started, completed;
        std::ifstream in(ledger_);
        std::string what, instance;
        int wait = 0;
        while (in >> what >> instance >> wait) {
            if (what == "sent" && !sent[instance].insert(wait).second) ++repeated;
            if (what == "started") ++started[instance];
            if (what == "completed" && ++completed[instance] > 1) fault("a task was done twice");
        }
        acknowledged = started.size() + completed.size();
        std::set<std::string> there;
        constexpr db::Query<0> kInstances{"crash.instances", "SELECT uid FROM process_instances"};
        db::Transaction tx = superuser_->begin({});
        for (const db::Row row : tx.run(kInstances)) {
            there.insert(row["uid"].str());
            if (sent[row["uid"].str()].size() != 2) fault("work outside was lost");
        }
        for (const auto& all : {started, completed})
            for (const auto& [uid, count] : all)
                if (!there.contains(uid)) fault("acknowledged but lost: an act on " + uid);
    }

    // A kill is no reason for a program that lives to complain.
    void complained_of_nothing()
    {
        std::ifstream in(log_);
        for (std::string line; std::getline(in, line);)
            if (line.find("\"level\":\"error\"") != std::string::npos) fault(line);
    }

    std::string ledger_;
    std::string log_;  // of the programs
    db::Cluster cluster_;
    std::mt19937 random_;
    std::unique_ptr<db::Pool> superuser_{};
    std::set<std::string> faults_{};
    int statements_ = 0;

public:
    std::size_t acknowledged = 0;
    int repeated = 0;  // work that was done again after a kill
};

int run(int rounds, unsigned seed)
{
    const fs::path folder = fs::temp_directory_path() / ("lienthong-process-crash-" + base::random_hex(8));
    fs::create_directories(folder);
    fs::permissions(folder, fs::perms::owner_all | fs::perms::group_exec | fs::perms::others_exec);
    int failed = 0;
    {
        Test test(folder, seed);
        for (int i = 0; i < rounds; ++i) test.round();
        const int open =
            std::stoi(test.value("SELECT count(*) FROM process_instances WHERE ended_at IS NULL"));
        test.finish();
        const int instances = std::stoi(test.value("SELECT count(*) FROM process_instances"));
        std::printf(
            "seed %u: %d programs killed, %d instances, %d of them open after the last kill, %zu acts acknowledged, %d works done "
            "again\n",
            seed, 2 * rounds, instances, open, test.acknowledged, test.repeated);
        for (const std::string& one : test.faults()) std::printf("%s\n", one.c_str());
        if (instances < 20 * rounds || open == 0) std::printf("too little ran: the test proves nothing\n");
        failed = test.faults().empty() && instances >= 20 * rounds && open > 0 ? 0 : 1;
    }
    fs::remove_all(folder);
    return failed;
}

}  // namespace
}  // namespace lt::crash

int main(int argc, char** argv)
{
    using namespace lt::crash;
    try {
        const auto is = [&](const char* word) { return argc == 5 && std::strcmp(argv[1], word) == 0; };
        if (is("work") || is("drain"))
            return work(argv[2], argv[3], static_cast<unsigned>(std::stoul(argv[4])), is("drain"));
        int rounds = 6;
        unsigned seed = std::random_device()();
        for (int i = 1; i + 1 < argc; i += 2) {
            if (std::strcmp(argv[i], "--rounds") == 0) rounds = std::stoi(argv[i + 1]);
            if (std::strcmp(argv[i], "--seed") == 0) seed = static_cast<unsigned>(std::stoul(argv[i + 1]));
        }
        return run(rounds, seed);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "process_crash: %s\n", error.what());
        return 2;
    }
}
