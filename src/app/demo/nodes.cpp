// See nodes.h.
#include "app/demo/nodes.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "app/application.h"
#include "app/demo/keys.h"
#include "app/demo/letter.h"
#include "app/demo/session.h"
#include "app/demo/state_folder.h"
#include "app/demo/steps.h"
#include "app/demo/story.h"
#include "app/services.h"
#include "directory/import.h"
#include "documents/lists.h"
#include "exchange/nodes/peers.h"
#include "exchange/nodes/verify.h"
#include "exchange/systems.h"
#include "kit/base/ids.h"
#include "kit/base/log.h"
#include "kit/nats/local_server.h"

namespace lt::app::demo {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using std::chrono::steady_clock;

constexpr std::array<const char*, kNodes> kFiles{"bac-ninh.toml", "hung-yen.toml", "thai-nguyen.toml"};
constexpr auto kLongestWait = 60s;
constexpr const char* kSubject = "V/v phối hợp ứng phó mưa lũ trên lưu vực sông Cầu";

struct Province {
    directory::ProvinceFile file{};
    base::Config config{};
    std::string certificate{};  // PEM
    Cast cast{};
    std::unique_ptr<Application> server{};

    const std::string& code() const { return file.identity_code; }
    std::uint16_t port() const
    {
        const std::string address = server->address();
        return static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1)));
    }
};

template <class T>
T must(base::Result<T> result)
{
    if (!result) throw std::runtime_error(result.error().message.str());
    return *std::move(result);
}

void write_secret(const fs::path& file, const std::string& text)
{
    std::ofstream out(file, std::ios::binary);
    fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
    out << text;
    if (!out.flush()) throw std::runtime_error("can't write " + file.string());
}

// Settings, key and certificate of one node.
void equip(Province& province, const base::Config& given, const fs::path& folder,
           pki::DemoAuthority& authority, const std::vector<std::string>& servers)
{
    fs::create_directories(folder);
    const auto identity = authority.issue({.common_name = "Nút liên thông " + province.file.name,
                                           .organisation = "UBND tỉnh " + province.file.short_name,
                                           .kind = crypto::KeyKind::elliptic_curve});
    province.certificate = identity.certificate.pem();
    write_secret(folder / "node.key", identity.key_pem());
    write_secret(folder / "node.pem", province.certificate);
    base::Config config = believing(given, authority);
    config.state = folder;
    config.listen_address = "127.0.0.1";
    config.secure_cookies = false;
    config.tls_certificate.clear();
    config.dsn.clear();
    config.owner_dsn.clear();
    config.workers = 4;
    config.node_code = province.code();
    config.node_certificate = folder / "node.pem";
    config.node_key = folder / "node.key";
    config.nats_servers = servers;
    config.nats_replicas = kNodes;
    province.config = std::move(config);
}

// Its own agencies with their people, and those of the other provinces as their nodes carry them.
void settle(Province& province, const std::vector<Province>& all, const Material& material)
{
    House house(province.config, std::make_shared<base::SystemClock>(),
                {.prepare = Prepare::migrate, .connections = 4});
    const base::Time now = house.clock->now();
    {
        db::Transaction tx = house.database.pool().begin({});
        directory::import_province(tx, province.file, now);
        tx.commit();
    }
    house.directory.refresh();
    province.cast = make_cast(house.database.pool(), *house.directory.snapshot(), material,
                              account_key_file(province.config), now);
    write_players(province.config.state / "accounts.json", province.cast);
    for (const Province& other : all) {
        if (other.code() == province.code()) continue;
        db::Transaction tx = house.database.pool().begin({});
        const auto made = must(exchange::register_system(tx, house.exchange,
                                                         {.code = other.code(),
                                                          .name = "Nền tảng " + other.file.name,
                                                          .kind = "node",
                                                          .rate = "6000",
                                                          .largest = "420",
                                                          .may_send = true}));
        const auto system = exchange::find_system(tx, made.uid);
        must(exchange::nodes::set_certificate(tx, house.exchange, *system, other.certificate));
        const auto snapshot = house.directory.snapshot();
        for (const directory::ImportedAgency& one : other.file.agencies)
            must(directory::add_elsewhere(
                tx, *snapshot, {.code = one.agency.code, .alias = one.agency.alias, .name = one.agency.name},
                system->id, now));
        tx.commit();
        house.directory.refresh();
    }
}

