// See outbox.h.
#include "dossiers/portal/outbox.h"

#include <nlohmann/json.hpp>

#include "dossiers/queries.h"
#include "kit/audit/audit.h"
#include "kit/base/text.h"

namespace lt::dossiers::portal {

using base::msg;

namespace {

constexpr std::size_t kLongestReason = 500;

Item read_item(const db::Row& row)
{
    const auto service = service_from(row["service"].text());
    CHECK(service);
    return {.dossier = row["dossier_id"].int64(),
            .event_no = row["event_no"].int32(),
            .service = *service,
            .uid = row["dossier_uid"].str(),
            .code = row["code"].str(),
            .agency = row["agency_id"].int64(),
            .state = row["state"].str(),
            .tries = row["tries"].int32(),
            .error = row["error"].str(),
            .changed_at = row["changed_at"].time(),
            .known = row["known"].boolean()};
}

int place_of(Service service) { return static_cast<int>(service); }

// A minute, five, twenty-five, two hours: what a refusal waits for is somebody who mends something.
std::chrono::minutes pause_after(int tries)
{
    std::chrono::minutes out{1};
    for (int i = 1; i < tries; ++i) out *= 5;
    return out;
}

void settle(db::Transaction& tx, const Item& item, const char* state, int tries, const std::string& error,
            base::Time due, base::Time now)
{
    tx.run_and_commit(sql::sync_settle, item.dossier, item.event_no, place_of(item.service), state, tries,
                      error, due, now);
}

void journal(db::Transaction& tx, const char* action, const Item& item, const std::string& reason,
             base::Time now)
{
    audit::record(tx, {.action = action,
                       .subject = item.uid,
                       .detail = nlohmann::json{{"event", item.event_no},
                                                {"service", to_text(item.service)},
                                                {"reason", reason}}
                                     .dump(),
                       .at = now});
}

base::Error not_failed() { return base::conflict(msg("Lần đồng bộ này không còn ở trạng thái lỗi.")); }

}  // namespace

SyncState sync_state(db::Transaction& tx, const Dossier& dossier)
{
    const db::Rows rows = tx.run(sql::sync_of, dossier.id);
    const db::Row row = rows[0];
    SyncState out{.at = row["sent_at"].opt_time(), .error = row["error"].str()};
    if (row["failed"].int64() > 0)
        out.is = SyncState::Is::refused;
    else if (row["waiting"].int64() > 0)
        out.is = SyncState::Is::waiting;
    else if (row["sent"].int64() > 0)
        out.is = SyncState::Is::told;
    return out;
}

const char* words_of(SyncState::Is is)
{
    switch (is) {
    case SyncState::Is::untold: return msg("Chưa đồng bộ lên Cổng Dịch vụ công quốc gia");
    case SyncState::Is::waiting: return msg("Đang chờ đồng bộ lên Cổng Dịch vụ công quốc gia");
    case SyncState::Is::told: return msg("Đã đồng bộ lên Cổng Dịch vụ công quốc gia");
    case SyncState::Is::refused: break;
    }
    return msg("Cổng Dịch vụ công quốc gia không nhận");
}

std::optional<Item> claim(db::Transaction& tx, base::Time now)
{
    const db::Rows rows = tx.run_and_commit(sql::sync_claim, now);
    return rows.empty() ? std::nullopt : std::optional(read_item(rows[0]));
}

void settle_sent(db::Transaction& tx, const Item& item, base::Time now)
{
    settle(tx, item, "sent", item.tries, "", now, now);
}

void settle_refused(db::Transaction& tx, const Item& item, const std::string& why, base::Time now)
{
    const bool again = item.tries < kMostTries;
    settle(tx, item, again ? "waiting" : "failed", item.tries, why, now + pause_after(item.tries), now);
}

void settle_unasked(db::Transaction& tx, const Item& item, base::Time now)
{
    settle(tx, item, "waiting", item.tries - 1, item.error, now, now);
}

Counts counts(db::Transaction& tx)
{
    const db::Rows rows = tx.run(sql::sync_counts);
    return {rows[0]["waiting"].int64(), rows[0]["failed"].int64(), rows[0]["oldest"].opt_time()};
}

std::vector<Item> failed(db::Transaction& tx, std::optional<base::Time> before, int limit)
{
    std::vector<Item> out;
    for (const db::Row row : tx.run(sql::sync_failed, before, limit)) out.push_back(read_item(row));
    return out;
}

std::optional<Item> find_item(db::Transaction& tx, std::int64_t dossier, int event_no, Service service)
{
    const db::Rows rows = tx.run(sql::sync_one, dossier, event_no, place_of(service));
    return rows.empty() ? std::nullopt : std::optional(read_item(rows[0]));
}

base::Result<base::Done> again(db::Transaction& tx, const Item& item, base::Time now)
{
    if (tx.run(sql::sync_again, item.dossier, item.event_no, place_of(item.service), now).empty())
        return not_failed();
    journal(tx, "dossier.sync_again", item, "", now);
    return base::Done{};
}

std::size_t all_again(db::Transaction& tx, base::Time now)
{
    const std::size_t count = tx.run(sql::sync_all_again, now).size();
    audit::record(tx, {.action = "portal.all_again",
                       .subject = "",
                       .detail = nlohmann::json{{"count", count}}.dump(),
                       .at = now});
    return count;
}

base::Result<base::Done> give_up(db::Transaction& tx, const Item& item, const std::string& reason,
                                 base::Time now)
{
    if (reason.find_first_not_of(" \t\r\n") == std::string::npos)
        return base::invalid("reason", msg("Nhập lý do thôi đồng bộ."));
    if (base::length(reason) > kLongestReason)
        return base::invalid("reason", msg("Lý do dài quá 500 ký tự."));
    if (tx.run(sql::sync_give_up, item.dossier, item.event_no, place_of(item.service), reason, now).empty())
        return not_failed();
    journal(tx, "dossier.sync_given_up", item, reason, now);
    return base::Done{};
}

}  // namespace lt::dossiers::portal
