// See documents.h.
#include "dossiers/results/documents.h"

#include <algorithm>

#include "directory/api.h"
#include "documents/api.h"
#include "dossiers/queries.h"
#include "dossiers/results/held.h"
#include "kit/base/ids.h"

namespace lt::dossiers {

using base::msg;

bool may_draft_document(const Actor& actor, const Dossier& dossier)
{
    return (actor.role == directory::Role::specialist || actor.role == directory::Role::leader) &&
           part_of(actor, dossier).decides;
}

base::Result<std::string> draft_document(Services& services, const accounts::Me& me, const Actor& actor,
                                         const std::string& uid, const DocumentWish& wish)
{
    const base::Time now = services.clock->now();
    if (services.documents == nullptr) return no_dossier();
    if (!base::is_uid(wish.key)) return base::invalid("key", msg("Tải lại trang rồi gửi lại."));
    db::Transaction tx = services.pool.begin(scope_of(actor));
    auto dossier = store::find(tx, uid, store::Lock::for_update);
    if (!dossier) return no_dossier();
    if (!may_draft_document(actor, *dossier))
        return base::forbidden(msg("Chỉ chuyên viên, lãnh đạo cơ quan giải quyết soạn văn bản của hồ sơ."));
    if (!takes_results(dossier->life.state)) return takes_none();
    std::string name = wish.subject;
    if (!wish.code.empty()) {
        const VersionPtr version = version_of(services, tx, dossier->version_uid);
        if (!version) throw base::Bug("the version of a dossier is gone");
        const auto& kinds = version->ready.results;
        const auto kind = std::ranges::find(kinds, wish.code, &procedures::ResultKind::code);
        if (kind == kinds.end()) return base::invalid("code", msg("Chọn kết quả cần soạn."));
        name = kind->name;
    }
    documents::Commission draft{.key = wish.key, .kind_code = wish.kind, .subject = wish.subject};
    // The desk that received it hands the decision over, so it is told.
    if (dossier->agency != dossier->decides) draft.recipients = {dossier->agency};
    // A transaction of its own: what breaks off in between leaves a draft that the same form finds again.
    auto made = documents::commission(*services.documents, me, actor.request_id, draft);
    if (!made) return made;
    const bool first =
        !tx.run(sql::document_link, *made, dossier->id, actor.agency, wish.code, name, actor.official, now)
             .empty();
    if (first)
        note_result(tx, *dossier, "dossier.document_drafted",
                    {msg("Soạn văn bản đi: {{name}}"), {{"name", name}}}, *made, now);
    tx.commit();
    return made;
}

std::vector<DocumentOnItsWay> documents_of(db::Transaction& tx, std::int64_t dossier)
{
    std::vector<DocumentOnItsWay> out;
    for (const db::Row row : tx.run(sql::documents_of, dossier))
        out.push_back({.uid = row["document_uid"].str(),
                       .agency = row["agency_id"].int64(),
                       .name = row["name"].str(),
                       .made_at = row["made_at"].time()});
    return out;
}

void take_issued(Services& services, std::int64_t agency, const std::string& document)
{
    const base::Time now = services.clock->now();
    const Actor platform{.agency = agency};
    db::Transaction tx = services.pool.begin(scope_of(platform));
    const db::Rows found = tx.run(sql::document_dossier, document);
    if (found.empty() || services.documents == nullptr) return;
    const auto issued = documents::find_issued(*services.documents, agency, document);
    if (!issued) return;
    auto dossier = store::find(tx, found[0]["uid"].str(), store::Lock::for_update);
    if (!dossier) return;  // another agency decides it since: left.h
    // Behind the dossier's lock: two of these jobs at once take it once.
    const db::Rows taken = tx.run(sql::document_take, document, now);
    if (taken.empty()) return;
    Outcome outcome{.code = taken[0]["code"].str(),
                    .name = taken[0]["name"].str(),
                    .number = issued->notation,
                    .issued_on = issued->issued_on,
                    .signer = issued->signer};
    if (!issued->sha256.empty()) {
        const File file{.uid = base::new_uid(now),
                        .kind = "result",
                        .name = issued->file_name,
                        .media_type = issued->media_type,
                        .size = issued->size,
                        .sha256 = issued->sha256,
                        .added_at = now};
        store::add_files(tx, *dossier, {file}, 0);
        outcome.file = file.uid;
    }
    const int no = store::add_result(tx, dossier->id, outcome, document);
    tx.send(sql::document_taken, document, no);
    note_result(
        tx, *dossier, "dossier.document_issued",
        {msg("Văn bản {{notation}} đã phát hành, là kết quả của hồ sơ."), {{"notation", issued->notation}}},
        document, now);
    if (const auto all = resolve_when_complete(services, tx, *dossier); !all)
        throw std::runtime_error(all.error().message.str());
    tx.commit();
    if (services.notify) services.notify(agency);
}

void take_discarded(Services& services, std::int64_t agency, const std::string& document)
{
    const base::Time now = services.clock->now();
    const Actor platform{.agency = agency};
    db::Transaction tx = services.pool.begin(scope_of(platform));
    const db::Rows found = tx.run(sql::document_dossier, document);
    if (found.empty()) return;
    auto dossier = store::find(tx, found[0]["uid"].str(), store::Lock::for_update);
    if (!dossier) return;  // another agency decides it since: left.h
    // Behind the dossier's lock: the same form has drafted it again.
    if (services.documents != nullptr && documents::is_there(*services.documents, agency, document)) return;
    const db::Rows dropped = tx.run(sql::document_drop, document, now);
    if (dropped.empty()) return;
    note_result(tx, *dossier, "dossier.document_dropped",
                {msg("Bỏ dự thảo văn bản đi: {{name}}"), {{"name", dropped[0]["name"].str()}}}, document,
                now);
    if (const auto all = resolve_when_complete(services, tx, *dossier); !all)
        throw std::runtime_error(all.error().message.str());
    tx.commit();
    if (services.notify) services.notify(agency);
}

}  // namespace lt::dossiers
