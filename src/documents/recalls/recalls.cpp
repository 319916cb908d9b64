// Taking back an issued document: the sender asks with a reason, each recipient agrees or refuses.
#include "documents/outside/outside.h"
#include "documents/queries.h"
#include "documents/store.h"

namespace lt::documents {

base::Result<std::size_t> recall(Services& services, const Actor& actor, const std::string& uid,
                                 const std::string& reason)
{
    if (auto error = check_reason(reason, "reason")) return *error;
    return services.pool.retry(scope_of(actor), [&](db::Transaction& tx) -> base::Result<std::size_t> {
        const auto document = lock_document(tx, uid);
        if (!document || document->origin != Origin::own) return no_such_document();
        if (!may(actor.role, DraftStep::issue, false, false))
            return base::forbidden("Vai đang làm việc không thu hồi được văn bản.");
        if (document->state != DocumentState::issued)
            return base::conflict("Văn bản chưa phát hành nên chưa có gì để thu hồi.");
        const base::Time now = services.clock->now();
        std::vector<std::int64_t> asked;
        for (const db::Row row :
             tx.run(sql::recall_ask, document->id, actor.agency, reason, now, actor.official))
            asked.push_back(row["agency_id"].int64());
        if (asked.empty()) return std::size_t{0};  // asked before, or nobody has it
        tx.send(sql::document_set_recalled, document->id, now);
        record(tx, actor, {document->id, uid, "recall_asked", reason, Reader::both_sides, now});
        enqueue_asking_back(tx, services, actor, document->id, asked, reason, now);
        tx.on_commit([&services, asked, sender = actor.agency] {
            services.notify(sender, "changed", "{}");
            for (const std::int64_t agency : asked) services.notify(agency, "changed", "{}");
        });
        tx.commit();
        return asked.size();
    });
}

base::Result<base::Done> answer_recall(Services& services, const Actor& actor, const std::string& uid,
                                       bool agree, const std::string& reason)
{
    if (!agree)
        if (auto error = check_reason(reason, "reason")) return *error;
    return services.pool.retry(scope_of(actor), [&](db::Transaction& tx) -> base::Result<base::Done> {
        const auto delivery = lock_delivery(tx, uid, actor.agency);
        if (!delivery) return no_such_document();
        if (!may(actor.role, DeliveryStep::agree_recall))
            return base::forbidden("Vai đang làm việc không trả lời được yêu cầu thu hồi.");
        const base::Time now = services.clock->now();
        const db::Rows rows =
            tx.run(sql::recall_answer, delivery->id, agree ? "agreed" : "refused", reason, now);
        if (rows.empty() && agree && delivery->state == DeliveryState::recalled) return base::Done{};
        if (rows.empty())
            return base::conflict("Không có yêu cầu thu hồi nào đang chờ trả lời cho văn bản này.");
        if (agree) {
            const auto next = after(delivery->state, DeliveryStep::agree_recall);
            if (!next) return next.error();
            // The copy is closed to this agency from now on (policy of document_files); the trace stays.
            tx.send(sql::assignment_withdraw_all, delivery->id);
            tx.send(sql::incoming_close, delivery->id, now);
            set_state(tx, services, actor, *delivery, *next, now);
            enqueue_index(tx, services, rows[0]["sender_id"].int64(), delivery->document);
        } else {
            tell_axis(tx, services, actor, *delivery, "16", reason, now);
        }
        record(tx, actor,
               {delivery->document, uid, agree ? "recall_agreed" : "recall_refused", reason,
                Reader::both_sides, now});
        tx.on_commit([&services, agency = actor.agency, sender = delivery->sender] {
            services.notify(agency, "changed", "{}");
            if (sender != 0) services.notify(sender, "changed", "{}");
        });
        tx.commit();
        return base::Done{};
    });
}

}  // namespace lt::documents
