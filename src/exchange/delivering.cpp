// See delivering.h.
#include "exchange/delivering.h"

#include <utility>

#include <nlohmann/json.hpp>

#include "exchange/queries.h"
#include "kit/base/log.h"

namespace lt::exchange {

// A message for all its addressees here.
struct Deliverer::Claimed {
    Left left{};
    Arrived arrived{};

    static std::optional<Claimed> of(const db::Rows& rows)
    {
        if (rows.empty()) return std::nullopt;
        Claimed out{
            .left = {.message = rows[0]["message_id"].int64()},
            .arrived = {.uid = rows[0]["uid"].str(),
                        .kind = rows[0]["kind"].text() == "edoc" ? edxml::Kind::edoc : edxml::Kind::status,
                        .sha256 = rows[0]["sha256"].str(),
                        .carrier = rows[0]["carrier"].str_or("")}};
        for (const db::Row row : rows) out.left.to.push_back(row["to_code"].str());
        out.arrived.to = out.left.to;
        return out;
    }
};

void Deliverer::settle(const Left& one, Transport state)
{
    db::Transaction tx = services_.pool.begin({});
    tx.run_and_commit(sql::local_settle, one.message, one.to, to_text(state), "", services_.clock->now());
}

std::optional<Deliverer::Claimed> Deliverer::claim(const std::string& document_id)
{
    db::Transaction tx = services_.pool.begin({.lasting = false});
    return Claimed::of(tx.run_and_commit(sql::local_claim, document_id, services_.clock->now()));
}

// Claims the next in the transaction that says what became of this one.
std::optional<Deliverer::Claimed> Deliverer::deliver_one(const Claimed& one, const std::string& document_id)
{
    try {
        const auto delivered = services_.deliver(one.arrived);
        const std::string why = delivered ? std::string() : delivered.error().message.str();
        if (!delivered)
            base::log(base::Level::warning, "message_not_delivered",
                      {{"message", one.arrived.uid}, {"why", why}});
        db::Transaction tx = services_.pool.begin({});
        const base::Time now = services_.clock->now();
        tx.send(sql::local_settle, one.left.message, one.left.to,
                to_text(delivered ? Transport::done : Transport::fail), why, now);
        return Claimed::of(tx.run_and_commit(sql::local_claim, document_id, now));
    } catch (...) {
        try {
            settle(one.left, Transport::initial);
        } catch (const std::exception&) {
            left_.with([&](auto& all) { all.push_back(one.left); });
        }
        throw;
    }
}

void Deliverer::deliver(const std::string& document_id)
{
    for (const Left& one : left_.with([](auto& all) { return std::exchange(all, {}); }))
        settle(one, Transport::initial);
    for (auto next = claim(document_id); next;) next = deliver_one(*next, document_id);
}

void enqueue_delivery(db::Transaction& tx, Services& services, const std::string& document_id)
{
    jobs::enqueue(tx, services.queue, "exchange.deliver",
                  nlohmann::json{{"document_id", document_id}}.dump());
}

}  // namespace lt::exchange
