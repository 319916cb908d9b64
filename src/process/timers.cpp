#include "process/timers.h"

#include <condition_variable>
#include <mutex>
#include <thread>

#include "kit/base/log.h"
#include "process/deploy.h"
#include "process/messages.h"
#include "process/queries.h"

namespace lt::process {
namespace {

constexpr int kBatch = 100;
constexpr std::chrono::milliseconds kLongest{1000};

base::Result<base::Done> fire(db::Transaction& tx, Services& services, const Actor& actor, Case& it,
                              engine::Number wait)
{
    Act act(tx, services, actor, it, "fired");
    if (auto applied = act.apply(engine::FireTimer{wait}); !applied) return applied;
    return act.write();
}

// True when it fired.
bool fire_one(Services& services, std::int64_t instance, int wait, std::int64_t agency)
{
    const Actor actor{.agency = agency};
    std::string why;
    try {
        const bool fired = services.pool.retry(scope_of(actor), [&](db::Transaction& tx) {
            auto it = lock_due(tx, services, instance, wait);
            if (!it) return false;
            const auto done = fire(tx, services, actor, *it, static_cast<engine::Number>(wait));
            if (!done)
                why = done.error().message.str();
            else
                tx.commit();
            return bool(done);
        });
        if (fired || why.empty()) return fired;
    } catch (const db::Unavailable&) {
        throw;
    } catch (const std::exception& e) {
        why = e.what();
    }
    base::log(base::Level::error, "process_timer_failed",
              {{"instance", std::to_string(instance)}, {"wait", std::to_string(wait)}, {"why", why}});
    db::Transaction tx = services.pool.begin(scope_of(actor));
    tx.run_and_commit(sql::wait_trouble, instance, wait,
                      base::msg("Bộ hẹn giờ không chạy được; xem nhật ký của máy chủ."));
    return false;
}

bool begin_one(Services& services, std::int64_t agency, const BeginningKey& where, bool is_newest)
{
    const Actor actor{.agency = agency};
    return services.pool.retry(scope_of(actor), [&](db::Transaction& tx) {
        const db::Rows rows = tx.run(sql::beginning_lock, where.definition, where.element, where.event);
        const base::Time now = services.clock->now();
        if (rows.empty() || rows[0]["due_at"].time() > now) return false;
        const base::Time due = rows[0]["due_at"].time();
        const std::int64_t fired = rows[0]["fired"].int64() + 1;
        std::optional<base::Time> next;
        if (is_newest) {
            const engine::Graph& graph = services.definitions->get(tx, where.definition)->graph;
            next = next_beginning(graph, beginning_at(graph, where), due, fired);
        }
        tx.run(sql::beginning_fired, where.definition, where.element, where.event, next);
        if (is_newest) {
            const auto begun = begin_at(tx, services, actor, where, {});
            if (!begun)
                base::log(base::Level::error, "process_not_begun",
                          {{"element", where.element}, {"why", begun.error().message.str()}});
        }
        tx.commit();
        return is_newest;
    });
}

}  // namespace

std::size_t fire_due(Services& services)
{
    std::size_t fired = 0;
    for (bool more = true; more;) {
        db::Transaction tx = services.pool.begin({});
        const db::Rows due = tx.run_and_commit(sql::timers_due, services.clock->now(), kBatch);
        std::size_t now = 0;
        for (const db::Row row : due)
            now +=
                fire_one(services, row["instance_id"].int64(), row["no"].int32(), row["agency_id"].int64());
        fired += now;
        more = due.size() == kBatch && now > 0;
    }
    db::Transaction tx = services.pool.begin({});
    for (const db::Row row : tx.run_and_commit(sql::beginnings_due, services.clock->now()))
        fired += begin_one(services, row["agency_id"].int64(), beginning_key(row), row["newest"].boolean());
    return fired;
}

struct TimersState {
    Services& services;
    std::mutex mutex{};
    std::condition_variable wake{};
    bool stopping = false;
    std::thread thread{};

    void run()
    {
        for (;;) {
            std::chrono::milliseconds pause = kLongest;
            try {
                fire_due(services);
                db::Transaction tx = services.pool.begin({});
                const db::Rows rows = tx.run_and_commit(sql::timer_next);
                if (const auto next = rows[0]["due_at"].opt_time()) {
                    const auto left =
                        std::chrono::ceil<std::chrono::milliseconds>(*next - services.clock->now());
                    pause = std::clamp(left, std::chrono::milliseconds(1), kLongest);
                }
            } catch (const std::exception& e) {
                base::log(base::Level::warning, "process_timers_wait", {{"why", e.what()}});
            }
            std::unique_lock lock(mutex);
            if (wake.wait_for(lock, pause, [this] { return stopping; })) return;
        }
    }
};

Timers::Timers(Services& services) : state_(new TimersState{.services = services})
{
    state_->thread = std::thread([this] { state_->run(); });
}

Timers::~Timers()
{
    {
        const std::lock_guard lock(state_->mutex);
        state_->stopping = true;
    }
    state_->wake.notify_all();
    state_->thread.join();
}

}  // namespace lt::process
