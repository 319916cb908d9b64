#include "app/application.h"

#include <array>
#include <cerrno>
#include <optional>
#include <system_error>
#include <thread>

#include "accounts/accounts.h"
#include "accounts/api.h"
#include "app/assets.h"
#include "app/decorate.h"
#include "app/health.h"
#include "app/jobs_page.h"
#include "app/live.h"
#include "app/nodes.h"
#include "app/province.h"
#include "app/services.h"
#include "app/ticker.h"
#include "app/uploads.h"
#include "app/whole_file.h"
#include "calendar/calendars/routes.h"
#include "decisions/routes.h"
#include "documents/routes.h"
#include "dossiers/portal/pages.h"
#include "dossiers/rest/routes.h"
#include "dossiers/routes.h"
#include "dossiers/work.h"
#include "exchange/hub/hub.h"
#include "exchange/routes.h"
#include "forms/schema.h"
#include "kit/audit/audit.h"
#include "kit/base/log.h"
#include "kit/html/html.h"
#include "kit/http/server.h"
#include "kit/http/tus.h"
#include "procedures/routes.h"
#include "process/routes.h"
#include "process/timers.h"
#include "queue/routes.h"
#include "signing/routes.h"
#include "vault/routes.h"

namespace lt::app {
namespace {

using namespace std::chrono_literals;

constexpr unsigned kQueueThreads = 2;
constexpr unsigned kOtherConnections = 6;  // sealer, directory, counts, health, uploads on their way
constexpr auto kBlobAge = 48h;             // longer than an upload waits for its form
constexpr auto kGrace = 20s;               // for requests that run when the server is told to stop

constexpr const char* kSweepBlobs = "app.sweep_blobs";
constexpr const char* kSweepUploads = "app.sweep_uploads";
constexpr const char* kSweepAccounts = "app.sweep_accounts";

// The layouts and one view of each folder of views: with these there, the installation was copied whole.
std::vector<std::string> required_templates()
{
    return {"layouts/office",  "layouts/public", "errors/500", "page/error_409",
            "accounts/log_in", "documents/home", "app/jobs"};
}

unsigned worker_threads(const base::Config& config)
{
    return config.workers != 0 ? config.workers : 4 * std::max(1U, std::thread::hardware_concurrency());
}

// With secure cookies and no certificate of its own, somebody in front ends TLS and tells the client's address.
bool is_behind_proxy(const base::Config& config)
{
    return config.secure_cookies && config.tls_certificate.empty();
}

// 503 where the environment is broken, so that trying again later helps; 500 for everything else.
int status_of(const std::exception& error)
{
    if (dynamic_cast<const db::Unavailable*>(&error) != nullptr) return 503;
    if (const auto* system = dynamic_cast<const std::system_error*>(&error)) {
        constexpr std::array kDisk{ENOSPC, EDQUOT, EIO, EROFS, EACCES, EPERM, EMFILE, ENFILE, ENOMEM, ENOENT};
        for (const int code : kDisk) {
            if (system->code().value() == code) return 503;
        }
    }
    return 500;
}

}  // namespace

unsigned connections_per_address(const base::Config& config, unsigned otherwise)
{
    constexpr unsigned kDirect = 200;
    const std::string& address = config.listen_address;
    const bool loopback = address.starts_with("127.") || address == "::1" || address == "localhost";
    return loopback || is_behind_proxy(config) ? otherwise : kDirect;
}

struct ApplicationState {
    ApplicationState(base::Config settings, const std::shared_ptr<const base::Clock>& clock);
    http::Router make_router();
    signing::PluginServices plugin_services();
    dossiers::TakeFiles dossier_files();
    documents::OtherWork other_work();
    http::ServerOptions server_options();
    void add_sweeps();

