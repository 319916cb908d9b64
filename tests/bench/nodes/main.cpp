// Measures how fast one node carries messages to another: two installations with a database and files of their own, NATS servers
// between them, one or three, that keep as many copies. The messages wait in the sender's outbox already; the time ends when the receiver's signed receipt
// of each is in the sender's database. The reference, before and after in the same run, writes files of the same size and syncs each.
//   nodes_bench FOLDER [MESSAGES] [KILOBYTES] [NATS SERVERS]
#include <array>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

#include "exchange/nodes/nodes.h"
#include "exchange/nodes/peers.h"
#include "exchange/systems.h"
#include "exchange/taking.h"
#include "kit/base/config.h"
#include "kit/base/ids.h"
#include "kit/crypto/authority.h"
#include "kit/db/cluster.h"
#include "kit/db/migrations.h"
#include "kit/nats/local_server.h"

namespace lt::bench {
namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;
namespace fs = std::filesystem;

constexpr unsigned kThreads = 4;
constexpr db::Query<0> kReceipts{"bench.receipts", "SELECT count(*) AS done FROM node_receipts"};
constexpr db::Query<0> kInbox{"bench.inbox", "SELECT count(*) AS done FROM axis_items"};
constexpr db::Query<2> kAgency{
    "bench.agency",
    "INSERT INTO agencies (uid, code, name, short_name, abbreviation, level, kind, place, valid_from, folded) "
    "VALUES ($1::uuid, $2, $2, $2, 'CQ', 'commune', 'government', 'Bắc Ninh', '2025-07-01', 'x')"};

template <class T>
T must(base::Result<T> result)
{
    if (!result) throw std::runtime_error(result.error().message.str());
    return *std::move(result);
}

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

double files_a_second(const fs::path& folder, const std::string& content, std::size_t count)
{
    fs::create_directories(folder);
    const auto begin = steady_clock::now();
    spread(count, [&](std::size_t i) {
        const int file = ::open((folder / std::to_string(i)).c_str(), O_CREAT | O_WRONLY | O_TRUNC, 0600);
        if (file < 0 || ::write(file, content.data(), content.size()) < 0 || ::fsync(file) != 0)
            throw std::runtime_error("can't write the reference's files");
        ::close(file);
    });
    const double passed = seconds_since(begin);
    return static_cast<double>(count) / passed;  // they stay: files just deleted make new ones slow on ext4 without a journal
}

// Seconds of the processors that this program, its PostgreSQLs and its NATS servers have had: other work on the machine does not count.
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
                                .seconds = (std::stod(fields[11]) + std::stod(fields[12])) /
                                           static_cast<double>(sysconf(_SC_CLK_TCK))};
    }
    Processors out;
    for (const auto& [id, process] : all) {
        int ancestor = id;
        while (ancestor > 1 && ancestor != getpid()) ancestor = all.contains(ancestor) ? all[ancestor].parent : 0;
        if (ancestor != getpid()) continue;
        (process.name == "postgres"      ? out.postgres
         : process.name == "nats-server" ? out.nats
                                         : out.program) += process.seconds;
    }
    return out;
}

class Node {
public:
    Node(std::string own_code, const fs::path& folder, const std::vector<std::string>& nats,
         const crypto::Identity& authority)
        : code(std::move(own_code)), cluster({.folder = folder / "pg"}), superuser(migrated(cluster)),
          pool({.dsn = cluster.dsn("node", "lt_app"), .size = 12}), blobs(folder / "blobs", folder / "key"),
          directory(pool, clock), queue(pool, clock, {}),
          identity(crypto::issue(authority, {.common_name = "Node " + code,
                                             .kind = crypto::KeyKind::elliptic_curve,
                                             .from = clock->now() - 24h,
                                             .until = clock->now() + 24h * 365})),
          signer(identity.signer()), line({.servers = nats, .name = code})
    {
        exchange::add_jobs(services);
        nodes = std::make_unique<exchange::nodes::Nodes>(
            services, line, *signer, exchange::nodes::NodeOptions{.code = code, .replicas = static_cast<int>(nats.size())});
    }
    void agency(const std::string& agency_code)
    {
        db::Transaction tx = superuser.begin({});
        tx.run_and_commit(kAgency, base::new_uid(clock->now()), agency_code);
        directory.refresh();
    }
    void connect(const exchange::SystemForm& form, const std::string& agency_code, const std::string& certificate)
    {
        agency(agency_code);
        db::Transaction tx = pool.begin({});
        const auto made = must(exchange::register_system(tx, services, form));
        const auto system = exchange::find_system(tx, made.uid);
        must(exchange::set_agencies(tx, services, *system, {directory.snapshot()->find_code(agency_code)->uid}));
        if (!certificate.empty()) must(exchange::nodes::set_certificate(tx, services, *system, certificate));
        tx.commit();
        directory.refresh();
    }
    std::int64_t count(const db::Query<0>& query)
    {
        db::Transaction tx = superuser.begin({});
        return tx.run_and_commit(query)[0]["done"].int64();
    }
    void start()
    {
        nodes->start();
        queue.start();
    }
    void stop()
    {
        queue.stop();
        nodes->stop();
    }

