// What is for agencies here goes to them, in the order of each document's life.
#include <optional>

#include <nlohmann/json.hpp>

#include "exchange/api.h"
#include "exchange/hub/window.h"
#include "exchange/queries.h"
#include "kit/base/locked.h"
#include "kit/base/log.h"

namespace lt::exchange {
namespace {

// Messages that a job could not deliver and, as the database was away, could not give back either.
struct Left {
    std::int64_t message = 0;
    std::vector<std::string> to{};
};
using AllLeft = base::Locked<std::vector<Left>>;

void settle(Services& services, const Left& one, Transport state, const std::string& why)
{
    db::Transaction tx = services.pool.begin({});
    tx.run_and_commit(sql::local_settle, one.message, one.to, to_text(state), why, services.clock->now());
}

void give_back(Services& services, AllLeft& left)
{
    for (const Left& one : left.with([](auto& all) { return std::exchange(all, {}); }))
        settle(services, one, Transport::initial, "");
}

// A message for all its addressees here, which this job alone has.
struct Claimed {
    Left left{};
    Arrived arrived{};
};

std::optional<Claimed> claimed_of(const db::Rows& rows)
{
    if (rows.empty()) return std::nullopt;
    Claimed out{.left = {.message = rows[0]["message_id"].int64()},
                .arrived = {.uid = rows[0]["uid"].str(),
                            .kind = rows[0]["kind"].text() == "edoc" ? edxml::Kind::edoc : edxml::Kind::status,
                            .sha256 = rows[0]["sha256"].str(),
                            .carrier = rows[0]["carrier"].str_or("")}};
    for (const db::Row row : rows) out.left.to.push_back(row["to_code"].str());
    out.arrived.to = out.left.to;
    return out;
}

// The first that waits of the document; nothing, too, when another job is at it, which goes on with what comes behind.
std::optional<Claimed> claim(Services& services, const std::string& document_id)
{
    db::Transaction tx = services.pool.begin({.lasting = false});
    return claimed_of(tx.run_and_commit(sql::local_claim, document_id, services.clock->now()));
}

// Delivers one, and claims the next in the transaction that says what became of it.
std::optional<Claimed> deliver(Services& services, AllLeft& left, const Claimed& one, const std::string& document_id)
{
    try {
        const auto delivered = services.deliver(one.arrived);
        const std::string why = delivered ? std::string() : delivered.error().message.str();
        if (!delivered)
            base::log(base::Level::warning, "message_not_delivered", {{"message", one.arrived.uid}, {"why", why}});
        db::Transaction tx = services.pool.begin({});
        const base::Time now = services.clock->now();
        tx.send(sql::local_settle, one.left.message, one.left.to,
                to_text(delivered ? Transport::done : Transport::fail), why, now);
        return claimed_of(tx.run_and_commit(sql::local_claim, document_id, now));
    } catch (...) {
        // The job tries again.
        try {
            settle(services, one.left, Transport::initial, "");
        } catch (const std::exception&) {
            left.with([&](auto& all) { all.push_back(one.left); });
        }
        throw;
    }
}

// Longer than a job is left alone with a message.
constexpr std::chrono::minutes kLeft{5};

void deliver_left(Services& services)
{
    const base::Time now = services.clock->now();
    db::Transaction tx = services.pool.begin({});
    for (const db::Row row : tx.run(sql::local_left, now - kLeft, now))
        jobs::enqueue(tx, services.queue, "exchange.deliver",
                      nlohmann::json{{"document_id", row["document_id"].str()}}.dump());
    tx.commit();
}

}  // namespace

void add_jobs(Services& services)
{
    services.queue.handle(
        "exchange.deliver", [&services, left = std::make_shared<AllLeft>()](const jobs::Job& job) {
            give_back(services, *left);
            const std::string document_id = nlohmann::json::parse(job.payload).at("document_id");
            auto next = claim(services, document_id);
            while (next) next = deliver(services, *left, *next, document_id);
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
