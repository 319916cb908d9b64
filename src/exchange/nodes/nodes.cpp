// See nodes.h.
#include "exchange/nodes/nodes.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

#include <nlohmann/json.hpp>

#include "exchange/nodes/receiving.h"
#include "exchange/nodes/sending.h"
#include "kit/base/log.h"

namespace lt::exchange::nodes {
namespace {

using namespace std::chrono_literals;

constexpr int kAtATime = 32;  // 16 MB
constexpr auto kWait = 500ms;
constexpr auto kDueEvery = 10s;

}  // namespace

struct NodesState {
    // A dispatch has one receipt for good: dated outside its certificate's time it would be believed by nobody, ever.
    void check_certificate() const
    {
        if (!desk.signer.certificate().valid_at(desk.services.clock->now()))
            throw std::runtime_error(
                "nothing is taken: this node's certificate (exchange.node.certificate) does not count at this "
                "time; renew it, or set the clock");
    }
    std::size_t take_mail(std::chrono::milliseconds wait)
    {
        check_certificate();
        auto came =
            desk.line.fetch(stream_of(Way::mail, desk.options.code, 1).name, kConsumer, kAtATime, wait);
        if (came.empty()) return 0;
        answer(desk, came, keep(desk, came));
        return came.size();
    }
    std::size_t take_answers(std::chrono::milliseconds wait)
    {
        auto came =
            desk.line.fetch(stream_of(Way::receipts, desk.options.code, 1).name, kConsumer, kAtATime, wait);
        const std::size_t count = came.size();
        take_receipts(desk, std::move(came));
        return count;
    }
    void ensure()
    {
        for (const Way way : {Way::mail, Way::parts, Way::receipts}) {
            const nats::Stream stream = stream_of(way, desk.options.code, desk.options.replicas);
            desk.line.ensure_stream(stream);
            if (way != Way::parts) desk.line.ensure_consumer(stream.name, kConsumer, stream.subjects);
        }
    }
    bool hears() const
    {
        for (const Way way : {Way::mail, Way::receipts})
            if (!desk.line.has_consumer(stream_of(way, desk.options.code, 1).name, kConsumer)) return false;
        return true;
    }
    void send(std::optional<std::int64_t> only)
    {
        const auto known = [&] {
            db::Transaction tx = desk.services.pool.begin({});
            return peers(tx);
        }();
        for (const Peer& peer : known)
            if (!only || *only == peer.id)
                while (send_due(desk, peer)) {}
    }
    // Until stop(): rounds of one kind. What is broken is tried again, a second later, from the streams on.
    void run(std::size_t (NodesState::*round)(std::chrono::milliseconds))
    {
        using Steady = std::chrono::steady_clock;
        bool is_there = false;
        Steady::time_point heard{};
        while (!is_stopping()) {
            try {
                if (!is_there) {
                    ensure();
                    heard = Steady::now();
                }
                is_there = true;
                const bool is_quiet = (this->*round)(kWait) == 0;
                if (is_quiet && Steady::now() - heard < desk.options.look_again) continue;
                // A NATS that has lost its disks takes messages again, and gives none to consumers that it does not know any more.
                if (is_quiet) is_there = hears();
                heard = Steady::now();
            } catch (const std::exception& error) {
                base::log(base::Level::warning, "node_round_failed", {{"why", error.what()}});
                is_there = false;
                std::unique_lock lock(mutex);
                wake.wait_for(lock, 1s, [this] { return stopping; });
            }
        }
    }
    bool is_stopping()
    {
        const std::lock_guard lock(mutex);
        return stopping;
    }

    Desk desk;
    std::mutex mutex{};
    std::condition_variable wake{};
    bool stopping = false;
    std::vector<std::thread> threads{};
};

Nodes::Nodes(Services& services, nats::Connection& line, crypto::Signer& signer, NodeOptions options)
    : state_(new NodesState{.desk = {services, line, signer, std::move(options)}})
{
    NodesState* state = state_.get();
    services.queue.handle("exchange.carry", [state](const jobs::Job& job) {
        state->send(nlohmann::json::parse(job.payload).at("system").get<std::int64_t>());
    });
    services.queue.handle("exchange.carry_due", [state](const jobs::Job&) { state->send(std::nullopt); });
    services.queue.every(kDueEvery, "exchange.carry_due");
}

Nodes::~Nodes() { stop(); }

void Nodes::start()
{
    NodesState* state = state_.get();
    state->stopping = false;
    for (unsigned i = 0; i < state->desk.options.threads; ++i)
        state->threads.emplace_back([state] { state->run(&NodesState::take_mail); });
    state->threads.emplace_back([state] { state->run(&NodesState::take_answers); });
}

void Nodes::stop()
{
    {
        const std::lock_guard lock(state_->mutex);
        state_->stopping = true;
    }
    state_->wake.notify_all();
    for (std::thread& thread : state_->threads) thread.join();
    state_->threads.clear();
}

void Nodes::ensure() { state_->ensure(); }

std::size_t Nodes::receive(std::chrono::milliseconds wait)
{
    return state_->take_mail(wait) + state_->take_answers(wait);
}

}  // namespace lt::exchange::nodes
