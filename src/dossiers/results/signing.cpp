// See signing.h.
#include "dossiers/results/signing.h"

#include <nlohmann/json.hpp>

#include "dossiers/results/held.h"
#include "dossiers/results/paper.h"
#include "dossiers/results/template.h"
#include "kit/audit/audit.h"
#include "kit/base/ids.h"
#include "kit/jobs/jobs.h"

namespace lt::dossiers {

using base::msg;

namespace {

constexpr const char* kJudge = "dossiers.judge_result";

std::vector<Waiting> with_steps(Services& services, db::Transaction& tx, const Actor& actor,
                                std::vector<ResultDraft> drafts)
{
    std::vector<Waiting> out;
    for (ResultDraft& draft : drafts) {
        std::string title;
        if (const auto dossier = store::find(tx, draft.dossier_uid))
            if (const auto step = open_step(services, tx, actor, dossier->instance)) title = step->title;
        out.push_back({std::move(draft), std::move(title)});
    }
    return out;
}

// The signed content takes the place of what was signed; it is a result once nothing is missing.
void put_signed(Services& services, db::Transaction& tx, const Actor& actor, Held& held,
                const blob::Blob& blob, const char* kind, base::Time now)
{
    blob::remember(tx, blob);
    const File file{.uid = base::new_uid(now),
                    .kind = kind,
                    .name = "ket-qua-" + held.dossier.code + ".pdf",
                    .media_type = "application/pdf",
                    .size = blob.size,
                    .sha256 = blob.sha256,
                    .added_at = now};
    store::add_files(tx, held.dossier, {file}, actor.official);
    store::replace_file(tx, held.draft.file, now);
    held.draft.file = file.uid;
    jobs::enqueue(
        tx, services.queue, kJudge,
        nlohmann::json{{"agency", held.draft.agency}, {"dossier", held.dossier.uid}, {"file", file.uid}}
            .dump());
}

void become_result(db::Transaction& tx, ResultDraft& draft)
{
    draft.result = store::add_result(tx, draft.dossier,
                                     {.code = draft.code,
                                      .name = draft.name,
                                      .number = draft.notation,
                                      .issued_on = draft.issued_on,
                                      .signer = draft.signer_name,
                                      .file = draft.file});
}

// The last of the transaction: nothing of the dossier in memory is written after it.
base::Result<std::string> maybe_end_step(Services& services, db::Transaction& tx, const Actor& actor,
                                         const Dossier& dossier, bool wanted)
{
    if (!wanted) return std::string();
    const auto step = open_step(services, tx, actor, dossier.instance);
    if (!step) return std::string();
    if (const auto done = end_step(services, tx, actor, *step); !done) return done.error();
    return step->title;
}

base::Result<File> file_of(db::Transaction& tx, const ResultDraft& draft)
{
    const auto file = store::find_file(tx, draft.dossier, draft.file);
    if (!file) throw base::Bug("the file of a draft is gone");
    return *file;
}

void told(Services& services, const Dossier& dossier)
{
    if (!services.notify) return;
    services.notify(dossier.decides);
    if (dossier.agency != dossier.decides) services.notify(dossier.agency);
}

// What is to be signed or sealed, as it stands now: the locks end with this call.
struct ToSign {
    ResultDraft draft{};
    File file{};
    std::string notation{};  // of the procedure: what stands behind the number
};
base::Result<ToSign> look_at(Services& services, const Actor& actor, const Signature& wish, DraftState state)
{
    return services.pool.retry(result_scope(actor), [&](db::Transaction& tx) -> base::Result<ToSign> {
        auto held = hold(tx, wish.draft, wish.version, state);
        if (!held) return held.error();
        const auto file = file_of(tx, held->draft);
        if (!file) return file.error();
        ToSign out{.draft = std::move(held->draft), .file = *file};
        const VersionPtr version = version_of(services, tx, held->dossier.version_uid);
        if (!version) throw base::Bug("the version of a dossier is gone");
        for (const procedures::ResultKind& kind : version->ready.results)
            if (kind.code == out.draft.code) out.notation = kind.notation;
        return out;
    });
}

// The draft with a number of its book. Its date is the number's, whenever it is signed.
void set_number(ResultDraft& draft, std::int64_t number, const std::string& notation, base::Day day)
{
    draft.number = number;
    draft.notation = number_text(number, day) + behind_number(notation, draft.year);
    draft.issued_on = day;
}

// A number as long as any that can come next: what is refused now is refused before a number is given.
base::Result<base::Done> rehearse(Services& services, const Actor& actor, const ToSign& it,
                                  const signing::Hand& hand, base::Time now)
{
    constexpr std::int64_t kMeanwhile = 10;  // others take numbers
    ResultDraft draft = it.draft;
    {
        db::Transaction tx = services.pool.begin(result_scope(actor));
        set_number(draft, store::last_number(tx, draft) + kMeanwhile, it.notation, base::vietnam_day(now));
    }
    const auto open =
        begin_leader_signature(services, it.file, draft, now, hand.picture ? &*hand.picture : nullptr);
    if (!open) return open.error();
    return base::Done{};
}

// Given now or, when an earlier try broke off, before.
base::Result<ResultDraft> numbered(Services& services, const Actor& actor, const ToSign& it, base::Time now)
{
    if (it.draft.issued_on) return it.draft;
    return services.pool.retry(result_scope(actor), [&](db::Transaction& tx) -> base::Result<ResultDraft> {
        auto held = hold(tx, it.draft.uid, it.draft.version, DraftState::submitted);
        if (!held) return held.error();
        ResultDraft& draft = held->draft;
        if (draft.issued_on) return draft;  // by a second press of the button
        draft.book = it.draft.book;
        draft.year = it.draft.year;
        set_number(draft, store::take_number(tx, draft.agency, draft.book, std::to_string(draft.year)),
                   it.notation, base::vietnam_day(now));
        store::number_draft(tx, draft);
        audit::record(tx, {.action = "dossier.result_numbered",
                           .subject = held->dossier.uid,
                           .detail = nlohmann::json{{"result", draft.uid}, {"number", draft.notation}}.dump(),
                           .at = now});
        tx.commit();
        return draft;
    });
}

// What every signature ends with: nothing of it takes long, so that it is done again where an act of the process stood in the way.
struct Putting {
    std::string draft{};
    int version = 0;
    DraftState before{};
    blob::Blob signed_file{};
    bool ends_step = true;
};
template <class Change>
base::Result<Signed> put_in_place(Services& services, const Actor& actor, const Putting& what,
                                  Change&& change)
{
    return services.pool.retry(result_scope(actor), [&](db::Transaction& tx) -> base::Result<Signed> {
        const base::Time now = services.clock->now();
        auto held = hold(tx, what.draft, what.version, what.before);
        if (!held) return held.error();
        change(tx, *held, now);
        auto step = maybe_end_step(services, tx, actor, held->dossier, what.ends_step);
        if (!step) return step.error();
        if (const auto all = resolve_when_complete(services, tx, held->dossier); !all) return all.error();
        tx.on_commit([&services, dossier = held->dossier] { told(services, dossier); });
        tx.commit();
        return Signed{held->draft.notation, *std::move(step)};
    });
}

}  // namespace

std::vector<Waiting> results_to_sign(Services& services, const Actor& actor, int limit)
{
    db::Transaction tx = services.pool.begin(result_scope(actor));
    return with_steps(services, tx, actor, store::drafts_to_sign(tx, actor.agency, actor.official, limit));
}

std::vector<Waiting> results_to_seal(Services& services, const Actor& actor, int limit)
{
    db::Transaction tx = services.pool.begin(result_scope(actor));
    return with_steps(services, tx, actor, store::drafts_to_seal(tx, actor.agency, limit));
}

base::Result<Signed> sign_result(Services& services, const Actor& actor, const Signature& wish,
                                 signing::Hand& hand)
{
    const base::Time now = services.clock->now();
    auto it = look_at(services, actor, wish, DraftState::submitted);
    if (!it) return it.error();
    if (actor.role != directory::Role::leader || it->draft.signer != actor.official)
        return base::forbidden(msg("Chỉ lãnh đạo được trình ký ký được kết quả này."));
    if (!it->draft.issued_on) {
        it->draft.book = "result." + it->draft.code;
        it->draft.year = static_cast<int>(std::chrono::year_month_day(base::vietnam_day(now)).year());
        if (const auto good = rehearse(services, actor, *it, hand, now); !good) return good.error();
    }
    const auto draft = numbered(services, actor, *it, now);
    if (!draft) return draft.error();
    auto open =
        begin_leader_signature(services, it->file, *draft, now, hand.picture ? &*hand.picture : nullptr);
    if (!open) return open.error();
    const auto content = signing::put_signature(services.signing, *std::move(open), hand);
    if (!content) return content.error();
    const Putting what{.draft = draft->uid,
                       .version = draft->version,
                       .before = DraftState::submitted,
                       .signed_file = services.blobs.put(*content),
                       .ends_step = wish.ends_step};
    return put_in_place(services, actor, what, [&](db::Transaction& tx, Held& held, base::Time at) {
        ResultDraft& one = held.draft;
        put_signed(services, tx, actor, held, what.signed_file, one.has_seal ? "draft" : "result", at);
        one.state = DraftState::is_signed;
        one.signed_at = at;
        if (!one.has_seal) become_result(tx, one);
        store::update_draft(tx, one);
        note_result(
            tx, held.dossier, "dossier.result_signed",
            {msg("Ký kết quả: {{name}}, số {{notation}}"), {{"name", one.name}, {"notation", one.notation}}},
            one.uid, at);
    });
}

base::Result<Signed> seal_result(Services& services, const Actor& actor, const Signature& wish,
                                 signing::Hand& hand)
{
    const auto it = look_at(services, actor, wish, DraftState::is_signed);
    if (!it) return it.error();
    if (actor.role != directory::Role::registry_clerk || it->draft.agency != actor.agency ||
        !it->draft.has_seal)
        return base::forbidden(msg("Chỉ văn thư của cơ quan giải quyết đóng dấu kết quả."));
    auto open = begin_agency_signature(services, it->file, services.clock->now(),
                                       hand.picture ? &*hand.picture : nullptr);
    if (!open) return open.error();
    const auto content = signing::put_signature(services.signing, *std::move(open), hand);
    if (!content) return content.error();
    const Putting what{.draft = it->draft.uid,
                       .version = it->draft.version,
                       .before = DraftState::is_signed,
                       .signed_file = services.blobs.put(*content),
                       .ends_step = wish.ends_step};
    return put_in_place(services, actor, what, [&](db::Transaction& tx, Held& held, base::Time at) {
        ResultDraft& one = held.draft;
        put_signed(services, tx, actor, held, what.signed_file, "result", at);
        one.state = DraftState::sealed;
        one.sealed_at = at;
        one.sealed_by = actor.official;
        become_result(tx, one);
        store::update_draft(tx, one);
        note_result(tx, held.dossier, "dossier.result_sealed",
                    {msg("Đóng dấu kết quả: {{name}}, số {{notation}}"),
                     {{"name", one.name}, {"notation", one.notation}}},
                    one.uid, at);
    });
}

void add_result_jobs(Services& services)
{
    services.queue.handle(kJudge, [&services](const jobs::Job& job) {
        if (!services.signing.judge) return;
        constexpr std::uint64_t kLargest = 100ULL << 20;
        const auto payload = nlohmann::json::parse(job.payload);
        const db::Scope scope{.agency = payload.at("agency").get<std::int64_t>(), .reach = db::Reach::agency};
        const std::string uid = payload.at("file").get<std::string>();
        std::optional<File> file;
        {
            db::Transaction tx = services.pool.begin(scope);
            const auto dossier = store::find(tx, payload.at("dossier").get<std::string>());
            if (dossier) file = store::find_file(tx, dossier->id, uid);
        }
        if (!file || file->replaced_at) return;  // sealed meanwhile: that file is judged
        const signing::Judged judged = services.signing.judge(services.blobs.get(file->sha256, kLargest));
        db::Transaction tx = services.pool.begin(scope);
        store::judge_file(tx, uid, judged.indication);
        tx.commit();
    });
}

}  // namespace lt::dossiers
