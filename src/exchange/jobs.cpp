// What is for agencies here goes to them, in the order of each document's life.
#include <nlohmann/json.hpp>

#include "exchange/api.h"
#include "exchange/hub/window.h"
#include "exchange/queries.h"
#include "kit/base/log.h"

namespace lt::exchange {
namespace {

// One message for all its addressees here; false when nothing waits. The rows stay locked while it is delivered: another job of the same
// document waits, and finds them settled.
bool deliver_next(Services& services, const std::string& document_id)
{
    db::Transaction tx = services.pool.begin({});
    const db::Rows rows = tx.run(sql::local_next, document_id);
    if (rows.empty()) return false;
    const std::int64_t message = rows[0]["message_id"].int64();
    Arrived arrived{.uid = rows[0]["uid"].str(),
                    .kind = rows[0]["kind"].text() == "edoc" ? edxml::Kind::edoc : edxml::Kind::status,
                    .sha256 = rows[0]["sha256"].str()};
    for (const db::Row row : rows)
        if (row["message_id"].int64() == message) arrived.to.push_back(row["to_code"].str());
    const auto delivered = services.deliver(arrived);
    if (!delivered)
        base::log(base::Level::warning, "message_not_delivered",
                  {{"message", arrived.uid}, {"why", delivered.error().message.str()}});
    tx.run_and_commit(sql::local_settle, message, arrived.to,
                      to_text(delivered ? Transport::done : Transport::fail),
                      delivered ? std::string() : delivered.error().message.str(), services.clock->now());
    return true;
}

}  // namespace

void add_jobs(Services& services)
{
    services.queue.handle("exchange.deliver", [&services](const jobs::Job& job) {
        const std::string document_id = nlohmann::json::parse(job.payload).at("document_id");
        while (deliver_next(services, document_id)) {}
    });
    services.queue.handle("exchange.forget", [&services](const jobs::Job&) {
        db::Transaction tx = services.pool.begin({});
        tx.run_and_commit(sql::signatures_forget, services.clock->now() - 2 * hub::kWindow);
    });
    services.queue.every(std::chrono::minutes(15), "exchange.forget");
}

}  // namespace lt::exchange
