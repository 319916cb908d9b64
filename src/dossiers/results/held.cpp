// See held.h.
#include "dossiers/results/held.h"

#include <nlohmann/json.hpp>

#include "decisions/feel/value.h"
#include "dossiers/acts.h"
#include "dossiers/follow.h"
#include "dossiers/lists.h"
#include "kit/audit/audit.h"

namespace lt::dossiers {

using base::msg;

bool takes_results(State state) { return state == State::processing || state == State::resolved; }

base::Error takes_none()
{
    return base::conflict(msg("Chỉ lập, ký kết quả khi hồ sơ đang xử lý hoặc đã có kết quả mà chưa trả."));
}

base::Error no_draft()
{
    return base::not_found(msg("Không có dự thảo kết quả này, hoặc bạn không có nhiệm vụ xem."));
}

std::optional<base::Error> has_number(const ResultDraft& draft)
{
    if (draft.number == 0) return std::nullopt;
    return base::conflict(
        {msg("Kết quả đã lấy số {{notation}} và chưa ký xong nên không rút lại, không trả lại "
             "được. Người ký ký lại cho xong."),
         {{"notation", draft.notation}}});
}

base::Result<Held> hold(db::Transaction& tx, const std::string& uid, int version, DraftState state)
{
    const auto seen = store::find_draft(tx, uid);
    if (!seen) return no_draft();
    auto dossier = store::find(tx, seen->dossier_uid, store::Lock::for_update);
    auto draft = dossier ? store::find_draft(tx, uid, store::Lock::for_update) : std::nullopt;
    // Another agency decides it since: what the first one drafted stays a draft.
    if (!draft || draft->agency != dossier->decides) return no_draft();
    if (draft->state != state || (version != 0 && version != draft->version)) {
        base::Error error = base::conflict(
            {msg("Kết quả này vừa có thay đổi, hiện là “{{state}}”. Xem lại rồi thực hiện nếu vẫn cần."),
             {{"state", words_of(draft->state, draft->has_seal), true}}});
        error.field = "version";
        return error;
    }
    if (!takes_results(dossier->life.state)) return takes_none();
    return Held{*std::move(dossier), *std::move(draft)};
}

db::Scope result_scope(const Actor& actor)
{
    db::Scope scope = scope_of(actor);
    if (actor.role == directory::Role::registry_clerk) scope.reach = db::Reach::agency;
    return scope;
}

void note_result(db::Transaction& tx, Dossier& dossier, const char* action, const base::Message& words,
                 const std::string& draft, base::Time now)
{
    store::update(tx, dossier, now);
    store::add_event(tx, dossier,
                     {.no = dossier.version,
                      .act = ActKind::note,
                      .state = dossier.life.state,
                      .reason = words.str(),
                      .detail = nlohmann::json{{"result", draft}}.dump(),
                      .at = now});
    audit::record(tx, {.action = action,
                       .subject = dossier.uid,
                       .detail = nlohmann::json{{"result", draft}}.dump(),
                       .at = now});
}

std::optional<OpenStep> open_step(Services& services, db::Transaction& tx, const Actor& actor,
                                  const std::string& instance)
{
    if (instance.empty()) return std::nullopt;
    for (const lists::Task& task : lists::tasks_of(tx, instance)) {
        const bool mine = task.performer == actor.agency && !task.paused_at &&
                          (task.role.empty() || task.role == directory::to_text(actor.role)) &&
                          (!task.assignee || *task.assignee == actor.official);
        if (!mine) continue;
        const process::Task one{instance, task.no};
        auto asked = process::asked_by(tx, services.process, one);
        if (asked && !asked->asks_numbers) return OpenStep{one, task.title, std::move(asked->yes_or_no)};
    }
    return std::nullopt;
}

base::Result<base::Done> end_step(Services& services, db::Transaction& tx, const Actor& actor,
                                  const OpenStep& step)
{
    std::vector<feel::Entry> answers;
    for (const std::string& variable : step.yes_or_no)
        answers.push_back({variable, feel::Value::boolean(true)});
    return process::complete_by(
        tx, services.process,
        {.agency = actor.agency, .official = actor.official, .request_id = actor.request_id},
        {.agency = actor.agency,
         .official = actor.official,
         .role = std::string(directory::to_text(actor.role))},
        step.task, feel::Value::context(std::move(answers)));
}

base::Result<base::Done> resolve_when_complete(Services& services, db::Transaction& tx, const Dossier& held)
{
    if (held.life.state == State::resolved) {
        follow_later(services, tx, held);
        return base::Done{};
    }
    auto dossier = store::find(tx, held.uid, store::Lock::for_update);
    if (!dossier || dossier->life.state != State::processing || dossier->instance.empty() ||
        store::awaits_result(tx, dossier->id))
        return base::Done{};
    const auto standing = process::standing_of(tx, dossier->instance);
    if (!standing || !standing->ended || standing->terminated) return base::Done{};
    return carry_out_inside(services, tx, Actor{.agency = dossier->decides}, *dossier,
                            {.kind = ActKind::resolve});
}

}  // namespace lt::dossiers
