// What is for agencies here goes to them, in the order of each document's life.
#include <nlohmann/json.hpp>

#include "exchange/api.h"
#include "exchange/hub/window.h"
#include "exchange/queries.h"
#include "kit/base/log.h"

namespace lt::exchange {
namespace {

// One message for all its addressees here; false when nothing waits, or another job is at it, which goes on with what comes behind.
bool deliver_next(Services& services, const std::string& document_id)
{
    Arrived arrived;
    std::int64_t message = 0;
    {
        db::Transaction tx = services.pool.begin({});
        const db::Rows rows = tx.run_and_commit(sql::local_claim, document_id, services.clock->now());
        if (rows.empty()) return false;
        message = rows[0]["message_id"].int64();
        arrived = {.uid = rows[0]["uid"].str(),
                   .kind = rows[0]["kind"].text() == "edoc" ? edxml::Kind::edoc : edxml::Kind::status,
                   .sha256 = rows[0]["sha256"].str()};
        for (const db::Row row : rows) arrived.to.push_back(row["to_code"].str());
    }
    const auto settle = [&](Transport state, const std::string& why) {
        db::Transaction tx = services.pool.begin({});
        tx.run_and_commit(sql::local_settle, message, arrived.to, to_text(state), why, services.clock->now());
    };
    try {
        const auto delivered = services.deliver(arrived);
        if (!delivered)
            base::log(base::Level::warning, "message_not_delivered",
                      {{"message", arrived.uid}, {"why", delivered.error().message.str()}});
        settle(delivered ? Transport::done : Transport::fail,
               delivered ? std::string() : delivered.error().message.str());
    } catch (...) {
        settle(Transport::initial, "");  // the job tries again
        throw;
    }
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
