// Appends events and has them sealed. Writers never wait: they only insert; the sealer comes behind, when no open
// transaction can still put an event before one that it seals.
#include "kit/audit/audit.h"
#include "kit/audit/queries.h"

namespace lt::audit {

void record(db::Transaction& tx, const Event& event)
{
    const db::Scope& scope = tx.scope();
    tx.send(sql::append, event.at, event.agency != 0 ? event.agency : scope.agency, scope.official,
            scope.request_id, event.action, event.subject,
            event.detail.empty() ? std::string("{}") : event.detail);
}

std::size_t seal(db::Pool& pool)
{
    constexpr int kBatch = 10'000;
    std::size_t total = 0;
    while (true) {
        // Each batch is a transaction: less than a full one means that all settled events are sealed.
        const int batch = pool.begin({}).run_and_commit(sql::seal, kBatch)[0]["sealed"].int32();
        total += static_cast<std::size_t>(batch);
        if (batch < kBatch) return total;
    }
}

}  // namespace lt::audit
