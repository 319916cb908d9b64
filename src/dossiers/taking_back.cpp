// The last act of a dossier is taken back. See acts.h.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "calendar/calendars/api.h"
#include "dossiers/acts.h"
#include "dossiers/before.h"
#include "dossiers/digitise/digitise.h"
#include "dossiers/follow.h"
#include "dossiers/linked/linking.h"
#include "dossiers/linked/moves.h"
#include "dossiers/results/drafts.h"
#include "dossiers/undoing.h"
#include "kit/audit/audit.h"

namespace lt::dossiers {

using base::msg;

namespace {

// The last act that still counts; nothing where there is none but remarks.
const Event* last_of(const std::vector<Event>& events)
{
    const auto found = std::find_if(events.rbegin(), events.rend(),
                                    [](const Event& event) { return event.act != ActKind::note; });
    return found == events.rend() ? nullptr : &*found;
}

// What was done since then and would hang in the air.
std::optional<base::Error> what_rests_on(db::Transaction& tx, const Dossier& dossier, const Event& last,
                                         const Before& before)
{
    if (dossier.parent != 0 && last.act == ActKind::hand_over && last.official == 0)
        return base::conflict(msg("Kết quả đã chuyển vào hồ sơ liên thông, không lấy lại được."));
    if (before.beside)
        for (const std::string& file : before.beside->files)
            if (is_in_vault(tx, dossier, file))
                return base::conflict(msg(
                    "Giấy tờ bổ sung đã được số hoá vào kho dữ liệu điện tử, không lấy lại việc nhận bổ sung được. Yêu cầu bổ sung lại nếu cần."));
    return std::nullopt;
}

void restore_papers(db::Transaction& tx, const Dossier& dossier, const Before::Beside& before, base::Time now)
{
    if (!before.papers.empty()) {
        auto papers = store::papers(tx, dossier.id);
        for (Paper& paper : papers) {
            const auto was = std::ranges::find(before.papers, paper.no, &Paper::no);
            if (was == before.papers.end()) continue;
            paper.originals = was->originals;
            paper.certified = was->certified;
            paper.copies = was->copies;
            paper.missing = was->missing;
        }
        store::update_papers(tx, dossier.id, papers);
    }
    for (const std::string& file : before.files) store::replace_file(tx, file, now);
}

// Gives the sum of what is due once more: it was given back when the dossier ended.
std::int64_t restore(Services& services, db::Transaction& tx, Dossier& dossier, ActKind undone,
                     const Before& before, const std::string& reason, base::Time now)
{
    const bool was_over = is_over(dossier.life.state);
    dossier.life = before.life;
    if (before.beside) {
        dossier.due_at = before.beside->due_at;
        dossier.supplement_by = before.beside->supplement_by;
        dossier.delivery_state = before.beside->delivery_state;
        restore_papers(tx, dossier, *before.beside, now);
    } else {
        dossier.due_at = due_of(dossier.life, *linked::calendar_of(services, tx, dossier));
        if (undone == ActKind::ask_supplement) dossier.supplement_by.reset();
        if (undone == ActKind::hand_over) dossier.delivery_state = "waiting";
        if (undone == ActKind::resolve) dossier.delivery_state = "none";
    }
    if (undone == ActKind::hand_over) store::drop_return(tx, dossier.id);
    if (undone == ActKind::resolve) withdraw_from_vault(tx, dossier, reason, now);
    return was_over ? owe_again(tx, dossier) : 0;
}

}  // namespace

base::Result<base::Done> take_back(Services& services, const Actor& actor, const std::string& uid,
                                   int version, const std::string& reason)
{
    const base::Time now = services.clock->now();
    db::Transaction tx = services.pool.begin(scope_of(actor));
    auto dossier = store::find(tx, uid, store::Lock::for_update);
    if (!dossier) return no_dossier();
    if (version != 0 && version != dossier->version) return changed_meanwhile();
    const auto history = store::events(tx, dossier->id);
    const Event* last = last_of(history);
    if (last == nullptr) return base::conflict(msg("Không có thao tác nào lấy lại được."));
    if (const char* why = why_not_taken_back(last->act)) return base::conflict(why);
    const bool leads = actor.role == directory::Role::leader && part_of(actor, *dossier).decides;
    if (last->official != actor.official && !leads)
        return base::forbidden(
            msg("Chỉ người đã thực hiện hoặc lãnh đạo cơ quan giải quyết lấy lại được thao tác này."));
    if (last->before.empty())
        return base::conflict(
            msg("Hồ sơ được lập cùng với thao tác này nên không lấy lại được. Tiếp nhận thành hồ sơ mới."));
    const Before before = before_from_json(last->before);
    const auto life = take_back(last->act, before.life, {.at = now, .by = actor.official, .reason = reason});
    if (!life) return life.error();
    if (auto error = what_rests_on(tx, *dossier, *last, before)) return *error;
    const Before now_is = before_act(*dossier);
    const std::int64_t owed = restore(services, tx, *dossier, last->act, before, reason, now);
    nlohmann::json detail{{"act", to_text(last->act)}, {"no", last->no}};
    if (owed > 0) detail["owed_again"] = owed;
    store::update(tx, *dossier, now);
    store::add_event(tx, *dossier,
                     {.no = dossier->version,
                      .act = ActKind::take_back,
                      .state = dossier->life.state,
                      .reason = reason,
                      .detail = detail.dump(),
                      .before = to_json(now_is),
                      .at = now});
    follow_later(services, tx, *dossier);
    audit::record(
        tx, {.action = "dossier.taken_back", .subject = dossier->uid, .detail = detail.dump(), .at = now});
    tx.commit();
    return base::Done{};
}

}  // namespace lt::dossiers
