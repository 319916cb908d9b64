// Appends events and seals them. Writers never wait: they only insert; the sealer comes behind, when no open
// transaction can still put an event before one that it seals.
#include <map>

#include "kit/audit/audit.h"
#include "kit/audit/chain.h"
#include "kit/audit/queries.h"

namespace lt::audit {
namespace {

constexpr int kBatch = 10'000;

// One seal in the making.
struct Link {
    std::vector<std::int64_t> ids{};
    std::string row_hashes{};
};

// New Year's night has events of both years; each goes to its own chain.
std::map<int, Link> links_of(const db::Rows& events)
{
    std::map<int, Link> links;
    for (const auto& event : events) {
        Link& link = links[year_of(event["at"].time())];
        link.ids.push_back(event["id"].int64());
        link.row_hashes += hash_of_event(event);
    }
    return links;
}

void append_seal(db::Transaction& tx, int year, const Link& link, base::Time now)
{
    std::int64_t number = 1;
    std::string previous = begin_of_chain(year);
    if (const auto last = tx.run(sql::last_seal, year); !last.empty()) {
        number = last[0]["number"].int64() + 1;
        previous = last[0]["hash"].bytes();
    }
    const std::string hash = hash_of_seal(previous, year, number, link.row_hashes, now);
    tx.run(sql::seal_add, year, number, link.ids, std::as_bytes(std::span(link.row_hashes)),
           std::as_bytes(std::span(hash)), now);
}

// Seals one batch. Returns its size; less than a full batch means that all settled events are sealed.
std::size_t seal_batch(db::Pool& pool, base::Time now)
{
    auto tx = pool.begin({});
    const auto sealer = tx.run(sql::sealer);
    if (sealer.empty()) return 0;
    const db::Row state = sealer[0];
    const bool restored = state["restored"].boolean();
    const auto events = restored ? tx.run(sql::restored, kBatch)
                                 : tx.run(sql::settled, state["upto_xid"].text(), state["upto_id"].int64(),
                                          state["floor_id"].int64(), kBatch);
    for (const auto& [year, link] : links_of(events)) append_seal(tx, year, link, now);
    if (!restored) {
        if (events.empty()) return 0;
        const db::Row last = events[events.size() - 1];
        tx.run(sql::sealer_move, last["xid"].text(), last["id"].int64(), state["floor_id"].int64());
    } else if (events.size() < kBatch) {
        // Everything is sealed now, and the lock of audit_restored still holds: from here on new transaction
        // ids count.
        tx.run(sql::sealer_move, state["horizon"].text(), std::int64_t{0}, tx.run(sql::top)[0]["id"].int64());
    }
    tx.commit();
    return events.size();
}

}  // namespace

void record(db::Transaction& tx, const Event& event)
{
    const db::Scope& scope = tx.scope();
    tx.send(sql::append, event.at, scope.agency, scope.official, scope.request_id, event.action,
            event.subject, event.detail.empty() ? std::string("{}") : event.detail);
}

std::size_t seal(db::Pool& pool, base::Time now)
{
    std::size_t total = 0;
    while (true) {
        const std::size_t batch = seal_batch(pool, now);
        total += batch;
        if (batch < kBatch) return total;
    }
}

}  // namespace lt::audit
