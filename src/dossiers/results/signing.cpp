// See signing.h.
#include "dossiers/results/signing.h"

#include <nlohmann/json.hpp>

#include "dossiers/results/elsewhere.h"
#include "dossiers/results/held.h"
#include "dossiers/results/opening.h"
#include "kit/jobs/jobs.h"

namespace lt::dossiers {
namespace {

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

base::Result<Signed> sign_here(Services& services, const Actor& actor, const Signature& wish,
                               ResultSignature what, signing::Hand& hand)
{
    auto open = open_result_signature(services, actor, wish,
                                      {.what = what, .picture = hand.picture ? &*hand.picture : nullptr});
    if (!open) return open.error();
    const auto content = signing::put_signature(services.signing, std::move(open->file.open), hand);
    if (!content) return content.error();
    return close_result_signature(services, actor, what,
                                  {.draft = open->draft.uid,
                                   .version = open->draft.version,
                                   .file = open->file.file,
                                   .before = open->file.before,
                                   .ends_step = wish.ends_step},
                                  *content);
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
    return sign_here(services, actor, wish, ResultSignature::leader, hand);
}

base::Result<Signed> seal_result(Services& services, const Actor& actor, const Signature& wish,
                                 signing::Hand& hand)
{
    return sign_here(services, actor, wish, ResultSignature::seal, hand);
}

void add_result_jobs(Services& services)
{
    add_result_act_jobs(services);
    services.queue.handle(kJudgeResult, [&services](const jobs::Job& job) {
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
