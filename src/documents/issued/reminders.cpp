// The sender reminds recipients who have not finished.
#include <algorithm>

#include "documents/outside/outside.h"
#include "documents/queries.h"
#include "documents/store.h"

namespace lt::documents {

base::Result<std::size_t> remind(Services& services, const Actor& actor, const std::string& uid,
                                 const std::vector<std::int64_t>& recipients, const std::string& note)
{
    if (recipients.empty()) return base::invalid("recipients", "Chọn ít nhất một nơi nhận để đôn đốc.");
    if (auto error = check_note(note, "note")) return *error;
    return services.pool.retry(scope_of(actor), [&](db::Transaction& tx) -> base::Result<std::size_t> {
        const auto document = lock_document(tx, uid);
        if (!document || document->origin != Origin::own) return no_such_document();
        if (!may_remind(actor.role, document->drafter == actor.official))
            return base::forbidden("Vai đang làm việc không đôn đốc được văn bản này.");
        if (document->state != DocumentState::issued)
            return base::conflict("Văn bản chưa phát hành nên chưa có nơi nào để đôn đốc.");
        const base::Time now = services.clock->now();
        // No message of edXML reminds.
        const auto outside = elsewhere(*services.directory.snapshot(), recipients);
        std::vector<std::int64_t> here;
        std::ranges::copy_if(recipients, std::back_inserter(here), [&](std::int64_t id) {
            return std::ranges::find(outside, id) == outside.end();
        });
        std::vector<std::int64_t> reminded;
        for (const db::Row row : tx.run(sql::reminder_send, document->id, actor.agency, here,
                                        base::vietnam_day(now), now, actor.official, note))
            reminded.push_back(row["agency_id"].int64());
        if (reminded.empty())
            return std::size_t{0};  // a button pressed twice, or all have finished meanwhile
        record(tx, actor,
               {document->id, uid, "reminded", to_detail(reminded.size(), note), Reader::both_sides, now});
        tx.on_commit([&services, reminded, sender = actor.agency] {
            services.notify(sender, "changed", "{}");
            for (const std::int64_t recipient : reminded) services.notify(recipient, "changed", "{}");
        });
        tx.commit();
        return reminded.size();
    });
}

}  // namespace lt::documents
