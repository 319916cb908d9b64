// See signing.h.
#include "dossiers/results/signing.h"

#include <nlohmann/json.hpp>

#include "dossiers/results/held.h"
#include "dossiers/results/paper.h"
#include "dossiers/results/template.h"
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
                const std::string& content, const char* kind, base::Time now)
{
    blob::Blob blob = services.blobs.put(content);
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

// In the transaction of the signature, before anything is written: what the number belongs to.
void take_result_number(db::Transaction& tx, const procedures::Version& version, ResultDraft& draft,
                        base::Time now)
{
    const base::Day day = base::vietnam_day(now);
    std::string notation;
    for (const procedures::ResultKind& kind : version.ready.results)
        if (kind.code == draft.code) notation = kind.notation;
    draft.year = static_cast<int>(std::chrono::year_month_day(day).year());
    draft.book = "result." + draft.code;
    draft.number = store::take_number(tx, draft.agency, draft.book, std::to_string(draft.year));
    draft.notation = number_text(draft.number, day) + behind_number(notation, draft.year);
    draft.issued_on = day;
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
    return services.pool.retry(result_scope(actor), [&](db::Transaction& tx) -> base::Result<Signed> {
        const base::Time now = services.clock->now();
        auto held = hold(tx, wish.draft, wish.version, DraftState::submitted);
        if (!held) return held.error();
        ResultDraft& draft = held->draft;
        if (actor.role != directory::Role::leader || draft.signer != actor.official)
            return base::forbidden(msg("Chỉ lãnh đạo được trình ký ký được kết quả này."));
        const VersionPtr version = version_of(services, tx, held->dossier.version_uid);
        if (!version) throw base::Bug("the version of a dossier is gone");
        const auto file = file_of(tx, draft);
        if (!file) return file.error();
        take_result_number(tx, *version, draft, now);
        auto open =
            begin_leader_signature(services, *file, draft, now, hand.picture ? &*hand.picture : nullptr);
        if (!open) return open.error();
        const auto content = signing::put_signature(services.signing, *std::move(open), hand);
        if (!content) return content.error();
        put_signed(services, tx, actor, *held, *content, draft.has_seal ? "draft" : "result", now);
        draft.state = DraftState::is_signed;
        draft.signed_at = now;
        if (!draft.has_seal) become_result(tx, draft);
        store::update_draft(tx, draft);
        note_result(tx, held->dossier, "dossier.result_signed",
                    {msg("Ký kết quả: {{name}}, số {{notation}}"),
                     {{"name", draft.name}, {"notation", draft.notation}}},
                    draft.uid, now);
        auto step = maybe_end_step(services, tx, actor, held->dossier, wish.ends_step);
        if (!step) return step.error();
        if (const auto all = resolve_when_complete(services, tx, held->dossier); !all) return all.error();
        tx.on_commit([&services, dossier = held->dossier] { told(services, dossier); });
        tx.commit();
        return Signed{draft.notation, *std::move(step)};
    });
}

base::Result<Signed> seal_result(Services& services, const Actor& actor, const Signature& wish,
                                 signing::Hand& hand)
{
    return services.pool.retry(result_scope(actor), [&](db::Transaction& tx) -> base::Result<Signed> {
        const base::Time now = services.clock->now();
        auto held = hold(tx, wish.draft, wish.version, DraftState::is_signed);
        if (!held) return held.error();
        ResultDraft& draft = held->draft;
        if (actor.role != directory::Role::registry_clerk || draft.agency != actor.agency || !draft.has_seal)
            return base::forbidden(msg("Chỉ văn thư của cơ quan giải quyết đóng dấu kết quả."));
        const auto file = file_of(tx, draft);
        if (!file) return file.error();
        auto open = begin_agency_signature(services, *file, now, hand.picture ? &*hand.picture : nullptr);
        if (!open) return open.error();
        const auto content = signing::put_signature(services.signing, *std::move(open), hand);
        if (!content) return content.error();
        put_signed(services, tx, actor, *held, *content, "result", now);
        draft.state = DraftState::sealed;
        draft.sealed_at = now;
        draft.sealed_by = actor.official;
        become_result(tx, draft);
        store::update_draft(tx, draft);
        note_result(tx, held->dossier, "dossier.result_sealed",
                    {msg("Đóng dấu kết quả: {{name}}, số {{notation}}"),
                     {{"name", draft.name}, {"notation", draft.notation}}},
                    draft.uid, now);
        auto step = maybe_end_step(services, tx, actor, held->dossier, wish.ends_step);
        if (!step) return step.error();
        if (const auto all = resolve_when_complete(services, tx, held->dossier); !all) return all.error();
        tx.on_commit([&services, dossier = held->dossier] { told(services, dossier); });
        tx.commit();
        return Signed{draft.notation, *std::move(step)};
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
