// `lienthong demo`: a province with its history, a running server, and the main journey played over HTTP.
#include <chrono>
#include <cstdio>
#include <stdexcept>

#include <nlohmann/json.hpp>
#include <unistd.h>

#include "app/application.h"
#include "app/commands.h"
#include "app/demo/cast.h"
#include "app/demo/dossiers.h"
#include "app/demo/history.h"
#include "app/demo/journey.h"
#include "app/demo/keys.h"
#include "app/demo/nodes.h"
#include "app/demo/procedures.h"
#include "app/demo/state_folder.h"
#include "app/demo/timeline.h"
#include "app/queries.h"
#include "app/services.h"
#include "directory/import.h"
#include "kit/audit/audit.h"
#include "kit/base/ids.h"
#include "kit/base/log.h"

namespace lt::app {
namespace {

using namespace demo;
using std::chrono::steady_clock;

// Its certificates must be older than the history that they sign.
constexpr auto kAuthorityAge = std::chrono::days(60);
constexpr std::size_t kDossiersOfADesk = 24;

double seconds_since(steady_clock::time_point begin)
{
    return std::chrono::duration<double>(steady_clock::now() - begin).count();
}

// One line that grows on a terminal; elsewhere a line now and then.
class Progress {
public:
    explicit Progress(std::FILE* out) : out_(out), terminal_(::isatty(::fileno(out)) == 1) {}
    void operator()(const char* what, double part)
    {
        const int percent = static_cast<int>(part * 100);
        if (percent == shown_ || (!terminal_ && percent / 25 == shown_ / 25)) return;
        shown_ = percent;
        std::fprintf(out_, terminal_ ? "\r  %s %3d %%" : "  %s %3d %%\n", what, percent);
        if (terminal_ && percent >= 100) std::fputs("\n", out_);
        std::fflush(out_);
    }

private:
    std::FILE* out_;
    bool terminal_;
    int shown_ = -100;
};

directory::ProvinceFile read_province(const base::Config& config)
{
    auto province = directory::read_province(config.resources / "data" / "provinces" / "bac-ninh.toml");
    if (!province) throw std::runtime_error(province.error().message.str());
    return *std::move(province);
}

void import_province(House& house, const directory::ProvinceFile& province)
{
    auto tx = house.database.pool().begin({});
    directory::import_province(tx, province, base::SystemClock().now());
    tx.commit();
    house.directory.refresh();
}

// Everything that must be there before the server starts. Acknowledged to nobody yet, so the disk need not keep up.
void prepare(const base::Config& config, const DemoOptions& options, const StateFolder& state,
             const Material& material, std::FILE* out)
{
    const auto begin = steady_clock::now();
    const base::Time now = base::SystemClock().now();
    auto clock = std::make_shared<base::VirtualClock>(now - kAuthorityAge);
    pki::DemoAuthority authority(state.path() / "pki", clock);
    House house(believing(config, authority), clock,
                {.prepare = Prepare::migrate,
                 .connections = 8,
                 .queue = {.threads = 1},
                 .session = "-c synchronous_commit=off"});
    // Its clock leaps, which timestamps would not survive: the server preserves what was issued when it runs.
    house.signing.preserve = nullptr;
    // The authority's servers do not run yet.
    house.signing.revoked_at = nullptr;
    import_province(house, read_province(config));
    const auto directory = house.directory.snapshot();
    const Cast cast = make_cast(house.database.pool(), *directory, material, account_key_file(config), now);
    Keys keys(house, authority, cast);
    for (const auto& [agency, staff] : cast.staff)
        if (staff.clerk.login == "vpubnd.vanthu" || staff.clerk.login == "kinhbac.vanthu") keys.give(agency);
    clock->set(office_hours(clock->now()));
    deploy_examples(house, config.resources / "data");
    load_procedures(house, config.resources / "data");
    for (const auto& [agency, staff] : cast.staff)
        if (staff.clerk.login == "kinhbac.vanthu") {
            write_down_online_payments(house, cast, staff);
            play_certified_copies(house, *clock, staff);
        }
    std::fprintf(out, "  %zu agencies, %zu officials (%.1f s)\n", cast.staff.size(), cast.size(),
                 seconds_since(begin));

    const auto history_begin = steady_clock::now();
    Progress progress(out);
    house.queue.start();
    const HistoryReport report =
        make_history(house, clock, now, cast, keys, material, options.documents, [&](double part) {
            if (stop_asked()) throw std::runtime_error("stopped; the next demo begins anew");
            progress("six weeks of work", part);
        });
    std::fprintf(out, "  %zu documents, %zu deliveries, %zu acts (%.1f s)\n", report.documents,
                 report.deliveries, report.acts, seconds_since(history_begin));
    house.queue.stop();
    const auto desk_begin = steady_clock::now();
    std::size_t dossiers = 0;
    for (const auto& [agency, staff] : cast.staff)
        if (staff.desk.login == "kinhbac.motcua" || staff.desk.login == "vuninh.motcua")
            dossiers += play_desk(house, *clock, now, staff, material, kDossiersOfADesk);
    std::fprintf(out, "  %zu dossiers at the one-stop desks (%.1f s)\n", dossiers, seconds_since(desk_begin));
    clock->set(now);
    const auto index_begin = steady_clock::now();
    while (house.queue.run_due() > 0) {}
    while (audit::seal(house.database.pool()) > 0) {}
    db::Pool owner({.dsn = house.database.owner_dsn(), .size = 1});
    owner.begin({}).run_and_commit(sql::analyze);
    write_players(state.players(), cast);  // last: says that the province is finished
    std::fprintf(out, "  search index and journal complete (%.1f s)\n", seconds_since(index_begin));
}

void print_accounts(const std::vector<Player>& players, const StateFolder& state, std::FILE* out)
{
    std::fprintf(
        out,
        "\n  Accounts (password of all: %s; PIN of all signing keys: %s; every other login is in %s)\n\n",
        kPassword, kPin, state.players().c_str());
    const auto row = [&](const char* login) {
        const Player& one = player(players, login);
        const std::string code =
            one.totp_secret.empty() ? "" : accounts::totp_code(one.totp_secret, base::SystemClock().now());
        std::fprintf(out, "    %-20s %s, %s, %s%s%s\n", one.login.c_str(), one.name.c_str(),
                     one.title.c_str(), one.agency_name.c_str(),
                     code.empty() ? "" : ", code now: ", code.c_str());
    };
    for (const char* login :
         {"vpubnd.vanthu", "vpubnd.chutich", "vpubnd.phochutich", "vpubnd.cv3", "kinhbac.vanthu",
          "kinhbac.motcua", "kinhbac.chutich", "kinhbac.cv1", "kinhbac.quantri", "nen-tang.vanhanh"}) {
        row(login);
    }
    std::fprintf(
        out, "    Codes change every 30 s: oathtool --totp SECRET, with totp_secret of accounts.json\n\n");
}

void print_json(const std::vector<Player>& players, const std::string& address, const StateFolder& state)
{
    nlohmann::json out{{"address", address},
                       {"state", state.path().string()},
                       {"pin", kPin},
                       {"accounts", nlohmann::json::array()}};
    for (const Player& one : players) {
        out["accounts"].push_back({{"login", one.login},
                                   {"password", kPassword},
                                   {"name", one.name},
                                   {"role", directory::to_text(one.role)},
                                   {"agency_code", one.agency_code},
                                   {"totp_secret", base::to_hex(one.totp_secret)}});
    }
    std::printf("%s\n", out.dump().c_str());
    std::fflush(stdout);
}

// The journal of all this must be whole.
void verify_journal(const base::Config& config)
{
    if (verify_audit(config, std::nullopt) != 0) throw std::runtime_error("the journal's chain is broken");
}

base::Config config_of(base::Config config, const DemoOptions& options, const StateFolder& state)
{
    config.state = state.path();
    config.listen_address = "127.0.0.1";
    config.listen_port = options.port.value_or(options.check ? 0 : 8080);
    config.secure_cookies = false;
    config.tls_certificate.clear();
    config.dsn.clear();
    config.owner_dsn.clear();
    return config;
}

StateFolder::Kind kind_of(const DemoOptions& options)
{
    if (options.check && options.state.empty()) return StateFolder::Kind::temporary;
    return options.fresh ? StateFolder::Kind::fresh : StateFolder::Kind::kept;
}

}  // namespace

int run_demo(const base::Config& given, const DemoOptions& options)
{
    if (options.nodes > 0) return run_nodes(given, options);
    const StateFolder state(options.state.empty() ? given.state / "demo" : options.state, kind_of(options));
    const base::Config config = config_of(given, options, state);
    if (given.log_level == "info") base::set_log_level("warning");  // the display is for people
    std::FILE* out = options.json ? stderr : stdout;
    const Material material = read_material(config.resources / "data" / "demo");

    block_stop_signals();  // also while the province is made: its database is stopped before this ends
    const bool first = !state.has_province();
    if (first) {
        std::fprintf(out, "\nA province to try out: tỉnh Bắc Ninh, made-up officials and documents.\n\n");
        prepare(config, options, state, material, out);
    }
    const auto clock = std::make_shared<base::SystemClock>();
    pki::DemoAuthority authority(state.path() / "pki", clock);
    Application application(believing(config, authority), clock);
    application.start();
    const auto players = read_players(state.players());
    std::fprintf(out, "\n  The server runs at %s\n", application.address().c_str());
    print_accounts(players, state, out);
    std::fflush(out);
    if (options.journey && (first || options.check)) {
        std::fprintf(out, "  The main journey, through the pages of the server:\n\n");
        const std::string address = application.address();
        play_journey(static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1))), players,
                     material, read_province(config));
        std::fprintf(out, "\n  Every step did what it should.\n");
    }
    if (options.json) print_json(players, application.address(), state);
    if (options.check) {
        application.stop();
        verify_journal(config);
        return 0;
    }
    std::fprintf(
        out,
        "\n  Open %s in a browser. Ctrl-C stops the server; the next demo goes on with this province, `--fresh` makes a new one.\n",
        application.address().c_str());
    std::fflush(out);
    wait_for_stop();
    application.stop();
    std::fprintf(out, "\n  Stopped. The province is kept in %s\n", state.path().c_str());
    return 0;
}

}  // namespace lt::app
