// See node.h.
#include "node.h"

#include <algorithm>
#include <random>
#include <stdexcept>

#include "calendar/calendars/api.h"
#include "calendar/read.h"
#include "documents/import.h"
#include "documents/jobs.h"
#include "documents/setup.h"
#include "exchange/nodes/peers.h"
#include "exchange/taking.h"
#include "kit/base/config.h"
#include "kit/base/ids.h"
#include "kit/db/migrations.h"

namespace lt::bench {
namespace {

using namespace std::chrono_literals;

constexpr db::Query<2> kAgency{
    "bench.agency",
    "INSERT INTO agencies (uid, code, name, short_name, abbreviation, level, kind, place, valid_from, folded) "
    "VALUES ($1::uuid, $2, $2, $2, 'CQ', 'commune', 'government', 'Bắc Ninh', '2025-07-01', 'x')"};

db::PoolOptions migrated(db::Cluster& cluster)
{
    cluster.create_database("node");
    const std::filesystem::path resources = base::find_resources();
    db::bootstrap(cluster.dsn("node", "postgres"), resources / "db/bootstrap.sql");
    db::migrate(cluster.dsn("node", "lt_owner"), resources / "db/migrations");
    return {.dsn = cluster.dsn("node", "postgres"), .size = 2};
}

std::string head(std::size_t number, const std::string& to)
{
    const std::string space = "http://www.mic.gov.vn/TBT/QCVN_102_2016";
    return "<edXML xmlns=\"" + space + "\"><edXML:edXMLEnvelope xmlns:edXML=\"" + space +
           "\"><edXML:edXMLHeader><edXML:MessageHeader><edXML:From><edXML:OrganId>H05.1</edXML:OrganId>"
           "<edXML:OrganName>UBND A</edXML:OrganName></edXML:From><edXML:To><edXML:OrganId>" +
           to +
           "</edXML:OrganId><edXML:OrganName>UBND B</edXML:OrganName></edXML:To><edXML:DocumentId>H05.1,2026/11/20," +
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
}

// Hexadecimal digits are base64, too.
std::string base64_noise(std::size_t length)
{
    std::mt19937 random(1);
    std::string out(length, '0');
    for (char& c : out) c = "0123456789abcdef"[random() % 16];
    return out;
}

constexpr std::string_view kTail = "</edXML:ContentTransferEncoded></Attachment></AttachmentEncoded></edXML>";

}  // namespace

Node::Node(std::string own_code, const std::filesystem::path& folder, const std::vector<std::string>& nats,
           const crypto::Identity& authority)
    : code(std::move(own_code)), cluster({.folder = folder / "pg"}), superuser(migrated(cluster)),
      pool({.dsn = cluster.dsn("node", "lt_app"), .size = 12}), blobs(folder / "blobs", folder / "key"),
      directory(pool, clock),
      queue(pool, clock, {}), services{.pool = pool,
                                       .directory = directory,
                                       .queue = queue,
                                       .blobs = blobs,
                                       .clock = clock,
                                       .seal = [](std::string_view secret) { return std::string(secret); },
                                       .unseal =
                                           [](std::string_view sealed) {
                                               return std::optional(std::string(sealed));
                                           },
                                       .deliver =
                                           [this](const exchange::Arrived& arrived) {
                                               auto done = documents::deliver(house, arrived);
                                               if (done && on_delivered) on_delivered(arrived);
                                               return done;
                                           }},
      house{pool,
            directory,
            queue,
            blobs,
            clock,
            [](std::int64_t, const std::string&, const std::string&) {},
            signing,
            services,
            std::make_shared<calendars::Calendars>(pool, directory, calendar::shipped_layer())},
      identity(crypto::issue(authority, {.common_name = "Node " + code,
                                         .kind = crypto::KeyKind::elliptic_curve,
                                         .from = clock->now() - 24h,
                                         .until = clock->now() + 24h * 365})),
      signer(identity.signer()), line({.servers = nats, .name = code})
{
    {
        db::Transaction tx = superuser.begin({});
        documents::import_kinds(tx, base::find_resources() / "data/document_kinds.toml");
        tx.commit();
    }
    exchange::add_jobs(services);
    documents::add_jobs(house);
    nodes = std::make_unique<exchange::nodes::Nodes>(
        services, line, *signer,
        exchange::nodes::NodeOptions{.code = code, .replicas = static_cast<int>(nats.size())});
}

void Node::agency(const std::string& agency_code)
{
    db::Transaction tx = superuser.begin({});
    tx.run_and_commit(kAgency, base::new_uid(clock->now()), agency_code);
    directory.refresh();
}

void Node::connect(const exchange::SystemForm& form, const std::vector<std::string>& agencies,
                   const std::string& certificate)
{
    std::vector<std::string> uids;
    for (const std::string& one : agencies) {
        agency(one);
        uids.push_back(directory.snapshot()->find_code(one)->uid);
    }
    db::Transaction tx = pool.begin({});
    const auto made = must(exchange::register_system(tx, services, form));
    const auto system = exchange::find_system(tx, made.uid);
    must(exchange::set_agencies(tx, services, *system, uids));
    if (!certificate.empty()) must(exchange::nodes::set_certificate(tx, services, *system, certificate));
    tx.commit();
    directory.refresh();
}

std::string Node::post(std::size_t number, std::size_t bytes, const std::string& to)
{
    const auto writer = blobs.writer(exchange::kMessageType);
    const auto write = [&](std::string_view text) { writer->write(std::as_bytes(std::span(text))); };
    write(head(number, to));
    write("JVBERi0xLjQKJSAg");  // "%PDF-1.4\n%  "
    static const std::string kContent = base64_noise(64 << 10);
    for (std::size_t left = (bytes + 2) / 3 * 4; left > 0;) {
        const std::size_t part = std::min(left, kContent.size());
        write(std::string_view(kContent).substr(0, part));
        left -= part;
    }
    write(kTail);
    const blob::Blob blob = writer->finish();
    const auto read = exchange::read_message(blobs, blob.sha256);
    const auto* message = std::get_if<edxml::Message>(&read);
    if (message == nullptr) throw std::runtime_error(std::get<exchange::Refused>(read).words.str());
    db::Transaction tx = pool.begin({});
    const auto found = exchange::addressees_of(tx, services, *message);
    exchange::post(tx, services, exchange::new_message(*message, 0, blob),
                   std::get<std::vector<exchange::Addressee>>(found));
    tx.commit();
    return blob.sha256;
}

std::int64_t Node::count(const db::Query<0>& query)
{
    db::Transaction tx = superuser.begin({});
    return tx.run_and_commit(query)[0]["done"].int64();
}

void Node::start()
{
    nodes->start();
    queue.start();
}

void Node::stop()
{
    queue.stop();
    nodes->stop();
}

}  // namespace lt::bench
