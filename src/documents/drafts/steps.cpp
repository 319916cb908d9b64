#include "documents/drafts/steps.h"

#include "documents/queries.h"

namespace lt::documents {

base::Result<LockedDocument> begin_step(db::Transaction& tx, const Actor& actor, const std::string& uid,
                                        DraftStep step, const char* refusal,
                                        std::optional<DocumentState> reached)
{
    auto document = lock_document(tx, uid);
    if (!document || document->origin != Origin::own) return no_such_document();
    if (!may(actor.role, step, document->drafter == actor.official, document->signer == actor.official))
        return base::forbidden(refusal);
    if (document->state == reached) return *document;
    if (auto next = after(document->state, step); !next) return next.error();
    return *document;
}

std::optional<base::Error> check_chosen(Services& services, const Actor& actor,
                                        const std::vector<std::int64_t>& recipients, base::Time now)
{
    const auto directory = services.directory.snapshot();
    for (const std::int64_t id : recipients) {
        const directory::Agency* agency = directory->find(id);
        if (agency == nullptr)
            return base::invalid("recipients", "Có nơi nhận không còn trong danh mục. Chọn lại nơi nhận.");
        if (!agency->valid.holds(base::vietnam_day(now)))
            return base::invalid("recipients",
                                 {"{{agency}} đã kết thúc hoạt động. Bỏ nơi nhận này, chọn cơ quan kế thừa.",
                                  {{"agency", agency->name}}});
        if (id == actor.agency)
            return base::invalid("recipients", "Bỏ chính cơ quan gửi khỏi danh sách nơi nhận.");
    }
    return std::nullopt;
}

base::Result<base::Done> move(Services& services, db::Transaction& tx, const Actor& actor,
                              const LockedDocument& document, const std::string& uid, DraftStep step,
                              const std::string& action, const std::string& detail,
                              std::optional<std::string> note)
{
    const base::Time now = services.clock->now();
    const auto next = after(document.state, step);
    CHECK(next);
    tx.send(sql::document_set_state, document.id, to_text(*next), now, note);
    record(tx, actor, {document.id, uid, action, detail, Reader::own_agency, now});
    tx.on_commit([&services, agency = actor.agency] { services.notify(agency, "changed", "{}"); });
    tx.commit();
    return base::Done{};
}

}  // namespace lt::documents
