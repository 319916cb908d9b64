// Jobs of the exchange.
#include <nlohmann/json.hpp>

#include "exchange/delivering.h"
#include "exchange/hub/window.h"
#include "exchange/queries.h"

namespace lt::exchange {
namespace {

// Longer than a job is left alone with a message.
constexpr std::chrono::minutes kLeft{5};

void deliver_left(Services& services)
{
    const base::Time now = services.clock->now();
    db::Transaction tx = services.pool.begin({});
    for (const db::Row row : tx.run(sql::local_left, now - kLeft, now))
        enqueue_delivery(tx, services, row["document_id"].str());
    tx.commit();
}

}  // namespace

void add_jobs(Services& services)
{
    services.queue.handle("exchange.deliver",
                          [deliverer = std::make_shared<Deliverer>(services)](const jobs::Job& job) {
                              deliverer->deliver(nlohmann::json::parse(job.payload).at("document_id"));
                          });
    services.queue.at_take_over(
        [&services](db::Transaction& tx) { tx.run(sql::local_release, services.clock->now()); });
    services.queue.handle("exchange.deliver_left", [&services](const jobs::Job&) { deliver_left(services); });
    services.queue.every(std::chrono::minutes(1), "exchange.deliver_left");
    services.queue.handle("exchange.forget", [&services](const jobs::Job&) {
        db::Transaction tx = services.pool.begin({});
        tx.run_and_commit(sql::signatures_forget, services.clock->now() - 2 * hub::kWindow);
    });
    services.queue.every(std::chrono::minutes(15), "exchange.forget");
}

}  // namespace lt::exchange
