// See moves.h.
#include "dossiers/linked/moves.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "calendar/calendars/api.h"
#include "directory/api.h"
#include "dossiers/follow.h"
#include "dossiers/queries.h"
#include "dossiers/store.h"
#include "kit/audit/audit.h"
#include "kit/jobs/jobs.h"

namespace lt::dossiers::linked {

using base::msg;

namespace {

constexpr const char* kMoveDissolved = "dossiers.move_dissolved";
constexpr std::chrono::hours kMoveEvery{1};

using CalendarPtr = std::shared_ptr<const calendar::Calendar>;

// The one until a day, the other from it on: each day of the clock's years as a special one.
CalendarPtr joined(const calendar::Calendar& before, const calendar::Calendar& after, base::Day turn)
{
    constexpr std::chrono::days kBack{366 * 3}, kOn{366 * 5};
    calendar::Rules rules;
    rules.week.fill({{8 * 60, 17 * 60}});
    const base::Day first = std::max(turn - kBack, calendar::kFirstDay);
    const base::Day last = std::min(turn + kOn, calendar::kLastDay);
    for (base::Day day = first; day <= last; day += std::chrono::days(1))
        rules.days.emplace(day, day < turn ? before.shifts_of(day) : after.shifts_of(day));
    return std::make_shared<const calendar::Calendar>(rules);
}

bool is_gone(const directory::Agency& agency, base::Day today)
{
    return agency.valid.to && *agency.valid.to < today;
}

}  // namespace

CalendarPtr calendar_of(Services& services, db::Transaction& tx, const Dossier& dossier)
{
    CalendarPtr calendar = services.calendars->of(dossier.decides);
    const db::Rows rows = tx.run(sql::moves_of, dossier.id);
    if (rows.empty()) return calendar;
    CalendarPtr out = services.calendars->of(rows[0]["from_id"].int64());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const CalendarPtr next =
            i + 1 < rows.size() ? services.calendars->of(rows[i + 1]["from_id"].int64()) : calendar;
        if (next != out) out = joined(*out, *next, base::vietnam_day(rows[i]["at"].time()));
    }
    return out;
}

base::Result<std::size_t> move_dossiers(Services& services, std::int64_t from, std::int64_t to,
                                        const Wish& wish)
{
    const auto directory = services.directory.snapshot();
    const base::Time now = services.clock->now();
    const directory::Agency* old_one = directory->find(from);
    const directory::Agency* new_one = directory->find(to);
    if (old_one == nullptr || !is_gone(*old_one, base::vietnam_day(now)))
        return base::invalid("from",
                             msg("Cơ quan này còn hoạt động. Chỉ chuyển hồ sơ của cơ quan đã kết thúc."));
    if (new_one == nullptr || std::ranges::count(old_one->successors, to) == 0)
        return base::invalid("to", msg("Cơ quan nhận không phải là cơ quan tiếp nhận nhiệm vụ."));
    db::Transaction tx = services.pool.begin(scope_of(Actor{.agency = from}));
    std::vector<std::string> uids;
    for (const db::Row row : tx.run(sql::move_candidates, from, wish.field, wish.procedure))
        uids.push_back(row["uid"].str());
    const base::Message words(msg("Chuyển từ {{from}} sang {{to}}, cơ quan tiếp nhận nhiệm vụ."),
                              {{"from", old_one->name}, {"to", new_one->name}});
    const bool all = wish.field.empty() && wish.procedure.empty();
    const std::int64_t petitions =
        all ? tx.run(sql::move_petitions, to, now, words.str())[0]["moved"].int64() : 0;
    if (uids.empty() && petitions == 0) return std::size_t{0};
    std::size_t moved = 0;
    const base::Message cancelled(
        msg("Huỷ phiếu bàn giao đang chuyển đến {{from}}: hồ sơ trong phiếu chuyển về nhiều cơ quan. Bàn "
            "giao lại hồ sơ."),
        {{"from", old_one->name}});
    for (const db::Row row : tx.run(sql::move_dossiers, to, uids, now, words.str(), cancelled.str())) {
        ++moved;
        readdress_later(services, tx, row["uid"].str());
    }
    nlohmann::json batches = nlohmann::json::array();
    std::vector<std::int64_t> told{to};
    for (const db::Row row : tx.run(sql::move_cancelled, from, now)) {
        batches.push_back(row["uid"].str());
        told.push_back(row["giver_id"].int64());
    }
    audit::record(tx, {.action = "dossiers.moved",
                       .subject = new_one->uid,
                       .detail = nlohmann::json{{"dossiers", moved},
                                                {"field", wish.field},
                                                {"procedure", wish.procedure},
                                                {"petitions", petitions},
                                                {"batches", batches}}
                                     .dump(),
                       .at = now});
    tx.commit();
    if (services.notify)
        for (const std::int64_t agency : told) services.notify(agency);
    return moved;
}

std::size_t move_dissolved(Services& services)
{
    const auto directory = services.directory.snapshot();
    const base::Day today = base::vietnam_day(services.clock->now());
    std::size_t all = 0;
    // A successor may be gone, too: what it was left goes on with the next turn.
    for (int turn = 0; turn < 10; ++turn) {
        std::size_t moved = 0;
        for (const directory::Agency* agency : directory->agencies()) {
            if (!is_gone(*agency, today) || agency->successors.size() != 1) continue;
            const auto done = move_dossiers(services, agency->id, agency->successors.front(), {});
            if (!done) throw std::runtime_error(done.error().message.str());
            moved += *done;
        }
        all += moved;
        if (moved == 0) break;
    }
    return all;
}

void add_move_jobs(Services& services)
{
    services.queue.handle(kMoveDissolved, [&services](const jobs::Job&) { move_dissolved(services); });
    services.queue.every(kMoveEvery, kMoveDissolved);
}

}  // namespace lt::dossiers::linked
