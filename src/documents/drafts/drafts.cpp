// Outgoing documents before their issue: write, submit, approve, return.
#include <algorithm>

#include "documents/lists.h"
#include "documents/queries.h"
#include "documents/store.h"
#include "kit/audit/audit.h"
#include "kit/base/ids.h"

namespace lt::documents {

namespace {

constexpr const char* kForbiddenDraft = "Vai đang làm việc không soạn thảo văn bản của cơ quan này.";

// What a draft refers to must exist: recipients that are valid today, a signer who is a leader of the agency.
struct Resolved {
    std::string signer_name{};
    std::string signer_title{};
};
base::Result<Resolved> resolve(db::Transaction& tx, Services& services, const Actor& actor,
                               const Draft& draft, base::Time now)
{
    const base::Day today = base::vietnam_day(now);
    const auto directory = services.directory.snapshot();
    for (const std::int64_t id : draft.recipients) {
        const directory::Agency* agency = directory->find(id);
        if (agency == nullptr)
            return base::invalid("recipients", "Có nơi nhận không còn trong danh mục. Chọn lại nơi nhận.");
        if (!agency->valid.holds(today))
            return base::invalid("recipients",
                                 agency->name +
                                     " đã kết thúc hoạt động. Bỏ nơi nhận này, chọn cơ quan kế thừa.");
        if (id == actor.agency)
            return base::invalid("recipients", "Bỏ chính cơ quan gửi khỏi danh sách nơi nhận.");
    }
    Resolved resolved;
    if (draft.signer != 0) {
        const auto signer = find_leader(tx, actor.agency, draft.signer, today);
        if (!signer)
            return base::invalid("signer",
                                 "Người này không còn là lãnh đạo của cơ quan. Chọn người ký khác.");
        resolved = {signer->name, signer->title};
    }
    return resolved;
}

std::optional<std::int64_t> or_null(std::int64_t id) { return id == 0 ? std::nullopt : std::optional(id); }

// Locks the document and checks that the actor may take the step. A step that was taken before (a button pressed twice) leads to
// `reached`: the caller then has nothing to do.
base::Result<LockedDocument> begin_step(db::Transaction& tx, const Actor& actor, const std::string& uid,
                                        DraftStep step, const char* refusal,
                                        std::optional<DocumentState> reached = std::nullopt)
{
    auto document = lock_document(tx, uid);
    if (!document || document->origin != Origin::own) return no_such_document();
    if (!may(actor.role, step, document->drafter == actor.official, document->signer == actor.official))
        return base::forbidden(refusal);
    if (document->state == reached) return *document;
    if (auto next = after(document->state, step); !next) return next.error();
    return *document;
}

// Ends a step that only moves the state.
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

}  // namespace

base::Result<Created> create_draft(Services& services, const Actor& actor, const std::string& key,
                                   const Draft& draft, const std::vector<NewFile>& files)
{
    if (!may(actor.role, DraftStep::edit, true, false)) return base::forbidden(kForbiddenDraft);
    const base::Time now = services.clock->now();
    if (auto error = check_draft(draft, kinds(services), now)) return *error;
    if (!base::is_uid(key)) return base::invalid("key", "Tải lại trang rồi gửi lại.");
    return services.pool.retry(scope_of(actor), [&](db::Transaction& tx) -> base::Result<Created> {
        const auto resolved = resolve(tx, services, actor, draft, now);
        if (!resolved) return resolved.error();
        const auto directory = services.directory.snapshot();
        const directory::Agency* agency = directory->find(actor.agency);
        CHECK(agency != nullptr);
        const std::string& uid = key;
        const db::Rows rows =
            tx.run(sql::document_create, uid, actor.agency, draft.kind_code, draft.subject,
                   to_text(draft.urgency), agency->name, agency->code, actor.official, or_null(actor.unit),
                   or_null(draft.signer), draft.reply_due_at, or_null(draft.in_reply_to), now,
                   resolved->signer_name, resolved->signer_title);
        if (rows.empty()) {
            const auto earlier = earlier_sending(tx, actor, key, Origin::own, draft.kind_code, draft.subject);
            if (!earlier) return earlier.error();
            return Created{key, true};
        }
        const std::int64_t id = rows[0]["id"].int64();
        tx.send(sql::document_recipients_set, id, draft.recipients, actor.agency);
        if (auto error = add_files(tx, id, files, now)) return *error;
        record(tx, actor, {id, uid, "created", "", Reader::own_agency, now});
        tx.on_commit([&] { services.notify(actor.agency, "changed", "{}"); });
        tx.commit();
        return Created{uid, false};
    });
}

base::Result<base::Done> edit_draft(Services& services, const Actor& actor, const std::string& uid,
                                    int version, const Draft& draft, const std::vector<std::string>& keep,
                                    const std::vector<NewFile>& files)
{
    const base::Time now = services.clock->now();
    if (auto error = check_draft(draft, kinds(services), now)) return *error;
    return services.pool.retry(scope_of(actor), [&](db::Transaction& tx) -> base::Result<base::Done> {
        const auto document = begin_step(tx, actor, uid, DraftStep::edit,
                                         "Vai đang làm việc không sửa được dự thảo của người khác.");
        if (!document) return document.error();
        if (document->version != version)
            return base::Error{
                base::Fault::conflict,
                "version",
                "Dự thảo đã được lưu ở nơi khác sau khi bạn mở trang này. Mở lại để xem bản mới.",
                {}};
        const auto resolved = resolve(tx, services, actor, draft, now);
        if (!resolved) return resolved.error();
        tx.send(sql::document_update, document->id, draft.kind_code, draft.subject, to_text(draft.urgency),
                or_null(draft.signer), draft.reply_due_at, now, resolved->signer_name,
                resolved->signer_title);
        tx.send(sql::document_recipients_set, document->id, draft.recipients, actor.agency);
        tx.send(sql::document_files_keep, document->id, keep);
        if (auto error = add_files(tx, document->id, files, now)) return *error;
        record(tx, actor, {document->id, uid, "edited", "", Reader::own_agency, now});
        tx.commit();
        return base::Done{};
    });
}

base::Result<base::Done> discard_draft(Services& services, const Actor& actor, const std::string& uid)
{
    return services.pool.retry(scope_of(actor), [&](db::Transaction& tx) -> base::Result<base::Done> {
        const auto document = begin_step(tx, actor, uid, DraftStep::edit,
                                         "Vai đang làm việc không xoá được dự thảo của người khác.");
        if (!document) return document.error();
        tx.send(sql::document_delete, document->id);
        record(tx, actor, {document->id, uid, "discarded", "", Reader::own_agency, services.clock->now()});
        tx.on_commit([&] { services.notify(actor.agency, "changed", "{}"); });
        tx.commit();
        return base::Done{};
    });
}

base::Result<base::Done> submit_draft(Services& services, const Actor& actor, const std::string& uid)
{
    return services.pool.retry(scope_of(actor), [&](db::Transaction& tx) -> base::Result<base::Done> {
        const auto document =
            begin_step(tx, actor, uid, DraftStep::submit,
                       "Vai đang làm việc không trình được dự thảo của người khác.", DocumentState::review);
        if (!document) return document.error();
        if (document->state == DocumentState::review) return base::Done{};
        base::Wrong missing;
        if (document->signer == 0) missing.emplace_back("signer", "Chọn người ký trước khi trình.");
        if (tx.run(sql::document_files_of, document->id).empty())
            missing.emplace_back("files", "Đính kèm tệp văn bản trước khi trình.");
        if (document->recipients.empty())
            missing.emplace_back("recipients", "Chọn ít nhất một nơi nhận trước khi trình.");
        if (auto error = base::invalid(std::move(missing))) return *error;
        return move(services, tx, actor, *document, uid, DraftStep::submit, "submitted_for_signature", "",
                    std::nullopt);
    });
}

base::Result<base::Done> take_back_draft(Services& services, const Actor& actor, const std::string& uid)
{
    return services.pool.retry(scope_of(actor), [&](db::Transaction& tx) -> base::Result<base::Done> {
        const auto document = begin_step(tx, actor, uid, DraftStep::take_back,
                                         "Chỉ người soạn rút dự thảo về được.", DocumentState::draft);
        if (!document) return document.error();
        if (document->state == DocumentState::draft) return base::Done{};
        return move(services, tx, actor, *document, uid, DraftStep::take_back, "taken_back", "",
                    std::nullopt);
    });
}

base::Result<base::Done> approve_draft(Services& services, const Actor& actor, const std::string& uid,
                                       int version)
{
    return services.pool.retry(scope_of(actor), [&](db::Transaction& tx) -> base::Result<base::Done> {
        const auto document = begin_step(tx, actor, uid, DraftStep::approve,
                                         "Vai đang làm việc không duyệt được văn bản trình người khác ký.",
                                         DocumentState::approved);
        if (!document) return document.error();
        if (document->state == DocumentState::approved) return base::Done{};
        if (document->version != version)
            return base::invalid(
                "version",
                "Văn bản đã thay đổi sau khi bạn mở trang này. Xem lại tệp và nơi nhận rồi duyệt.");
        return move(services, tx, actor, *document, uid, DraftStep::approve, "approved", "", std::nullopt);
    });
}

base::Result<base::Done> return_draft(Services& services, const Actor& actor, const std::string& uid,
                                      const std::string& reason)
{
    if (auto error = check_reason(reason, "reason")) return *error;
    return services.pool.retry(scope_of(actor), [&](db::Transaction& tx) -> base::Result<base::Done> {
        const auto document = begin_step(tx, actor, uid, DraftStep::give_back,
                                         "Vai đang làm việc không trả lại được văn bản này.");
        if (!document) return document.error();
        return move(services, tx, actor, *document, uid, DraftStep::give_back, "returned", reason, reason);
    });
}

void note_secret_refused(Services& services, const Actor& actor)
{
    db::Transaction tx = services.pool.begin(scope_of(actor));
    audit::record(tx, {"document.secret_refused", "", "{}", services.clock->now()});
    tx.commit();
}

base::Result<Issued> issue(Services& services, const Actor& actor, const std::string& uid)
{
    return services.pool.retry(scope_of(actor), [&](db::Transaction& tx) -> base::Result<Issued> {
        const auto document = lock_document(tx, uid);
        if (!document || document->origin != Origin::own) return no_such_document();
        if (!may(actor.role, DraftStep::issue, false, false))
            return base::forbidden("Vai đang làm việc không phát hành được văn bản.");
        if (document->state == DocumentState::issued)
            return Issued{full_notation(document->number_text, document->notation),
                          document->recipients.size(), true};
        if (auto next = after(document->state, DraftStep::issue); !next) return next.error();

        const base::Time now = services.clock->now();
        const base::Day today = base::vietnam_day(now);
        const auto directory = services.directory.snapshot();
        const directory::Agency* agency = directory->find(actor.agency);
        const directory::Unit* unit = directory->find_unit(document->unit);
        CHECK(agency != nullptr && (unit != nullptr || document->unit == 0));
        const Kind kind = kind_of(services, document->kind_code);
        const std::string book = document->book.empty() ? usual_book(kind) : document->book;
        // A recipient may have been dissolved since the draft was written.
        const std::vector<std::int64_t>& recipients = document->recipients;
        for (const std::int64_t id : recipients) {
            const directory::Agency* recipient = directory->find(id);
            if (recipient == nullptr || !recipient->valid.holds(today))
                return base::conflict(
                    (recipient != nullptr ? recipient->name : "Một nơi nhận") +
                    " đã kết thúc hoạt động. Trả lại dự thảo để sửa nơi nhận rồi phát hành.");
        }
        if (recipients.empty())
            return base::conflict("Văn bản chưa có nơi nhận. Trả lại dự thảo để chọn nơi nhận.");

        tx.send(sql::document_deliver, document->id, actor.agency, now);
        record(tx, actor,
               {document->id, uid, "issued", std::to_string(recipients.size()), Reader::both_sides, now});
        enqueue_index(tx, services, actor.agency, document->id);
        tx.on_commit([&services, recipients, sender = actor.agency] {
            services.notify(sender, "changed", "{}");
            for (const std::int64_t recipient : recipients) services.notify(recipient, "arrived", "{}");
        });
        const std::string notation =
            notation_of(kind, agency->abbreviation, unit != nullptr ? unit->short_name : std::string());
        const std::chrono::year_month_day date{today};
        const db::Rows numbered =
            tx.run_and_commit(sql::document_number, actor.agency, book, static_cast<int>(date.year()),
                              document->id, notation, now, today, agency->name);
        CHECK(numbered.size() == 1);
        return Issued{full_notation(numbered[0]["number_text"].text(), notation), recipients.size(), false};
    });
}

}  // namespace lt::documents
