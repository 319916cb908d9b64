// See left.h.
#include "dossiers/results/left.h"

#include <algorithm>

#include "directory/api.h"
#include "dossiers/queries.h"
#include "dossiers/results/documents.h"
#include "dossiers/results/held.h"
#include "kit/base/ids.h"

namespace lt::dossiers {

using base::msg;

namespace {

base::Error can_be_finished()
{
    return base::conflict(msg("Kết quả này còn ký, đóng dấu hoặc phát hành được nên không bỏ ở đây."));
}

bool still_signs(db::Transaction& tx, const ResultDraft& draft, base::Day today)
{
    const auto people = directory::people(tx, draft.agency, today, directory::Role::leader);
    return std::ranges::find(people, draft.signer, &directory::Person::official) != people.end();
}

// Locked with its dossier, as every act on a result has it.
base::Result<base::Message> discard_draft_left(Services& services, db::Transaction& tx,
                                               const Dossier& dossier, const std::string& uid)
{
    const base::Time now = services.clock->now();
    auto draft = store::find_draft(tx, uid, store::Lock::for_update);
    if (!draft || draft->dossier != dossier.id) return no_draft();
    if (!is_left(tx, dossier, *draft, base::vietnam_day(now))) return can_be_finished();
    draft->state = DraftState::dropped;
    store::replace_file(tx, draft->file, now);
    store::update_draft(tx, *draft);
    return base::Message(
        msg("Bỏ kết quả {{name}}, số {{notation}}, của {{agency}}: không ai ký, đóng dấu tiếp được."),
        {{"name", draft->name},
         {"notation", draft->notation},
         {"agency", services.directory.snapshot()->name(draft->agency)}});
}

base::Result<base::Message> discard_document_left(Services& services, db::Transaction& tx,
                                                  const Dossier& dossier, const std::string& uid)
{
    const auto all = documents_of(tx, dossier.id);
    const auto document = std::ranges::find(all, uid, &DocumentOnItsWay::uid);
    if (document == all.end()) return no_draft();
    if (document->agency == dossier.decides) return can_be_finished();
    tx.run(sql::document_drop, uid, services.clock->now());
    return base::Message(
        msg("Bỏ văn bản đi {{name}} của {{agency}}: không phát hành được nữa."),
        {{"name", document->name}, {"agency", services.directory.snapshot()->name(document->agency)}});
}

}  // namespace

bool is_left(db::Transaction& tx, const Dossier& dossier, const ResultDraft& draft, base::Day today)
{
    const bool submitted = draft.state == DraftState::submitted;
    if (!submitted && !(draft.state == DraftState::is_signed && draft.has_seal)) return false;
    return draft.agency != dossier.decides ||
           (submitted && draft.number != 0 && !still_signs(tx, draft, today));
}

std::vector<LeftBehind> left_behind(db::Transaction& tx, std::int64_t agency, int limit)
{
    std::vector<LeftBehind> out;
    for (const db::Row row : tx.run(sql::left_behind, agency, limit))
        out.push_back({.dossier = row["uid"].str(),
                       .code = row["code"].str(),
                       .owner = row["owner_name"].str(),
                       .name = row["name"].str(),
                       .agency = row["agency_id"].int64(),
                       .due_at = row["due_at"].opt_time()});
    return out;
}

base::Result<base::Done> discard_left(Services& services, const Actor& actor, const std::string& uid,
                                      const std::string& item)
{
    db::Transaction tx = services.pool.begin(scope_of(actor));
    auto dossier = store::find(tx, uid, store::Lock::for_update);
    if (!dossier) return no_dossier();
    if (!may_draft_document(actor, *dossier))
        return base::forbidden(
            msg("Chỉ chuyên viên, lãnh đạo cơ quan giải quyết bỏ được kết quả dở dang này."));
    if (!base::is_uid(item)) return no_draft();
    const bool is_draft = store::find_draft(tx, item).has_value();
    const auto words = is_draft ? discard_draft_left(services, tx, *dossier, item)
                                : discard_document_left(services, tx, *dossier, item);
    if (!words) return words.error();
    note_result(tx, *dossier, "dossier.result_discarded", *words, item, services.clock->now());
    if (const auto all = resolve_when_complete(services, tx, *dossier); !all) return all;
    tx.commit();
    if (services.notify) services.notify(dossier->decides);
    return base::Done{};
}

}  // namespace lt::dossiers
