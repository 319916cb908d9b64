#include "kit/http/server.h"

#include <condition_variable>
#include <optional>
#include <stdexcept>
#include <thread>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <netinet/tcp.h>
#include <sys/resource.h>

#include "kit/base/ids.h"
#include "kit/base/log.h"
#include "kit/http/connection.h"

namespace lt::http {

namespace {

constexpr auto kAcceptBackOff = std::chrono::milliseconds(100);

// The soft limit of open files is a default of the shell, not a decision: take what the system allows.
void raise_file_limit()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &limit);
    }
}

// How often deadlines are looked at: a tenth of the shortest one, at most 4 times a second.
std::chrono::milliseconds tick_interval(const Limits& limits)
{
    const auto shortest =
        std::min({limits.handshake, limits.header, limits.idle, limits.rate_window, limits.ping});
    return std::clamp(shortest / 10, std::chrono::milliseconds(10), std::chrono::milliseconds(250));
}

}  // namespace

struct ServerState {
    explicit ServerState(ServerOptions options, Router router)
        : core(std::make_shared<Core>(std::move(options), std::move(router)))
    {
        for (unsigned i = 0; i < std::max(core->options.io_threads, 1U); ++i)
            loops.push_back(std::make_unique<Loop>());
        acceptor.emplace(loops[0]->context);
    }

    void listen();
    void accept();
    void take(Loop& loop, Socket socket);
    void tick(std::size_t index);
    void on_all(const std::function<void(Loop&)>& work);
    void stop(std::chrono::seconds grace);

    std::shared_ptr<Core> core;
    std::vector<std::unique_ptr<Loop>> loops{};
    std::optional<asio::ip::tcp::acceptor> acceptor{};
    std::optional<asio::steady_timer> accept_again{};
    std::vector<std::unique_ptr<asio::steady_timer>> tickers{};
    std::vector<std::thread> threads{};
    std::size_t next_loop = 0;
    std::uint16_t port = 0;
    bool started = false, stopped = false;
};

void ServerState::listen()
{
    const auto& options = core->options;
    ErrorCode error;
    const auto address = asio::ip::make_address(options.address, error);
    if (error) throw std::runtime_error("not an address to listen on: " + options.address);
    const asio::ip::tcp::endpoint endpoint(address, options.port);
    acceptor->open(endpoint.protocol());
    acceptor->set_option(asio::ip::tcp::acceptor::reuse_address(true));
    acceptor->bind(endpoint, error);
    if (!error) acceptor->listen(4096, error);
    if (error) {
        throw std::runtime_error("can't listen on " + options.address + ":" + std::to_string(options.port) +
                                 ": " + error.message());
    }
    port = acceptor->local_endpoint().port();
}

void ServerState::accept()
{
    Loop& loop = *loops[next_loop++ % loops.size()];
    acceptor->async_accept(loop.context, [this, &loop](const ErrorCode& error, Socket socket) {
        if (error == asio::error::operation_aborted || core->stopping) return;
        if (error) {
            // Out of descriptors, mostly: those waiting stay in the backlog until others have gone.
            base::log(base::Level::warning, "accept_failed", {{"what", error.message()}});
            accept_again.emplace(loops[0]->context, kAcceptBackOff);
            accept_again->async_wait([this](const ErrorCode& cancelled) {
                if (!cancelled) accept();
            });
            return;
        }
        if (&loop == loops[0].get()) {
            take(loop, std::move(socket));
        } else {
            auto shared = std::make_shared<Socket>(std::move(socket));
            asio::post(loop.context, [this, &loop, shared] { take(loop, std::move(*shared)); });
        }
        accept();
    });
}

void ServerState::take(Loop& loop, Socket socket)
{
    const auto& limits = core->options.limits;
    ErrorCode error;
    const auto peer = socket.remote_endpoint(error);
    if (error) return;
    const auto address = peer.address().to_string();
    const bool welcome = core->addresses.with([&](auto& open) {
        if (core->connections >= limits.connections) return false;
        const auto at = open.find(address);
        if (at != open.end() && at->second >= limits.connections_per_address) return false;
        ++open[address];
        ++core->connections;
        return true;
    });
    if (!welcome) {
        ++core->refused;
        return;
    }
    socket.set_option(asio::ip::tcp::no_delay(true), error);
    // A peer that has vanished is given up when it confirms nothing for so long.
    const int patience = 60000;
    ::setsockopt(socket.native_handle(), IPPROTO_TCP, TCP_USER_TIMEOUT, &patience, sizeof patience);
    auto stream = core->tls ? tls_stream(std::move(socket), *core->tls) : plain_stream(std::move(socket));
    auto connection = std::make_shared<Connection>(core, loop, std::move(stream), address);
    loop.connections.insert(connection);
    if (core->stopping)
        connection->close();
    else
        connection->start();
}

