// Outgoing documents before their issue: write, submit, approve, return.
#include <algorithm>

#include "documents/drafts/steps.h"
#include "documents/lists.h"
#include "documents/queries.h"
#include "documents/signatures/places.h"
#include "documents/signatures/signatures.h"
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
    if (auto error = check_chosen(services, actor, draft.recipients, now)) return *error;
    Resolved resolved;
    if (draft.signer != 0) {
        const auto signer = find_leader(tx, actor.agency, draft.signer, base::vietnam_day(now));
        if (!signer)
            return base::invalid("signer",
                                 "Người này không còn là lãnh đạo của cơ quan. Chọn người ký khác.");
        resolved = {signer->name, signer->title};
    }
    return resolved;
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
                   to_text(draft.urgency), agency->name, agency->code, actor.official, id_or_null(actor.unit),
                   id_or_null(draft.signer), draft.reply_due_at, id_or_null(draft.in_reply_to), now,
                   resolved->signer_name, resolved->signer_title, std::optional<std::int64_t>());
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
                id_or_null(draft.signer), draft.reply_due_at, now, resolved->signer_name,
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
        if (services.discarded) enqueue_discarded(tx, services, actor.agency, uid);
        tx.on_commit([&] { services.notify(actor.agency, "changed", "{}"); });
        tx.commit();
        return base::Done{};
    });
}

base::Result<base::Done> submit_draft(Services& services, const Actor& actor, const std::string& uid)
{
    // Before the document is locked: reading the text takes its time.
    const auto read = documents::document(services, actor, uid);
    const auto looked = read && read->own ? look_for_places(services, actor, *read) : std::nullopt;
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
        if (looked) {
            const FileRow& file = read->files.front();
            tx.send(sql::document_file_place, file.uid, file.sha256, looked);
        }
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
        if (auto error = check_version(*document, version)) return *error;
        return move(services, tx, actor, *document, uid, DraftStep::approve, "approved", "", std::nullopt);
    });
}

base::Error numbered_stays(const std::string& notation)
{
    return base::conflict(
        {"Văn bản đã được cấp số {{notation}} nên không trả lại được. Ký số của cơ quan để phát hành.",
         {{"notation", notation}}});
}

base::Result<base::Done> return_draft(Services& services, const Actor& actor, const std::string& uid,
                                      const std::string& reason)
{
    if (auto error = check_reason(reason, "reason")) return *error;
    return services.pool.retry(scope_of(actor), [&](db::Transaction& tx) -> base::Result<base::Done> {
        const auto document = begin_step(tx, actor, uid, DraftStep::give_back,
                                         "Vai đang làm việc không trả lại được văn bản này.");
        if (!document) return document.error();
        if (!kind_of(services, document->kind_code).copy_form.empty())
            return base::conflict("Bản sao không trả lại được. Bỏ bản sao này rồi làm bản sao khác.");
        // A number that was given stays with its document: the series has no gap.
        if (!document->number_text.empty())
            return numbered_stays(full_notation(document->number_text, document->notation));
        if (document->signed_digitally) tx.send(sql::document_files_unsign, document->id);
        return move(services, tx, actor, *document, uid, DraftStep::give_back, "returned", reason, reason);
    });
}

void note_secret_refused(Services& services, const Actor& actor)
{
    db::Transaction tx = services.pool.begin(scope_of(actor));
    audit::record(tx, {"document.secret_refused", "", "{}", services.clock->now()});
    tx.commit();
}

}  // namespace lt::documents
