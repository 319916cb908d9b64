// See nodes.h.
#include "exchange/nodes/nodes.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "exchange/delivering.h"
#include "exchange/nodes/receiving.h"
#include "exchange/nodes/sending.h"
#include "exchange/queries.h"
#include "kit/base/log.h"

namespace lt::exchange::nodes {
namespace {

using namespace std::chrono_literals;

constexpr int kAtATime = 32;  // 16 MB
constexpr auto kWait = 500ms;
constexpr auto kLook = 1s;  // for what another process left, and what is due again
// Between rounds that do not come to an end of what waits: what comes meanwhile goes together, in one transaction.
constexpr auto kGather = 40ms;

}  // namespace

struct NodesState {
    // Nothing is fetched that no receipt could be given for.
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
        const auto kept = keep(desk, came);
        answer(desk, came, kept);
        for (const Kept& one : kept)
            if (!one.document.empty()) deliver_now(one.document);
        return came.size();
    }
    // Before its job, which is there if this process dies now: the job waits behind others, like those that read text for the search.
    void deliver_now(const std::string& document)
    {
        try {
            deliverer.deliver(document);
        } catch (const std::exception& error) {
            base::log(base::Level::warning, "message_not_delivered_now", {{"why", error.what()}});
            // The job may have come to its end meanwhile, as the message was here.
            db::Transaction tx = desk.services.pool.begin({});
            enqueue_delivery(tx, desk.services, document);
            tx.commit();
        }
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
    // What was posted goes out by one of the threads, together with what is posted in the moment after; and then what waits is waited
    // for.
    std::size_t send_and_wait(std::chrono::milliseconds)
    {
        const std::size_t count = send_due(desk);
        std::unique_lock lock(mutex);
        if (!wake.wait_for(lock, kLook, [&] { return stopping || (waits && !gathering); })) return count;
        gathering = true;
        wake.wait_for(lock, kGather, [&] { return stopping; });
        gathering = waits = false;
        return count;
    }
    void something_waits()
    {
        {
            const std::lock_guard lock(mutex);
            if (std::exchange(waits, true)) return;
        }
        wake.notify_all();
    }
    // Until stop(): rounds of one kind. What is broken is tried again, a second later, from this node's
    // streams on where the round takes from them.
    void run(std::size_t (NodesState::*round)(std::chrono::milliseconds), bool needs_streams)
    {
        using Steady = std::chrono::steady_clock;
        bool is_there = !needs_streams;
        Steady::time_point heard = Steady::now();
        while (!is_stopping()) {
            try {
                if (!is_there) ensure();
                is_there = true;
                const std::size_t count = (this->*round)(kWait);
                const bool is_quiet = count == 0;
                if (needs_streams && !is_quiet && std::cmp_less(count, kAtATime)) gather();
                if (is_quiet && Steady::now() - heard < desk.options.look_again) continue;
                // A NATS that has lost its disks takes messages again, and gives none to consumers that it does
                // not know any more.
                if (is_quiet && needs_streams) is_there = hears();
                heard = Steady::now();
            } catch (const std::exception& error) {
                base::log(base::Level::warning, "node_round_failed", {{"why", error.what()}});
                is_there = !needs_streams;
                std::unique_lock lock(mutex);
                wake.wait_for(lock, 1s, [this] { return stopping; });
            }
        }
    }
    void gather()
    {
        std::unique_lock lock(mutex);
        wake.wait_for(lock, kGather, [this] { return stopping; });
    }
    bool is_stopping()
    {
        const std::lock_guard lock(mutex);
        return stopping;
    }

    Desk desk;
    Deliverer deliverer{desk.services};
    std::mutex mutex{};
    std::condition_variable wake{};
    bool stopping = false;
    bool waits = false;      // something in the outbox that no thread has begun to look at
    bool gathering = false;  // one is about to
    std::vector<std::thread> threads{};
};

Nodes::Nodes(Services& services, nats::Connection& line, crypto::Signer& signer, NodeOptions options)
    : state_(new NodesState{.desk = {services, line, signer, std::move(options)}})
{
    NodesState* state = state_.get();
    services.carry = [state] { state->something_waits(); };
    services.queue.handle("exchange.put_forward", [&services](const jobs::Job&) {
        db::Transaction tx = services.pool.begin({});
        tx.run_and_commit(sql::node_put_forward, services.clock->now());
    });
    services.queue.every(1min, "exchange.put_forward");
}

Nodes::~Nodes()
{
    stop();
    state_->desk.services.carry = {};
}

void Nodes::start()
{
    NodesState* state = state_.get();
    state->stopping = false;
    for (unsigned i = 0; i < state->desk.options.threads; ++i) {
        state->threads.emplace_back([state] { state->run(&NodesState::send_and_wait, false); });
        state->threads.emplace_back([state] { state->run(&NodesState::take_mail, true); });
    }
    state->threads.emplace_back([state] { state->run(&NodesState::take_answers, true); });
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

std::size_t Nodes::send() { return send_due(state_->desk); }

std::size_t Nodes::receive(std::chrono::milliseconds wait)
{
    return state_->take_mail(wait) + state_->take_answers(wait);
}

}  // namespace lt::exchange::nodes