void ServerState::tick(std::size_t index)
{
    auto& timer = *tickers[index];
    timer.expires_after(tick_interval(core->options.limits));
    timer.async_wait([this, index](const ErrorCode& cancelled) {
        if (cancelled) return;
        const auto now = std::chrono::steady_clock::now();
        // A tick may close connections and so change the set.
        std::vector<Connection*> all;
        all.reserve(loops[index]->connections.size());
        for (const auto& connection : loops[index]->connections) all.push_back(connection.get());
        for (auto* connection : all) connection->tick(now);
        tick(index);
    });
}

void ServerState::on_all(const std::function<void(Loop&)>& work)
{
    for (auto& loop : loops) asio::post(loop->context, [work, &loop = *loop] { work(loop); });
}

void ServerState::stop(std::chrono::seconds grace)
{
    if (!started || stopped) return;
    stopped = true;
    core->stopping = true;
    asio::post(loops[0]->context, [this] {
        ErrorCode ignored;
        acceptor->close(ignored);
        if (accept_again) accept_again->cancel();
    });
    const auto each = [this](void (Connection::*act)()) {
        on_all([act](Loop& loop) {
            const std::vector<std::shared_ptr<Connection>> all(loop.connections.begin(),
                                                               loop.connections.end());
            for (const auto& connection : all) ((*connection).*act)();
        });
    };
    each(&Connection::stop_soon);
    // Polling needs no signal from every place where a connection can end; a stop happens once in a server's
    // life.
    const auto until = std::chrono::steady_clock::now() + grace;
    while (core->connections > 0 && std::chrono::steady_clock::now() < until)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    each(&Connection::close);
    while (core->connections > 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    core->workers.stop();
    for (auto& loop : loops) loop->context.stop();
    for (auto& thread : threads) thread.join();
}

Server::Server(ServerOptions options, Router router)
    : state_(std::make_unique<ServerState>(std::move(options), std::move(router)))
{
    auto& core = *state_->core;
    raise_file_limit();
    core.id_prefix = base::random_hex(4) + "-";
    if (!core.options.tls_certificate.empty())
        core.tls = make_tls_context(core.options.tls_certificate, core.options.tls_key);
    state_->listen();
}

Server::~Server()
{
    state_->stop(std::chrono::seconds(0));
    // Connections that were accepted but never ran hold the core: break the circle before the loops go.
    for (auto& loop : state_->loops) loop->connections.clear();
}

std::uint16_t Server::port() const { return state_->port; }

void Server::start()
{
    auto& state = *state_;
    CHECK(!state.started);
    state.started = true;
    state.accept();
    for (std::size_t i = 0; i < state.loops.size(); ++i) {
        state.tickers.push_back(std::make_unique<asio::steady_timer>(state.loops[i]->context));
        state.tick(i);
    }
    for (auto& loop : state.loops) {
        state.threads.emplace_back([&context = loop->context] {
            while (!context.stopped()) {
                try {
                    context.run();
                } catch (const std::exception& error) {
                    // A bug in one connection's callback must not end the others.
                    base::log(base::Level::error, "io_callback_failed", {{"what", error.what()}});
                }
            }
        });
    }
}

void Server::stop(std::chrono::seconds grace) { state_->stop(grace); }

Counters Server::counters() const
{
    const Core& core = *state_->core;
    return {core.requests,    core.errors,        core.refused,         core.busy,
            core.connections, core.event_streams, core.workers.queued()};
}

void Server::publish(const std::string& topic, const std::string& event, const std::string& data)
{
    const auto text = std::make_shared<const std::string>(event_text(event, data));
    state_->on_all([topic, text](Loop& loop) {
        const auto at = loop.topics.find(topic);
        if (at == loop.topics.end()) return;
        const std::vector<Connection*> readers(at->second.begin(), at->second.end());
        for (auto* reader : readers) reader->send_event(text);
    });
}

}  // namespace lt::http