    base::Config config;
    Live live{};
    html::Templates templates;  // before the house: an installation that lacks them leaves the database alone
    Assets assets;
    House house;
    std::unique_ptr<NodeLink> nodes;  // nullptr: this installation stands alone
    page::Pages pages;
    accounts::Accounts accounts;
    std::vector<http::Route> routes{};
    std::optional<http::Server> server{};
    std::optional<Ticker> supervisor{};
    std::optional<Ticker> sealer{};
    std::optional<process::Timers> timers{};
    bool running = false;
};

ApplicationState::ApplicationState(base::Config settings, const std::shared_ptr<const base::Clock>& clock)
    : config(std::move(settings)),
      templates(
          {.resources = config.resources, .reload = config.reload_views, .required = required_templates()}),
      assets(config.resources / "web" / "dist"),
      house(config, clock,
            {.prepare = Prepare::migrate,
             .connections = worker_threads(config) + kQueueThreads + kOtherConnections +
                            (config.node_code.empty() ? 0 : exchange::nodes::kConnections),
             .queue = {.threads = kQueueThreads},
             .notify = [this](std::int64_t agency, const std::string& event,
                              const std::string& data) { live.notify(agency, event, data); }}),
      nodes(NodeLink::make(config, house.exchange)),
      pages(templates,
            {.assets = assets.prefix(),
             .province = province_of(house.directory),
             .secure_cookies = config.secure_cookies,
             .decorate = make_decorate(house.documents, house.dossiers, templates, config.reload_views)}),
      accounts(house.database.pool(), clock, house.directory, pages,
               {.key_file = account_key_file(config), .secure_cookies = config.secure_cookies})
{
    house.dossiers.conversions =
        dossiers::scans::Conversions(dossiers::scans::Conversions::places_beside(worker_threads(config)));
    add_sweeps();
    http::Router router = make_router();
    routes = router.routes();
    server.emplace(server_options(), std::move(router));
}

http::Router ApplicationState::make_router()
{
    http::Router router;
    accounts.add_routes(router);
    documents::add_routes(router, std::make_shared<const documents::PageServices>(
                                      documents::PageServices{.documents = house.documents,
                                                              .pages = pages,
                                                              .take_files = make_take_files(house.uploads),
                                                              .drop_files = make_drop_files(house.uploads),
                                                              .plugin = plugin_services(),
                                                              .other_work = other_work()}));
    signing::add_routes(router, std::make_shared<const signing::PageServices>(signing::PageServices{
                                    .signing = house.signing, .pages = pages, .uploads = house.uploads}));
    calendars::add_routes(router, std::make_shared<const calendars::PageServices>(
                                      calendars::PageServices{.pool = house.database.pool(),
                                                              .directory = house.directory,
                                                              .calendars = *house.documents.calendars,
                                                              .clock = house.clock,
                                                              .pages = pages}));
    decisions::add_routes(router, std::make_shared<const decisions::PageServices>(
                                      decisions::PageServices{.pool = house.database.pool(),
                                                              .directory = house.directory,
                                                              .decisions = house.process.decisions,
                                                              .clock = house.clock,
                                                              .pages = pages,
                                                              .uploads = house.uploads,
                                                              .blobs = house.blobs}));
    exchange::add_hub_routes(router, house.exchange);
    exchange::add_routes(router,
                         std::make_shared<const exchange::PageServices>(exchange::PageServices{
                             .exchange = house.exchange,
                             .pages = pages,
                             .uploads = house.uploads,
                             .address = config.public_url.empty() ? "" : config.public_url + "/axis"}));
    process::add_routes(
        router,
        std::make_shared<const process::PageServices>(process::PageServices{
            .process = house.process, .pages = pages, .uploads = house.uploads, .blobs = house.blobs}));
    procedures::add_routes(router, std::make_shared<const procedures::PageServices>(procedures::PageServices{
                                       .pool = house.database.pool(),
                                       .clock = house.clock,
                                       .pages = pages,
                                       .process = house.process,
                                       .check_form = [](std::string_view form) -> std::optional<base::Error> {
                                           const auto read = forms::read(form);
                                           return read ? std::nullopt : std::optional(read.error());
                                       }}));
    const auto lists = std::make_shared<const forms::Lists>(forms::Lists::load(config.resources / "data"));
    dossiers::add_routes(router, std::make_shared<const dossiers::PageServices>(
                                     dossiers::PageServices{.dossiers = house.dossiers,
                                                            .pages = pages,
                                                            .take_files = dossier_files(),
                                                            .lists = lists,
                                                            .secure_cookies = config.secure_cookies,
                                                            .plugin = plugin_services()}));
    dossiers::portal::add_page_routes(
        router, std::make_shared<const dossiers::portal::PageServices>(dossiers::portal::PageServices{
                    .portal = house.portal, .exchange = house.exchange, .pages = pages}));
    dossiers::rest::add_routes(
        router, {.portal = house.portal,
                 .exchange = house.exchange,
                 .uploads = house.uploads,
                 .lists = lists,
                 .openapi = whole_file(config.resources / "docs/integrator/dossiers.openapi.yaml")});
    vault::add_routes(
        router, std::make_shared<const vault::PageServices>(vault::PageServices{.pool = house.database.pool(),
                                                                                .directory = house.directory,
                                                                                .clock = house.clock,
                                                                                .pages = pages}));
    queue::add_routes(router,
                      std::make_shared<const queue::PageServices>(queue::PageServices{
                          .pool = house.database.pool(),
                          .directory = house.directory,
                          .clock = house.clock,
                          .pages = pages,
                          .publish = [this](const std::string& topic, const std::string& event,
                                            const std::string& data) { server->publish(topic, event, data); },
                          .public_url = config.public_url,
                          .secure_cookies = config.secure_cookies}));
    http::add_tus_routes(router, "/uploads", accounts::any_official(), make_tus_store(house.uploads),
                         config.upload_limit);
    assets.add_routes(router);
    add_health_routes(router, {.pool = house.database.pool(),
                               .state = config.state,
                               .clock = house.clock,
                               .counters = [this] { return server->counters(); }});
    add_jobs_routes(router, house.documents, pages);
    return router;
}

dossiers::TakeFiles ApplicationState::dossier_files()
{
    return [take = make_take_files(house.uploads)](
               const http::Request& request,
               const std::vector<std::string>& ids) -> base::Result<std::vector<dossiers::NewFile>> {
        const auto taken = take(request, ids);
        if (!taken) return taken.error();
        std::vector<dossiers::NewFile> files;
        for (const documents::NewFile& file : *taken)
            files.push_back({.name = file.name, .blob = file.blob, .upload = file.upload});
        return files;
    };
}

documents::OtherWork ApplicationState::other_work()
{
    return [this](const http::Request& request, html::View& page) -> html::View {
        const dossiers::Actor actor = dossiers::actor_of(request);
        const dossiers::lists::Work work =
            dossiers::work_for(house.dossiers, actor, dossiers::lists::Numbers::all);
        page[dossiers::kMenuCounts] = dossiers::menu_counts(work, actor.role);
        const page::Words tr = pages.words(request);
        page["_other_act"] = dossiers::home_act(actor.role, tr);
        return dossiers::home_part(work, actor.role, tr);
    };
}

signing::PluginServices ApplicationState::plugin_services()
{
    return {.ticket_key = accounts.key_for("tickets of the signing plug-in"),
            .public_url = config.public_url,
            .https = config.secure_cookies || !config.tls_certificate.empty(),
            .logged_in = [this](const std::string& session) { return accounts.logged_in(session); }};
}

http::ServerOptions ApplicationState::server_options()
{
    http::ServerOptions options;
    options.address = config.listen_address;
    options.port = config.listen_port;
    options.workers = worker_threads(config);
    options.secure_cookies = config.secure_cookies;
    options.behind_proxy = is_behind_proxy(config);
    options.public_url = config.public_url;
    options.tls_certificate = config.tls_certificate;
    options.tls_key = config.tls_key;
    options.limits.file_bytes = config.upload_limit;
    options.limits.connections_per_address =
        connections_per_address(config, options.limits.connections_per_address);
    options.clock = house.clock;
    options.authenticate = [this](const http::Request& request) { return accounts.authenticate(request); };
    options.log_in = [this](const http::Request& request) { return accounts.to_log_in(request); };
    options.file_sink = make_file_sinks(house.blobs, house.uploads);
    options.error_page = [this](const http::Request& request, int status, const std::string& incident,
                                const base::Message& message) {
        return pages.error(request, status, incident, message);
    };
    options.classify = status_of;
    return options;
}

void ApplicationState::add_sweeps()
{
    house.queue.handle(kSweepBlobs, [this](const jobs::Job&) {
        const std::size_t removed = house.blobs.sweep(house.database.pool(), house.clock->now(), kBlobAge);
        base::log(base::Level::info, "files_swept", {{"removed", std::to_string(removed)}});
    });
    house.queue.handle(kSweepUploads, [this](const jobs::Job&) { house.uploads.sweep(); });
    house.queue.handle(kSweepAccounts, [this](const jobs::Job&) { accounts.sweep(); });
    house.queue.every(24h, kSweepBlobs);
    house.queue.every(1h, kSweepUploads);
    house.queue.every(1h, kSweepAccounts);
}

Application::Application(base::Config config, std::shared_ptr<const base::Clock> clock)
    : state_(std::make_unique<ApplicationState>(std::move(config), clock))
{
}

Application::~Application() { stop(); }

void Application::start()
{
    ApplicationState& state = *state_;
    state.running = true;
    state.supervisor.emplace("supervisor", 500ms, [&state] { state.house.database.ensure_running(); });
    state.sealer.emplace("sealer", 250ms, [&state] { audit::seal(state.house.database.pool()); });
    state.house.queue.start();
    state.timers.emplace(state.house.process);
    if (state.nodes) state.nodes->start();
    state.live.start(*state.server, state.house.documents);
    state.server->start();
    base::log(base::Level::info, "server_started", {{"address", address()}});
}

void Application::stop()
{
    ApplicationState& state = *state_;
    if (!std::exchange(state.running, false)) return;
    base::log(base::Level::info, "server_stopping");
    state.server->stop(kGrace);
    state.live.stop();
    if (state.nodes) state.nodes->stop();
    state.timers.reset();
    state.house.queue.stop();
    state.sealer.reset();
    state.supervisor.reset();
    // What the last requests wrote is sealed too, so that a copy made now holds a whole chain.
    try {
        audit::seal(state.house.database.pool());
    } catch (const std::exception& error) {
        base::log(base::Level::warning, "last_seal_failed", {{"why", error.what()}});
    }
    base::log(base::Level::info, "server_stopped");
}

const std::vector<http::Route>& Application::routes() const { return state_->routes; }

std::string Application::address() const
{
    const base::Config& config = state_->config;
    const std::string host = config.listen_address.find(':') == std::string::npos
                                 ? config.listen_address
                                 : "[" + config.listen_address + "]";
    return (config.tls_certificate.empty() ? "http://" : "https://") + host + ":" +
           std::to_string(state_->server->port());
}

}  // namespace lt::app
