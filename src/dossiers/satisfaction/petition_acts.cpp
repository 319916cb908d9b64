// See petition_acts.h.
#include "dossiers/satisfaction/petition_acts.h"

#include <nlohmann/json.hpp>

#include "calendar/calendars/api.h"
#include "directory/api.h"
#include "dossiers/queries.h"
#include "kit/audit/audit.h"
#include "kit/base/ids.h"
#include "kit/base/text.h"
#include "kit/db/db.h"

namespace lt::dossiers {

using base::msg;

namespace {

struct KindName {
    PetitionActKind kind{};
    std::string_view text{};
};
constexpr std::array kKindNames{
    KindName{PetitionActKind::taken, "taken"}, KindName{PetitionActKind::forwarded, "forwarded"},
    KindName{PetitionActKind::refused, "refused"}, KindName{PetitionActKind::answered, "answered"}};

std::string_view to_text(PetitionActKind kind)
{
    for (const KindName& one : kKindNames)
        if (one.kind == kind) return one.text;
    throw base::Bug("an act without a name");
}

PetitionActKind kind_from(std::string_view text)
{
    for (const KindName& one : kKindNames)
        if (one.text == text) return one.kind;
    throw base::Bug("an act that is none");
}

base::Error too_long(const char* field)
{
    return base::invalid(
        field, {msg("Nhập tối đa {{limit}} ký tự."), {{"limit", std::to_string(kLongestPetition)}}});
}

base::Error over(const Petition& petition)
{
    return base::conflict(
        {petition.refusal
             ? msg("Đã có người từ chối xử lý phản ánh, kiến nghị này lúc {{at}}. Việc bạn vừa làm chưa được ghi.")
             : msg("Đã có người trả lời phản ánh, kiến nghị này lúc {{at}}. Việc bạn vừa làm chưa được ghi."),
         {{"at", base::format_vietnam(*petition.answered_at)}}});
}

enum class Whose : std::uint8_t { own, anybodys };

// Locked: who acts on it at the same time goes first, and is seen.
base::Result<Petition> hold(Services& services, db::Transaction& tx, const Actor& actor,
                            const std::string& uid, Whose whose)
{
    if (!base::is_uid(uid)) return base::not_found(msg("Không có phản ánh, kiến nghị này."));
    tx.run(sql::petition_hold, uid);
    auto petition = find_petition(tx, uid);
    if (!petition) return base::not_found(msg("Không có phản ánh, kiến nghị này."));
    const bool leads = actor.role == directory::Role::leader && actor.official != 0;
    if (leads && petition->answered_at && petition->holder == actor.agency) return over(*petition);
    if (leads && petition->holder != actor.agency &&
        passed_on_by(acts_on(tx, *petition), actor.agency) != nullptr)
        return base::conflict(
            {msg("Phản ánh, kiến nghị này đã chuyển đến {{agency}}. Việc bạn vừa làm chưa được ghi."),
             {{"agency", services.directory.snapshot()->name(petition->holder)}}});
    if (!may_handle(actor, *petition))
        return base::forbidden(msg("Chỉ lãnh đạo cơ quan đang giữ phản ánh, kiến nghị xử lý việc này."));
    if (whose == Whose::own && petition->taken_by != 0 && petition->taken_by != actor.official)
        return base::conflict(
            {msg("Lãnh đạo khác đã nhận xử lý phản ánh, kiến nghị này lúc {{at}}. Nhận xử lý thay rồi làm lại."),
             {{"at", base::format_vietnam(*petition->taken_at)}}});
    return *std::move(petition);
}

void add_act(db::Transaction& tx, const Petition& petition, const Actor& actor, PetitionActKind kind,
             base::Time now, std::int64_t to = 0, const std::string& words = {})
{
    tx.run(sql::petition_act_add, petition.id, to_text(kind), now, actor.agency, actor.official,
           to == 0 ? std::nullopt : std::optional(to), words, petition.due_at);
    nlohmann::json detail{{"dossier", petition.dossier_uid}};
    if (to != 0) detail["to"] = to;
    audit::record(tx, {.action = "petition." + std::string(to_text(kind)),
                       .subject = petition.uid,
                       .detail = detail.dump(),
                       .at = now});
}

base::Result<base::Done> end_petition(Services& services, const Actor& actor, const std::string& uid,
                                      const std::string& words, std::optional<Refusal> refusal)
{
    const base::Time now = services.clock->now();
    db::Transaction tx = services.pool.begin(scope_of(actor));
    const auto petition = hold(services, tx, actor, uid, Whose::own);
    if (!petition) return petition.error();
    const char* field = refusal ? "refusal_words" : "answer";
    if (words.empty())
        return base::invalid(field,
                             refusal ? msg("Viết lý do để người dân biết.") : msg("Viết câu trả lời."));
    if (base::length(words) > kLongestPetition) return too_long(field);
    add_act(tx, *petition, actor, refusal ? PetitionActKind::refused : PetitionActKind::answered, now);
    const auto why = refusal ? std::optional(std::string(to_text(*refusal))) : std::nullopt;
    if (tx.run(sql::petition_answer, petition->id, words, why, now, actor.official).affected() != 1)
        throw base::Bug("a petition that is held can't be answered");
    tx.commit();
    if (services.notify) services.notify(petition->receives);
    return base::Done{};
}

}  // namespace

std::vector<PetitionAct> acts_on(db::Transaction& tx, const Petition& petition)
{
    std::vector<PetitionAct> out;
    for (const db::Row row : tx.run(sql::petition_acts, petition.id))
        out.push_back({.kind = kind_from(row["kind"].text()),
                       .at = row["at"].time(),
                       .agency = row["agency_id"].int64(),
                       .official = row["official_id"].int64(),
                       .to = row["to_id"].opt_int64().value_or(0),
                       .words = row["words"].str(),
                       .due_at = row["due_at"].time()});
    return out;
}

const PetitionAct* passed_on_by(const std::vector<PetitionAct>& acts, std::int64_t agency)
{
    const PetitionAct* out = nullptr;
    for (const PetitionAct& one : acts)
        if (one.kind == PetitionActKind::forwarded && one.agency == agency) out = &one;
    return out;
}

base::Time due_again(const calendar::Calendar& calendar, const PetitionAct& passed_on, base::Time now)
{
    if (passed_on.due_at <= passed_on.at) return passed_on.due_at;
    const auto due = calendar.after(now, calendar.between(passed_on.at, passed_on.due_at));
    if (!due) throw base::Bug("the time of a petition can't be counted");
    return *due;
}

bool may_handle(const Actor& actor, const Petition& petition)
{
    return actor.role == directory::Role::leader && actor.official != 0 && actor.agency == petition.holder &&
           !petition.answered_at;
}

base::Result<base::Done> answer_petition(Services& services, const Actor& actor, const std::string& uid,
                                         const std::string& answer)
{
    return end_petition(services, actor, uid, answer, std::nullopt);
}

base::Result<base::Done> refuse_petition(Services& services, const Actor& actor, const std::string& uid,
                                         const std::string& refusal, const std::string& words)
{
    const auto known = refusal_from(refusal);
    if (!known) {
        base::Error error = base::invalid("refusal", msg("Chọn lý do không xử lý."));
        if (words.empty()) error.more.emplace_back("refusal_words", msg("Viết lý do để người dân biết."));
        return error;
    }
    return end_petition(services, actor, uid, words, known);
}

base::Result<base::Done> forward_petition(Services& services, const IndexRuleBook& book, const Actor& actor,
                                          const std::string& uid, const std::string& agency,
                                          const std::string& why)
{
    const base::Time now = services.clock->now();
    const base::Day today = base::vietnam_day(now);
    const auto directory = services.directory.snapshot();
    db::Transaction tx = services.pool.begin(scope_of(actor));
    const auto petition = hold(services, tx, actor, uid, Whose::own);
    if (!petition) return petition.error();
    const directory::Agency* to = directory->find_uid(agency);
    base::Wrong wrong;
    if (to == nullptr || !to->valid.holds(today))
        wrong.emplace_back("agency", msg("Chọn cơ quan có thẩm quyền trả lời."));
    else if (to->id == actor.agency)
        wrong.emplace_back("agency", msg("Cơ quan này đang giữ phản ánh, kiến nghị. Chọn cơ quan khác."));
    else if (to->system != 0)
        wrong.emplace_back(
            "agency",
            msg("Cơ quan này làm việc trên hệ thống khác nên không nhận được ở đây. Gửi bằng văn bản."));
    if (why.empty()) wrong.emplace_back("why", msg("Viết lý do chuyển."));
    if (base::length(why) > kLongestPetition) wrong.emplace_back("why", too_long("why").message);
    if (auto error = base::invalid(wrong)) return *error;
    const auto acts = acts_on(tx, *petition);
    const PetitionAct* before = passed_on_by(acts, to->id);
    const base::Time due = before == nullptr ? petition_due(services, book.on(today), to->id, now)
                                             : due_again(*services.calendars->of(to->id), *before, now);
    add_act(tx, *petition, actor, PetitionActKind::forwarded, now, to->id, why);
    if (tx.run(sql::petition_forward, petition->id, to->id, due).affected() != 1)
        throw base::Bug("a petition that is held can't be forwarded");
    tx.commit();
    if (services.notify)
        for (const std::int64_t one : {actor.agency, to->id}) services.notify(one);
    return base::Done{};
}

base::Result<base::Done> take_petition(Services& services, const Actor& actor, const std::string& uid)
{
    const base::Time now = services.clock->now();
    db::Transaction tx = services.pool.begin(scope_of(actor));
    const auto petition = hold(services, tx, actor, uid, Whose::anybodys);
    if (!petition) return petition.error();
    if (petition->taken_by == actor.official) return base::Done{};
    add_act(tx, *petition, actor, PetitionActKind::taken, now);
    tx.run(sql::petition_take, petition->id, actor.official, now);
    tx.commit();
    return base::Done{};
}

}  // namespace lt::dossiers