// A document of the first province's office to all agencies of all provinces but itself; through the actions behind the pages.
void issue(Province& from, const std::vector<Province>& all)
{
    House house(from.config, std::make_shared<base::SystemClock>(), {});
    const auto directory = house.directory.snapshot();
    const directory::Agency& office = *directory->find_code(from.code());
    const Staff& staff = from.cast.staff.at(office.id);
    documents::Draft draft{
        .kind_code = "official_letter", .subject = kSubject, .signer = staff.head.official};
    for (const Province& province : all)
        for (const directory::ImportedAgency& one : province.file.agencies)
            if (one.agency.code != from.code())
                draft.recipients.push_back(directory->find_code(one.agency.code)->id);
    const std::string letter = draw({.issuer = office.name,
                                     .notation = "Số:          /UBND-TH",
                                     .place_and_date = office.place + ", ngày       tháng       năm",
                                     .subject = kSubject,
                                     .paragraphs = {"Đề nghị các cơ quan, đơn vị phối hợp thực hiện."},
                                     .recipients = {"Như trên;", "Lưu: VT."},
                                     .signer_title = staff.head.title,
                                     .signer = staff.head.name});
    const auto writer = house.blobs.writer();
    writer->write(std::as_bytes(std::span(letter)));
    const documents::NewFile file{.name = "phoi-hop.pdf", .blob = writer->finish()};
    const auto drafter = actor_of(staff.specialists.at(0));
    const auto created = must(
        documents::create_draft(house.documents, drafter, base::new_uid(house.clock->now()), draft, {file}));
    must(documents::submit_draft(house.documents, drafter, created.uid));
    const auto head = actor_of(staff.head);
    const auto read = documents::document(house.documents, head, created.uid);
    if (!read) throw std::runtime_error("the draft is not there");
    must(documents::approve_draft(house.documents, head, created.uid, read->version));
    must(documents::issue(house.documents, actor_of(staff.clerk), created.uid, nullptr));
}

// Asks until it is so; throws after a minute.
template <class Ask>
void wait_until(const std::string& what, Ask ask)
{
    const auto end = steady_clock::now() + kLongestWait;
    while (!ask()) {
        if (steady_clock::now() > end || stop_asked())
            throw std::runtime_error("not seen within a minute: " + what);
        std::this_thread::sleep_for(100ms);
    }
}

void see_in_tray(const Province& province, const Player& clerk)
{
    Session session(province.port(), clerk);
    wait_until("the document in the in-tray of " + clerk.agency_name, [&] {
        return text_of(session.open("/incoming?view=waiting").body).find(kSubject) != std::string::npos;
    });
}

void journey(std::vector<Province>& all)
{
    Steps steps(3);
    Province& first = all.front();
    steps.step(first.code() + " issues a document to every agency of all provinces",
               [&] { issue(first, all); });
    steps.step("it lies in the in-trays of the agencies, at home and at the other nodes", [&] {
        for (const Province& province : all)
            for (const auto& [agency, staff] : province.cast.staff)
                if (staff.clerk.agency_code != first.code()) see_in_tray(province, staff.clerk);
    });
    std::vector<std::string> confirmed;
    House house(first.config, std::make_shared<base::SystemClock>(), {});
    steps.step("the signed receipts of both nodes are here", [&] {
        wait_until("two receipts", [&] {
            db::Transaction tx = house.database.pool().begin({});
            confirmed = exchange::nodes::confirmed(tx, 10);
            std::size_t receipts = 0;
            for (const std::string& uid : confirmed) receipts += exchange::nodes::receipts_of(tx, uid).size();
            return receipts >= all.size() - 1;
        });
    });
    std::printf("\n  `lienthong exchange verify` says of them:\n\n");
    for (const std::string& uid : confirmed)
        if (verify_receipt(first.config, {.what = uid}) != 0)
            throw std::runtime_error("a receipt proves nothing");
}

void print_accounts(const std::vector<Province>& all)
{
    std::printf("\n  Password of all accounts: %s\n\n", kPassword);
    for (const Province& province : all) {
        std::printf("    %s  %s:", province.server->address().c_str(), province.file.name.c_str());
        for (const auto& [agency, staff] : province.cast.staff) std::printf(" %s", staff.clerk.login.c_str());
        std::printf("\n");
    }
    std::fflush(stdout);
}

}  // namespace

int run_nodes(const base::Config& given, const DemoOptions& options)
{
    const bool is_temporary = options.check && options.state.empty();
    const StateFolder state(options.state.empty() ? given.state / "demo-nodes" : options.state,
                            is_temporary ? StateFolder::Kind::temporary : StateFolder::Kind::fresh);
    if (given.log_level == "info") base::set_log_level("error");  // the display is for people
    const Material material = read_material(given.resources / "data" / "demo");
    block_stop_signals();
    std::printf("\nThree provinces that are connected by NATS, made up.\n\n");
    const auto servers = nats::make_local_cluster(state.path() / "nats", kNodes);
    std::vector<std::string> urls;
    for (const auto& server : servers) urls.push_back(server->url());
    pki::DemoAuthority authority(state.path() / "pki", std::make_shared<base::SystemClock>());
    std::vector<Province> all(kNodes);
    for (std::size_t i = 0; i < all.size(); ++i) {
        all[i].file = must(directory::read_province(given.resources / "data" / "demo" / "nodes" / kFiles[i]));
        equip(all[i], given, state.path() / all[i].code(), authority, urls);
        const unsigned port = options.port.value_or(options.check ? 0 : 8080);
        all[i].config.listen_port = static_cast<std::uint16_t>(port == 0 ? 0 : port + i);
    }
    for (Province& province : all) settle(province, all, material);
    for (Province& province : all) {
        province.server =
            std::make_unique<Application>(province.config, std::make_shared<base::SystemClock>());
        province.server->start();
    }
    journey(all);
    std::printf("\n  Every step did what it should.\n");
    if (!options.check) {
        print_accounts(all);
        std::printf("\n  Ctrl-C stops them.\n");
        std::fflush(stdout);
        wait_for_stop();
    }
    for (Province& province : all) province.server->stop();
    return 0;
}

}  // namespace lt::app::demo