    std::string code;
    std::shared_ptr<base::SystemClock> clock = std::make_shared<base::SystemClock>();
    db::Cluster cluster;
    db::Pool superuser;
    db::Pool pool;
    blob::Store blobs;
    directory::Directory directory;
    jobs::Queue queue;
    exchange::Services services{.pool = pool,
                                .directory = directory,
                                .queue = queue,
                                .blobs = blobs,
                                .clock = clock,
                                .seal = [](std::string_view secret) { return std::string(secret); },
                                .unseal = [](std::string_view sealed) { return std::optional(std::string(sealed)); }};
    crypto::Identity identity;
    std::unique_ptr<crypto::SoftSigner> signer;
    nats::Connection line;
    std::unique_ptr<exchange::nodes::Nodes> nodes{};

private:
    static db::PoolOptions migrated(db::Cluster& cluster)
    {
        cluster.create_database("node");
        const fs::path resources = base::find_resources();
        db::bootstrap(cluster.dsn("node", "postgres"), resources / "db/bootstrap.sql");
        db::migrate(cluster.dsn("node", "lt_owner"), resources / "db/migrations");
        if (getenv("LT_EXPLAIN")) {
            db::Pool pool({.dsn = cluster.dsn("node", "postgres"), .size = 2});
            for (const char* text : {"ALTER DATABASE node SET session_preload_libraries = 'auto_explain'",
                                     "ALTER DATABASE node SET auto_explain.log_min_duration = 0",
                                     "ALTER DATABASE node SET auto_explain.log_analyze = true",
                                     "ALTER DATABASE node SET auto_explain.log_triggers = true",
                                     "ALTER DATABASE node SET auto_explain.log_nested_statements = true"}) {
                db::Transaction tx = pool.begin({});
                tx.run_and_commit(db::Query<0>{text, text});
            }
        }
        return {.dsn = cluster.dsn("node", "postgres"), .size = 2};
    }
};

// The bytes behind the message count as much as those of an attachment.
std::string message(std::size_t number, std::size_t bytes)
{
    const std::string space = "http://www.mic.gov.vn/TBT/QCVN_102_2016";
    std::string out = "<edXML xmlns=\"" + space + "\"><edXML:edXMLEnvelope xmlns:edXML=\"" + space +
                      "\"><edXML:edXMLHeader><edXML:MessageHeader><edXML:From><edXML:OrganId>H05.1</edXML:OrganId>"
                      "<edXML:OrganName>UBND A</edXML:OrganName></edXML:From><edXML:To><edXML:OrganId>H06.1</edXML:OrganId>"
                      "<edXML:OrganName>UBND B</edXML:OrganName></edXML:To><edXML:DocumentId>H05.1,2026/11/20," +
                      std::to_string(number) +
                      "</edXML:DocumentId><edXML:Code><edXML:CodeNumber>7</edXML:CodeNumber><edXML:CodeNotation>UBND-VX"
                      "</edXML:CodeNotation></edXML:Code><edXML:PromulgationInfo><edXML:Place>Bắc Ninh</edXML:Place>"
                      "<edXML:PromulgationDate>2026/11/20</edXML:PromulgationDate></edXML:PromulgationInfo>"
                      "<edXML:DocumentType><edXML:Type>2</edXML:Type><edXML:TypeName>Công văn</edXML:TypeName>"
                      "</edXML:DocumentType><edXML:Subject>V/v đo tốc độ</edXML:Subject></edXML:MessageHeader>"
                      "</edXML:edXMLHeader><edXML:edXMLBody><edXML:edXMLManifest version=\"1.0\"><edXML:Reference>"
                      "<edXML:ContentId>cid:1</edXML:ContentId><edXML:ContentType>application/pdf</edXML:ContentType>"
                      "<edXML:AttachmentName>a.pdf</edXML:AttachmentName></edXML:Reference></edXML:edXMLManifest>"
                      "</edXML:edXMLBody></edXML:edXMLEnvelope><AttachmentEncoded><Attachment><ContentId>cid:1</ContentId>"
                      "<AttachmentName>a.pdf</AttachmentName><ContentType>application/pdf</ContentType>"
                      "<edXML:ContentTransferEncoded xmlns:edXML=\"" +
                      space + "\">";
    std::mt19937_64 random(number);
    while (out.size() < bytes) {
        std::array<char, 17> digits{};
        std::snprintf(digits.data(), digits.size(), "%016llx", static_cast<unsigned long long>(random()));
        out.append(digits.data(), 16);
    }
    return out + "</edXML:ContentTransferEncoded></Attachment></AttachmentEncoded></edXML>";
}

