// Numbers taken and called. See actions.h.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "kit/audit/audit.h"
#include "kit/base/ids.h"
#include "kit/crypto/digest.h"
#include "queue/actions.h"
#include "queue/store.h"

namespace lt::queue {
namespace {

using base::Done;
using base::msg;
using base::Result;

void note(db::Transaction& tx, const char* action, const std::string& ticket, int counter, base::Time now)
{
    const nlohmann::json detail =
        counter == 0 ? nlohmann::json::object() : nlohmann::json{{"counter", counter}};
    audit::record(tx, {.action = action, .subject = ticket, .detail = detail.dump(), .at = now});
}

base::Error moved_on()
{
    return base::conflict(msg("Quầy đã gọi số khác hoặc đã xong số này. Xem lại số đang gọi."));
}

// The turn that the counter has called, where it is the one that was meant.
std::optional<Turn> called(db::Transaction& tx, const Counter& counter, std::int64_t turn)
{
    auto current = store::current(tx, counter.id);
    if (current && current->id != turn) current.reset();
    return current;
}

}  // namespace

std::optional<std::int64_t> find_kiosk(db::Transaction& tx, const Desk& desk, const std::string& secret)
{
    if (secret.empty()) return std::nullopt;
    return store::find_kiosk(tx, desk.id, crypto::sha256_hex(secret));
}

Result<Ticket> take(db::Transaction& tx, const Desk& desk, const std::string& letter,
                    std::optional<std::int64_t> kiosk, const std::string& once, base::Time now)
{
    if (!base::is_uid(once)) return base::conflict(msg("Trang đã cũ. Mở lại trang và lấy số."));
    if (auto before = store::find_ticket(tx, desk.id, once)) return *before;
    const std::vector<Group> groups = store::groups(tx, desk.id);
    const auto group =
        std::find_if(groups.begin(), groups.end(), [&](const Group& one) { return one.letter == letter; });
    if (group == groups.end()) return base::conflict(msg("Nhóm dịch vụ này không còn nhận. Chọn nhóm khác."));
    try {
        const int number = store::next_number(tx, group->id, base::vietnam_day(now));
        store::add_ticket(tx, {.uid = once, .group = group->id, .number = number, .at = now, .kiosk = kiosk});
    } catch (const db::ConstraintViolation& violation) {
        if (violation.constraint == "queue_tickets_uid_key")
            return base::conflict(msg("Số vừa được lấy rồi. Mở lại trang để lấy số khác."));
        if (violation.constraint != "queue_numbers_last_check") throw;
        return base::conflict(msg("Nhóm này đã hết số trong ngày. Hỏi cán bộ ở quầy."));
    }
    note(tx, "queue.ticket_taken", once, 0, now);
    const auto ticket = store::find_ticket(tx, desk.id, once);
    CHECK(ticket);
    return *ticket;
}

Result<std::optional<Turn>> call_next(db::Transaction& tx, const Counter& counter, std::int64_t seen,
                                      base::Time now)
{
    const auto current = store::current(tx, counter.id);
    if ((current ? current->id : 0) != seen) return moved_on();
    if (current) {
        if (!store::end_turn(tx, current->id, counter.id, "done", now)) return moved_on();
        note(tx, "queue.ticket_done", current->ticket, counter.number, now);
    }
    try {
        const auto next = store::call_next(tx, counter.id, now);
        if (next) note(tx, "queue.ticket_called", next->ticket, counter.number, now);
        return next;
    } catch (const db::ConstraintViolation& violation) {
        if (violation.constraint != "queue_turns_counter_key") throw;
        return moved_on();
    }
}

Result<Done> call_again(db::Transaction& tx, const Counter& counter, std::int64_t turn, base::Time now)
{
    const auto current = called(tx, counter, turn);
    if (!current || !store::call_again(tx, turn, counter.id, now)) return moved_on();
    note(tx, "queue.ticket_called_again", current->ticket, counter.number, now);
    return Done{};
}

Result<Done> finish(db::Transaction& tx, const Counter& counter, std::int64_t turn, Outcome outcome,
                    base::Time now)
{
    const auto current = called(tx, counter, turn);
    const bool done = outcome == Outcome::done;
    if (!current || !store::end_turn(tx, turn, counter.id, done ? "done" : "absent", now)) return moved_on();
    note(tx, done ? "queue.ticket_done" : "queue.ticket_absent", current->ticket, counter.number, now);
    return Done{};
}

Result<Done> pass(db::Transaction& tx, const Counter& counter, std::int64_t turn, const Counter& to,
                  base::Time now)
{
    if (to.id == counter.id) return base::invalid("to", msg("Chọn quầy khác quầy này."));
    const auto current = called(tx, counter, turn);
    if (!current || current->day != base::vietnam_day(now) ||
        !store::end_turn(tx, turn, counter.id, "passed", now))
        return moved_on();
    store::pass_on(tx, turn, to.id, now);
    note(tx, "queue.ticket_passed", current->ticket, to.number, now);
    return Done{};
}

Result<Done> come_back(db::Transaction& tx, const Desk& desk, const Counter& counter,
                       const std::string& ticket, base::Time now)
{
    if (store::current(tx, counter.id)) return base::conflict(msg("Làm xong số đang gọi trước đã."));
    try {
        if (!base::is_uid(ticket) || !store::come_back(tx, desk.id, ticket, counter.id, now))
            return base::conflict(msg("Số này không còn trong danh sách vắng mặt."));
    } catch (const db::ConstraintViolation& violation) {
        if (violation.constraint != "queue_turns_counter_key" &&
            violation.constraint != "queue_turns_ticket_key")
            throw;
        return moved_on();
    }
    note(tx, "queue.ticket_came_back", ticket, counter.number, now);
    return Done{};
}

}  // namespace lt::queue
