// See opening.h.
#include "dossiers/results/opening.h"

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

base::Error not_the_signer(ResultSignature what)
{
    return base::forbidden(what == ResultSignature::leader
                               ? msg("Chỉ lãnh đạo được trình ký ký được kết quả này.")
                               : msg("Chỉ văn thư của cơ quan giải quyết đóng dấu kết quả."));
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
        tx, services.queue, kJudgeResult,
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
base::Result<ToSign> look_at(Services& services, const Actor& actor, const Signature& wish,
                             ResultSignature what)
{
    return services.pool.retry(result_scope(actor), [&](db::Transaction& tx) -> base::Result<ToSign> {
        auto held = hold(tx, wish.draft, wish.version, before(what));
        if (!held) return held.error();
        if (!may_sign(actor, what, held->draft)) return not_the_signer(what);
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

SignatureLook look_of(Services& services, const Actor& actor, const ResultDraft& draft, const HowToSign& how)
{
    // A plug-in that seals adds a field, and a certified file takes none.
    const bool certify =
        !draft.has_seal || !signing::seals_with_plugin(services.signing, result_scope(actor));
    return {.picture = how.picture, .writer = how.writer, .certify = certify};
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
                                  const HowToSign& how, base::Time now)
{
    constexpr std::int64_t kMeanwhile = 100;  // others take numbers
    ResultDraft draft = it.draft;
    {
        db::Transaction tx = services.pool.begin(result_scope(actor));
        set_number(draft, store::last_number(tx, draft) + kMeanwhile, it.notation, base::vietnam_day(now));
    }
    const auto open =
        begin_leader_signature(services, it.file, draft, now, look_of(services, actor, draft, how));
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

// The draft with its number and book, where the leader is about to sign it.
base::Result<base::Done> prepare_number(Services& services, const Actor& actor, ToSign& it,
                                        const HowToSign& how, base::Time now)
{
    if (it.draft.issued_on) return base::Done{};
    it.draft.book = "result." + it.draft.code;
    it.draft.year = static_cast<int>(std::chrono::year_month_day(base::vietnam_day(now)).year());
    return rehearse(services, actor, it, how, now);
}

void write_signed(Services& services, db::Transaction& tx, const Actor& actor, Held& held,
                  const blob::Blob& content, ResultSignature what, base::Time now)
{
    ResultDraft& draft = held.draft;
    const bool leads = what == ResultSignature::leader;
    put_signed(services, tx, actor, held, content, leads && draft.has_seal ? "draft" : "result", now);
    if (leads) {
        draft.state = DraftState::is_signed;
        draft.signed_at = now;
    } else {
        draft.state = DraftState::sealed;
        draft.sealed_at = now;
        draft.sealed_by = actor.official;
    }
    if (!leads || !draft.has_seal) become_result(tx, draft);
    store::update_draft(tx, draft);
    note_result(tx, held.dossier, leads ? "dossier.result_signed" : "dossier.result_sealed",
                {leads ? msg("Ký kết quả: {{name}}, số {{notation}}")
                       : msg("Đóng dấu kết quả: {{name}}, số {{notation}}"),
                 {{"name", draft.name}, {"notation", draft.notation}}},
                draft.uid, now);
}

}  // namespace

DraftState before(ResultSignature what)
{
    return what == ResultSignature::leader ? DraftState::submitted : DraftState::is_signed;
}

bool is_behind(const ResultDraft& draft, ResultSignature what)
{
    return draft.state == DraftState::sealed ||
           (what == ResultSignature::leader && draft.state == DraftState::is_signed);
}

bool may_sign(const Actor& actor, ResultSignature what, const ResultDraft& draft)
{
    if (what == ResultSignature::leader)
        return actor.role == directory::Role::leader && draft.signer == actor.official;
    return actor.role == directory::Role::registry_clerk && draft.agency == actor.agency && draft.has_seal;
}

base::Result<base::Done> check_result_signature(Services& services, const Actor& actor, const Signature& wish,
                                                const HowToSign& how)
{
    const base::Time now = services.clock->now();
    auto it = look_at(services, actor, wish, how.what);
    if (!it) return it.error();
    if (how.what == ResultSignature::leader) return prepare_number(services, actor, *it, how, now);
    const auto open = begin_agency_signature(services, it->file, now, {how.picture, how.writer});
    if (!open) return open.error();
    return base::Done{};
}

base::Result<OpenResult> open_result_signature(Services& services, const Actor& actor, const Signature& wish,
                                               const HowToSign& how)
{
    const base::Time now = services.clock->now();
    auto it = look_at(services, actor, wish, how.what);
    if (!it) return it.error();
    OpenResult out{.file = {.file = it->file.uid, .before = it->file.sha256}};
    if (how.what == ResultSignature::seal) {
        auto open = begin_agency_signature(services, it->file, now, {how.picture, how.writer});
        if (!open) return open.error();
        out.draft = std::move(it->draft);
        out.file.open = *std::move(open);
        return out;
    }
    if (const auto good = prepare_number(services, actor, *it, how, now); !good) return good.error();
    auto draft = numbered(services, actor, *it, now);
    if (!draft) return draft.error();
    auto open =
        begin_leader_signature(services, it->file, *draft, now, look_of(services, actor, *draft, how));
    if (!open) return open.error();
    out.draft = *std::move(draft);
    out.file.open = *std::move(open);
    return out;
}

base::Result<Signed> close_result_signature(Services& services, const Actor& actor, ResultSignature what,
                                            const ResultToClose& to_close, const std::string& content)
{
    const blob::Blob blob = services.blobs.put(content);
    // Nothing of it takes long, so that it is done again where an act of the process stood in the way.
    return services.pool.retry(result_scope(actor), [&](db::Transaction& tx) -> base::Result<Signed> {
        const base::Time now = services.clock->now();
        auto held = hold(tx, to_close.draft, to_close.version, before(what));
        if (!held) return held.error();
        if (!may_sign(actor, what, held->draft)) return not_the_signer(what);
        const auto file = file_of(tx, held->draft);
        if (!file) return file.error();
        if (file->uid != to_close.file || file->sha256 != to_close.before)
            return base::conflict(msg("Tệp đã thay đổi trong khi ký. Mở lại kết quả, xem lại rồi ký."));
        write_signed(services, tx, actor, *held, blob, what, now);
        auto step = maybe_end_step(services, tx, actor, held->dossier, to_close.ends_step);
        if (!step) return step.error();
        if (const auto all = resolve_when_complete(services, tx, held->dossier); !all) return all.error();
        tx.on_commit([&services, dossier = held->dossier] { told(services, dossier); });
        tx.commit();
        return Signed{held->draft.notation, *std::move(step)};
    });
}

}  // namespace lt::dossiers
