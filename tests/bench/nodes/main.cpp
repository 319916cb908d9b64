// Measures how fast one node carries messages to another: two installations with a database and files of their own, NATS servers between
// them, one or three, that keep as many copies.
// 1. Messages wait in the sender's outbox; the time ends when the receiver's signed receipt of each is in the sender's database. The
//    reference, before and after in the same run, writes files of the same size and syncs each.
// 2. At a twenty-fifth and at a tenth of the wanted rate, how long a message takes until it is a document in the in-tray of an agency there.
// 3. What a message of 100 MB costs of memory in both nodes together.
//   nodes_bench FOLDER [MESSAGES] [KILOBYTES] [NATS SERVERS]
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <map>
#include <mutex>
#include <sstream>
#include <stdexcept>
#include <thread>

#include <fcntl.h>
#include <unistd.h>

#include "kit/nats/local_server.h"
#include "node.h"

namespace lt::bench {
namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;
namespace fs = std::filesystem;

constexpr unsigned kThreads = 4;
constexpr double kRate = 1000;  // messages a second
constexpr std::size_t kTenth = 1500;
constexpr auto kPatience = 300s;
constexpr const char* kPolling = "H06.1";  // an agency there whose own software asks for its messages
constexpr const char* kInTray = "H06.2";   // one that works there
constexpr db::Query<0> kReceipts{"bench.receipts", "SELECT count(*) AS done FROM node_receipts"};
constexpr db::Query<0> kWaiting{"bench.waiting", "SELECT count(*) AS done FROM node_outbox"};
constexpr db::Query<0> kJobs{"bench.jobs", "SELECT count(*) AS done FROM jobs WHERE schedule IS NULL"};
constexpr db::Query<0> kTransactions{
    "bench.transactions",
    "SELECT xact_commit + xact_rollback AS done FROM pg_stat_database WHERE datname = current_database()"};
constexpr db::Query<0> kItems{"bench.items", "SELECT count(*) AS done FROM axis_items"};

double seconds_since(steady_clock::time_point begin)
{
    return std::chrono::duration<double>(steady_clock::now() - begin).count();
}

// The same work in several threads, each with every kThreads-th number.
template <class Work>
void spread(std::size_t count, Work work)
{
    std::vector<std::thread> threads;
    for (std::size_t first = 0; first < kThreads; ++first)
        threads.emplace_back([&, first] {
            for (std::size_t i = first; i < count; i += kThreads) work(i);
        });
    for (std::thread& thread : threads) thread.join();
}

template <class Ask>
void wait_until(Ask ask)
{
    const auto begin = steady_clock::now();
    while (!ask()) {
        if (steady_clock::now() - begin > kPatience) throw std::runtime_error("not done within five minutes");
        std::this_thread::sleep_for(50ms);
    }
}

// The files stay: those just deleted make new ones slow on ext4 without a journal.
double files_a_second(const fs::path& folder, std::size_t bytes, std::size_t count)
{
    fs::create_directories(folder);
    const std::string content(bytes, 'x');
    const auto begin = steady_clock::now();
    spread(count, [&](std::size_t i) {
        const int file = ::open((folder / std::to_string(i)).c_str(), O_CREAT | O_WRONLY | O_TRUNC, 0600);
        if (file < 0 || ::write(file, content.data(), content.size()) < 0 || ::fsync(file) != 0)
            throw std::runtime_error("can't write the reference's files");
        ::close(file);
    });
    return static_cast<double>(count) / seconds_since(begin);
}

// Seconds of the processors that this program with the children it made for files, its PostgreSQLs and its NATS servers have had: other
// work on the machine does not count.
struct Processors {
    double program = 0;
    double postgres = 0;
    double nats = 0;
};

Processors processors()
{
    struct Process {
        int parent = 0;
        std::string name{};
        double seconds = 0;
    };
    std::map<int, Process> all;
    for (const auto& entry : fs::directory_iterator("/proc")) {
        std::ifstream file(entry.path() / "stat");
        std::string line;
        if (!std::getline(file, line)) continue;
        const std::size_t open = line.find('(');
        const std::size_t close = line.rfind(')');
        std::istringstream rest(line.substr(close + 2));
        std::vector<std::string> fields;
        for (std::string one; rest >> one;) fields.push_back(one);  // from the third on: proc(5)
        all[std::stoi(line)] = {.parent = std::stoi(fields[1]),
                                .name = line.substr(open + 1, close - open - 1),
                                .seconds = (std::stod(fields[11]) + std::stod(fields[12]) +
                                            std::stod(fields[13]) + std::stod(fields[14])) /
                                           static_cast<double>(sysconf(_SC_CLK_TCK))};
    }
    Processors out;
    for (const auto& [id, process] : all) {
        int ancestor = id;
        while (ancestor > 1 && ancestor != getpid())
            ancestor = all.contains(ancestor) ? all[ancestor].parent : 0;
        if (ancestor != getpid()) continue;
        (process.name == "postgres"      ? out.postgres
         : process.name == "nats-server" ? out.nats
                                         : out.program) += process.seconds;
    }
    return out;
}

double milliseconds_each(double before, double after, std::size_t count)
{
    return 1000 * (after - before) / static_cast<double>(count);
}

// Resident memory of this process in MB: the most since the last call of forget_peak().
double peak_memory()
{
    std::ifstream file("/proc/self/status");
    for (std::string line; std::getline(file, line);)
        if (line.starts_with("VmHWM:")) return std::stod(line.substr(6)) / 1024;
    return 0;
}
void forget_peak()
{
    std::ofstream("/proc/self/clear_refs") << "5";  // proc(5)
}

void measure_rate(Node& a, Node& b, const fs::path& folder, std::size_t messages, std::size_t kilobytes,
                  std::size_t nats_servers)
{
    const std::size_t bytes = kilobytes * 1000;
    const double before = files_a_second(folder / "reference-before", bytes * 4 / 3, 1000);
    spread(messages, [&](std::size_t i) { a.post(i, bytes, kPolling); });
    const Processors idle = processors();
    const auto begin = steady_clock::now();
    for (Node* node : {&a, &b}) node->start();
    wait_until([&] { return a.count(kReceipts) == static_cast<std::int64_t>(messages); });
    const double rate = static_cast<double>(messages) / seconds_since(begin);
    const Processors busy = processors();
    if (b.count(kItems) != static_cast<std::int64_t>(messages))
        throw std::runtime_error("not each is there once");
    const double after = files_a_second(folder / "reference-after", bytes * 4 / 3, 1000);
    const double reference = (before + after) / 2;
    const auto each = [&](double before_it, double after_it) {
        return milliseconds_each(before_it, after_it, messages);
    };
    std::printf(
        "| node to node by %zu NATS server(s): files of %zu KB sent, stored and confirmed by signed receipts | %.0f/s; a message "
        "takes %.2f ms of a processor in both nodes, %.2f in PostgreSQL, %.2f in NATS | %.0f files/s written and synced | %.2f | "
        "1,000/s | %s |\n",
        nats_servers, kilobytes, rate, each(idle.program, busy.program), each(idle.postgres, busy.postgres),
        each(idle.nats, busy.nats), reference, rate / reference, rate >= kRate ? "reached" : "missed");
}

void measure_delay(Node& a, Node& b, std::size_t first, std::size_t kilobytes, double rate)
{
    std::mutex mutex;
    std::map<std::string, steady_clock::time_point> arrived;  // by the bytes' hash
    b.on_delivered = [&](const exchange::Arrived& one) {
        const std::lock_guard lock(mutex);
        arrived.emplace(one.sha256, steady_clock::now());
    };
    std::vector<std::string> sent(kTenth);
    const std::int64_t transactions_before = a.count(kTransactions) + b.count(kTransactions);
    const Processors idle = processors();
    const auto begin = steady_clock::now() + 100ms;
    const auto due = [&](std::size_t i) {
        return begin + std::chrono::round<steady_clock::duration>(
                           std::chrono::duration<double>(static_cast<double>(i) / rate));
    };
    spread(kTenth, [&](std::size_t i) {
        std::this_thread::sleep_until(due(i));
        sent[i] = a.post(first + i, kilobytes * 1000, kInTray);
    });
    wait_until([&] {
        const std::lock_guard lock(mutex);
        return arrived.size() == kTenth;
    });
    b.on_delivered = nullptr;
    // All that was put off until after the delivery belongs to it: the search, the status back, its receipt.
    wait_until([&] { return a.count(kWaiting) + b.count(kWaiting) + a.count(kJobs) + b.count(kJobs) == 0; });
    const std::int64_t transactions_after = a.count(kTransactions) + b.count(kTransactions);
    const Processors busy = processors();
    std::vector<double> delays;
    for (std::size_t i = 0; i < kTenth; ++i)
        delays.push_back(std::chrono::duration<double, std::milli>(arrived.at(sent[i]) - due(i)).count());
    std::ranges::sort(delays);
    const auto each = [&](double before_it, double after_it) {
        return milliseconds_each(before_it, after_it, kTenth);
    };
    const auto part = [&](double share) { return delays[static_cast<std::size_t>(share * (kTenth - 1))]; };
    std::printf(
        "| node to node, %.0f messages of %zu KB a second: from the queue here to the in-tray there, p50 / p95 / p99 | %.0f / %.0f / "
        "%.0f ms; a document takes %.1f ms of a processor in both nodes, %.1f in PostgreSQL, %.1f in NATS, and %.1f transactions "
        "| | | 2,000 ms | %s |\n",
        rate, kilobytes, part(0.5), part(0.95), part(0.99), each(idle.program, busy.program),
        each(idle.postgres, busy.postgres), each(idle.nats, busy.nats),
        static_cast<double>(transactions_after - transactions_before) / static_cast<double>(kTenth),
        part(0.99) < 2000 ? "reached" : "missed");
}

void measure_memory(Node& a, Node& b, std::size_t number)
{
    std::atomic<bool> is_there = false;
    b.on_delivered = [&](const exchange::Arrived&) { is_there = true; };
    forget_peak();
    const double before = peak_memory();
    a.post(number, 100'000'000, kInTray);
    wait_until([&] { return is_there.load() && a.count(kWaiting) == 0; });
    b.on_delivered = nullptr;
    const double more = peak_memory() - before;
    std::printf(
        "| node to node: memory for a message with a file of 100 MB, both nodes together | %.0f MB more | | | 250 MB | %s |\n",
        more, more < 250 ? "reached" : "missed");
}

void run(const fs::path& folder, std::size_t messages, std::size_t kilobytes, std::size_t nats_servers)
{
    std::vector<std::unique_ptr<nats::LocalServer>> servers;
    if (nats_servers == 1)
        servers.push_back(std::make_unique<nats::LocalServer>(folder / "nats"));
    else
        servers = nats::make_local_cluster(folder / "nats", nats_servers);
    std::vector<std::string> urls;
    for (const auto& server : servers) urls.push_back(server->url());
    const auto now = base::SystemClock().now();
    const crypto::Identity authority = crypto::make_root({.common_name = "Bench",
                                                          .use = crypto::CertificateUse::authority,
                                                          .kind = crypto::KeyKind::elliptic_curve,
                                                          .from = now - 48h,
                                                          .until = now + 24h * 365});
    Node a("H05", folder / "a", urls, authority);
    Node b("H06", folder / "b", urls, authority);
    const auto form = [](const std::string& code, const std::string& kind) {
        return exchange::SystemForm{
            .code = code, .name = code, .kind = kind, .rate = "6000", .largest = "420", .may_send = true};
    };
    a.agency("H05.1");
    b.agency(kInTray);
    a.connect(form("H06", "node"), {kPolling, kInTray}, b.identity.certificate.pem());
    b.connect(form("H05", "node"), {"H05.1"}, a.identity.certificate.pem());
    b.connect(form("client", "client"), {kPolling}, "");
    for (Node* node : {&a, &b})
        wait_until([&] {
            try {
                node->nodes->ensure();
                return true;
            } catch (const nats::Unavailable&) {
                return false;
            }
        });
    measure_rate(a, b, folder, messages, kilobytes, nats_servers);
    measure_delay(a, b, messages, kilobytes, kRate / 25);
    measure_delay(a, b, messages + kTenth, kilobytes, kRate / 10);
    measure_memory(a, b, messages + 2 * kTenth);
    for (Node* node : {&a, &b}) node->stop();
}

}  // namespace
}  // namespace lt::bench

int main(int count, char** words)
{
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    if (count < 2) {
        std::fprintf(stderr, "nodes_bench FOLDER [MESSAGES] [KILOBYTES] [NATS SERVERS]\n");
        return 2;
    }
    try {
        lt::bench::run(words[1], count > 2 ? std::stoul(words[2]) : 10'000,
                       count > 3 ? std::stoul(words[3]) : 100, count > 4 ? std::stoul(words[4]) : 3);
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