void post_one(Node& node, const std::string& bytes)
{
    const auto writer = node.blobs.writer(exchange::kMessageType);
    writer->write(std::as_bytes(std::span(bytes)));
    const blob::Blob blob = writer->finish();
    const auto read = exchange::read_message(node.blobs, blob.sha256);
    const auto* one = std::get_if<edxml::Message>(&read);
    if (one == nullptr) throw std::runtime_error(std::get<exchange::Refused>(read).words.str());
    db::Transaction tx = node.pool.begin({});
    const auto to = exchange::addressees_of(tx, node.services, *one);
    exchange::post(tx, node.services, exchange::new_message(*one, 0, blob),
                   std::get<std::vector<exchange::Addressee>>(to));
    tx.commit();
}

int run(const fs::path& folder, std::size_t messages, std::size_t kilobytes, std::size_t nats_servers)
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
    a.agency("H05.1");
    a.connect({.code = "H06", .name = "B", .kind = "node", .rate = "6000", .largest = "420", .may_send = true}, "H06.1",
              b.identity.certificate.pem());
    b.connect({.code = "H05", .name = "A", .kind = "node", .rate = "6000", .largest = "420", .may_send = true}, "H05.1",
              a.identity.certificate.pem());
    // Another make of software polls for them there.
    b.connect({.code = "client", .name = "C", .kind = "client", .rate = "6000", .largest = "420", .may_send = true},
              "H06.1", "");
    const std::size_t bytes = kilobytes * 4000 / 3;  // base64
    const std::string content = message(0, bytes);
    const double before = files_a_second(folder / "reference-before", content, 1000);
    const auto filled = steady_clock::now();
    spread(messages, [&](std::size_t i) { post_one(a, message(i, bytes)); });
    std::fprintf(stderr, "  %zu messages in the outbox, %.0f a second\n", messages,
                 static_cast<double>(messages) / seconds_since(filled));
    for (Node* node : {&a, &b}) {
        for (int tries = 0;; ++tries) {
            try {
                node->nodes->ensure();
                break;
            } catch (const nats::Unavailable&) {
                if (tries == 60) throw;
                std::this_thread::sleep_for(500ms);
            }
        }
    }
    const Processors idle = processors();
    const auto begin = steady_clock::now();
    for (Node* node : {&a, &b}) node->start();
    std::int64_t done = 0;
    while (done < static_cast<std::int64_t>(messages)) {
        if (seconds_since(begin) > 300) throw std::runtime_error("not done within five minutes: " + std::to_string(done));
        std::this_thread::sleep_for(100ms);
        done = a.count(kReceipts);
    }
    const double rate = static_cast<double>(messages) / seconds_since(begin);
    const Processors busy = processors();
    for (Node* node : {&a, &b}) node->stop();
    if (b.count(kInbox) != static_cast<std::int64_t>(messages)) throw std::runtime_error("not each is there once");
    const double after = files_a_second(folder / "reference-after", content, 1000);
    const double reference = (before + after) / 2;
    const auto each = [&](double before_it, double after_it) {
        return 1000 * (after_it - before_it) / static_cast<double>(messages);
    };
    std::printf("| node to node by %zu NATS servers: files of %zu KB sent, stored and confirmed by signed receipts | %.0f/s; a message takes "
                "%.2f ms of a processor in the nodes, %.2f in PostgreSQL, %.2f in NATS | %.0f files/s written and synced | %.2f | 1,000/s | "
                "%s |\n",
                nats_servers, kilobytes, rate, each(idle.program, busy.program), each(idle.postgres, busy.postgres),
                each(idle.nats, busy.nats), reference, rate / reference, rate >= 1000 ? "reached" : "missed");
    return 0;
}

}  // namespace
}  // namespace lt::bench

int main(int count, char** words)
{
    if (count < 2) {
        std::fprintf(stderr, "nodes_bench FOLDER [MESSAGES] [KILOBYTES] [NATS SERVERS]\n");
        return 2;
    }
    try {
        return lt::bench::run(words[1], count > 2 ? std::stoul(words[2]) : 10'000,
                              count > 3 ? std::stoul(words[3]) : 100, count > 4 ? std::stoul(words[4]) : 3);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
