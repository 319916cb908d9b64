// An issued document goes to agencies that were not among its recipients.
#include "documents/drafts/steps.h"
#include "documents/outside/outside.h"
#include "documents/queries.h"
#include "documents/store.h"

namespace lt::documents {

base::Result<std::size_t> send_further(Services& services, const Actor& actor, const std::string& uid,
                                       const std::vector<std::int64_t>& recipients, const std::string& reason)
{
    if (!may(actor.role, DraftStep::issue, false, false))
        return base::forbidden("Vai đang làm việc không gửi được văn bản đã phát hành.");
    const base::Time now = services.clock->now();
    if (recipients.empty()) return base::invalid("recipients", "Chọn ít nhất một nơi nhận để gửi bổ sung.");
    if (auto error = check_chosen(services, actor, recipients, now)) return *error;
    if (auto error = check_note(reason, "reason")) return *error;
    return services.pool.retry(scope_of(actor), [&](db::Transaction& tx) -> base::Result<std::size_t> {
        // The lock keeps two clerks from sending to the same agency, and a recall from passing by.
        const auto document = lock_document(tx, uid);
        if (!document || document->origin != Origin::own) return no_such_document();
        if (document->state != DocumentState::issued)
            return base::conflict("Văn bản chưa phát hành. Sửa nơi nhận trong dự thảo.");
        if (document->recalled)
            return base::conflict("Văn bản đã được đề nghị thu hồi nên không gửi bổ sung được.");
        std::vector<std::int64_t> added;
        const auto directory = services.directory.snapshot();
        for (const db::Row row : tx.run(sql::recipients_add, document->id, actor.agency, recipients, now,
                                        elsewhere(*directory, recipients)))
            added.push_back(row["agency_id"].int64());
        if (added.empty()) return std::size_t{0};  // a button pressed twice
        record(tx, actor,
               {document->id, uid, "recipients_added", to_detail(added.size(), reason), Reader::both_sides,
                now});
        enqueue_index(tx, services, actor.agency, document->id);
        enqueue_sending(tx, services, actor.agency, document->id, elsewhere(*directory, added));
        tx.on_commit([&services, added, sender = actor.agency] {
            services.notify(sender, "changed", "{}");
            for (const std::int64_t recipient : added) services.notify(recipient, "arrived", "{}");
        });
        tx.commit();
        return added.size();
    });
}

}  // namespace lt::documents
