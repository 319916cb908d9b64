// See recording.h.
#include "dossiers/results/recording.h"

#include <algorithm>
#include <tuple>

#include <nlohmann/json.hpp>

#include "dossiers/follow.h"
#include "dossiers/linked/components.h"
#include "dossiers/new_files.h"
#include "dossiers/queries.h"
#include "dossiers/results/held.h"
#include "dossiers/results/required.h"
#include "kit/audit/audit.h"
#include "kit/base/text.h"
#include "kit/pdf/sign.h"
#include "signing/api.h"
#include "vault/api.h"

namespace lt::dossiers {

using base::msg;

namespace {

constexpr std::uint64_t kLargestJudged = 100ULL << 20;

bool is_unsaid(const std::string& text) { return base::normalise(text).empty(); }

std::optional<procedures::ResultKind> kind_of_result(Services& services, db::Transaction& tx,
                                                     const Dossier& dossier, const std::string& code)
{
    const VersionPtr version = version_of(services, tx, dossier.version_uid);
    if (!version) throw base::Bug("the version of a dossier is gone");
    for (const procedures::ResultKind& kind : linked::results_of(tx, dossier, *version))
        if (kind.code == code) return kind;
    return std::nullopt;
}

// Something that is to be signed here and is not: on paper, with all that identifies it, and why.
bool is_paper(const std::optional<procedures::ResultKind>& kind, const std::string& verdict)
{
    return kind && kind->is_signed && verdict.empty();
}

base::Wrong check_outcome(const NewOutcome& wanted, bool on_paper, const std::string& verdict,
                          base::Day today)
{
    const Outcome& outcome = wanted.outcome;
    base::Wrong wrong;
    if (is_unsaid(outcome.name)) wrong.emplace_back("name", msg("Nhập tên kết quả."));
    if (on_paper && is_unsaid(outcome.number))
        wrong.emplace_back("number", msg("Nhập số và ký hiệu của kết quả giấy."));
    else if (!wanted.file && is_unsaid(outcome.number))
        wrong.emplace_back("number", msg("Nhập số và ký hiệu của kết quả, hoặc chọn tệp kết quả."));
    if (on_paper && !outcome.issued_on)
        wrong.emplace_back("issued_on", msg("Nhập ngày ban hành của kết quả giấy."));
    if (outcome.issued_on && *outcome.issued_on > today)
        wrong.emplace_back("issued_on", msg("Ngày ban hành chưa đến. Nhập hôm nay hoặc một ngày trước."));
    if (on_paper && is_unsaid(outcome.paper_why))
        wrong.emplace_back(
            "paper_why",
            msg("Kết quả này phải ký số. Chọn tệp đã ký số; trả bản giấy thì nhập lý do trả bản giấy."));
    if (!verdict.empty() && !vault::counts(verdict))
        wrong.emplace_back(
            "result",
            msg("Chữ ký số trong tệp không hợp lệ nên không ghi làm kết quả được. Chọn tệp đã ký đúng."));
    return wrong;
}

// On paper, as a form that was sent before has it.
bool is_recorded(db::Transaction& tx, std::int64_t dossier, const Outcome& outcome)
{
    const auto said = [](const Outcome& one) {
        return std::tie(one.code, one.name, one.number, one.issued_on, one.signer, one.paper_why);
    };
    return std::ranges::any_of(store::outcomes(tx, dossier), [&](const Outcome& before) {
        return before.file.empty() && said(before) == said(outcome);
    });
}

void note_recorded(db::Transaction& tx, Dossier& dossier, const char* action, const base::Message& words,
                   const nlohmann::json& what, base::Time now)
{
    const std::string detail = what.dump();
    store::update(tx, dossier, now);
    store::add_event(tx, dossier,
                     {.no = dossier.version,
                      .act = ActKind::note,
                      .state = dossier.life.state,
                      .reason = words.str(),
                      .detail = detail,
                      .at = now});
    audit::record(tx, {.action = action, .subject = dossier.uid, .detail = detail, .at = now});
}

// The vault, the portal and a linked dossier learn of what changed behind the resolution; before it, they learn by that.
void tell_of_results(Services& services, db::Transaction& tx, const Dossier& dossier)
{
    if (dossier.life.state == State::resolved) follow_later(services, tx, dossier);
}

}  // namespace

bool may_record(const Actor& actor, const Dossier& dossier)
{
    const Part part = part_of(actor, dossier);
    return part.decides || (part.receives && actor.role == directory::Role::desk_staff);
}

bool may_waive(const Actor& actor, const Dossier& dossier)
{
    return part_of(actor, dossier).decides &&
           (actor.role == directory::Role::specialist || actor.role == directory::Role::leader);
}

std::string signature_in(Services& services, const blob::Blob& file)
{
    if (file.media_type != "application/pdf" || file.size > kLargestJudged) return "";
    const std::string bytes = services.blobs.get(file.sha256, kLargestJudged);
    const auto read = pdf::File::open(bytes);
    if (!read || !pdf::claims_signatures(*read)) return "";
    return services.signing.judge ? services.signing.judge(bytes).indication : "signed";
}

base::Result<base::Done> add_outcome(Services& services, const Actor& actor, const std::string& uid,
                                     const NewOutcome& wanted)
{
    const base::Time now = services.clock->now();
    // Before anything is locked.
    const std::string verdict = wanted.file ? signature_in(services, wanted.file->blob) : std::string();
    db::Transaction tx = services.pool.begin(scope_of(actor));
    auto dossier = store::find(tx, uid, store::Lock::for_update);
    if (!dossier) return no_dossier();
    if (!may_record(actor, *dossier))
        return base::forbidden(
            msg("Chỉ cơ quan giải quyết hoặc bộ phận một cửa đã tiếp nhận hồ sơ ghi kết quả."));
    if (wanted.version != 0 && wanted.version != dossier->version) return changed_meanwhile();
    if (!takes_results(dossier->life.state))
        return base::conflict(msg("Chỉ ghi kết quả khi hồ sơ đang xử lý hoặc đã có kết quả mà chưa trả."));
    const bool on_paper = is_paper(kind_of_result(services, tx, *dossier, wanted.outcome.code), verdict);
    if (auto error = base::invalid(check_outcome(wanted, on_paper, verdict, base::vietnam_day(now))))
        return *error;
    Outcome outcome = wanted.outcome;
    outcome.paper_why = on_paper ? base::normalise(outcome.paper_why) : std::string();
    // Sent twice, it is one result; with a file, whose upload is used up then, it would be refused.
    if (!wanted.file && outcome.no < 0 && is_recorded(tx, dossier->id, outcome)) return base::Done{};
    if (wanted.file) {
        const auto kept = keep_files(tx, actor, *dossier, {*wanted.file}, "result", now);
        if (!kept) return kept.error();
        outcome.file = kept->front().uid;
        // Without a judge the file only claims it.
        if (services.signing.judge && !verdict.empty()) store::judge_file(tx, outcome.file, verdict);
    }
    const int no = store::put_outcome(tx, dossier->id, outcome);
    note_recorded(
        tx, *dossier, "dossier.result_added",
        on_paper ? base::Message(
                       msg("Ghi kết quả giấy: {{name}}, số {{number}}. Lý do: {{reason}}"),
                       {{"name", outcome.name}, {"number", outcome.number}, {"reason", outcome.paper_why}})
                 : base::Message(msg("Ghi kết quả: {{name}}"), {{"name", outcome.name}}),
        {{"kind", outcome.code}, {"result_no", no}}, now);
    tell_of_results(services, tx, *dossier);
    if (wanted.also)
        if (auto more = wanted.also(tx, *dossier); !more) return more;
    tx.commit();
    return base::Done{};
}

base::Result<base::Done> waive_result(Services& services, const Actor& actor, const std::string& uid,
                                      const std::string& code, const std::string& reason)
{
    const base::Time now = services.clock->now();
    if (is_unsaid(reason)) return base::invalid("reason", msg("Nhập lý do hồ sơ không có kết quả này."));
    db::Transaction tx = services.pool.begin(scope_of(actor));
    auto dossier = store::find(tx, uid, store::Lock::for_update);
    if (!dossier) return no_dossier();
    if (!may_waive(actor, *dossier))
        return base::forbidden(
            msg("Chỉ chuyên viên, lãnh đạo cơ quan giải quyết ghi hồ sơ không có kết quả."));
    if (!takes_results(dossier->life.state))
        return base::conflict(msg("Chỉ ghi kết quả khi hồ sơ đang xử lý hoặc đã có kết quả mà chưa trả."));
    const auto missing = outstanding_of(services, tx, *dossier).missing;
    const auto kind = std::ranges::find(missing, code, &procedures::ResultKind::code);
    if (kind == missing.end())
        return base::invalid("kind", msg("Chọn kết quả mà hồ sơ phải có và chưa ai ghi."));
    tx.send(sql::waive, dossier->id, kind->code, kind->name, base::normalise(reason), now);
    note_recorded(tx, *dossier, "dossier.result_waived",
                  {msg("Hồ sơ không có kết quả “{{name}}”. Lý do: {{reason}}"),
                   {{"name", kind->name}, {"reason", base::normalise(reason)}}},
                  {{"kind", kind->code}}, now);
    tell_of_results(services, tx, *dossier);
    tx.commit();
    return base::Done{};
}

}  // namespace lt::dossiers
