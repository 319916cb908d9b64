// See operator.h.
#include "exchange/operator.h"

#include <nlohmann/json.hpp>

#include "exchange/messages.h"
#include "exchange/queries.h"
#include "exchange/sync.h"
#include "kit/audit/audit.h"
#include "kit/base/ids.h"
#include "kit/base/text.h"

namespace lt::exchange {

std::vector<Standing> standings(db::Transaction& tx)
{
    std::vector<Standing> out;
    for (const db::Row row : tx.run(sql::standings, kMostTries))
        out.push_back({.system = row["system_id"].int64(),
                       .waiting = row["waiting"].int64(),
                       .failed = row["failed"].int64(),
                       .oldest = row["oldest"].opt_time()});
    return out;
}

std::vector<Failure> failures(db::Transaction& tx, std::optional<base::Time> before, int limit)
{
    std::vector<Failure> out;
    for (const db::Row row : tx.run(sql::items_failed, before, limit, kMostTries))
        out.push_back({.uid = row["uid"].str(),
                       .kind = row["kind"].text() == "edoc" ? edxml::Kind::edoc : edxml::Kind::status,
                       .from = row["from_name"].str(),
                       .to_code = row["to_code"].str(),
                       .to_name = row["to_name"].str(),
                       .system = row["system_id"].int64(),
                       .title = row["title"].str(),
                       .notation = row["notation"].str(),
                       .why = row["why"].str(),
                       .attempts = row["attempts"].int32(),
                       .changed_at = row["changed_at"].time(),
                       .is_withheld = row["withheld"].boolean()});
    return out;
}

std::int64_t count_failures(db::Transaction& tx)
{
    return tx.run(sql::items_failed_count, kMostTries)[0]["failed"].int64();
}

std::optional<std::string> content_for_operator(db::Transaction& tx, const std::string& uid, base::Time now)
{
    if (!base::is_uid(uid)) return std::nullopt;
    const db::Rows rows = tx.run(sql::message_content, uid);
    if (rows.empty()) return std::nullopt;
    audit::record(tx, {.action = "message.read_by_operator", .subject = uid, .detail = "{}", .at = now});
    return rows[0]["sha256"].str();
}

bool replay(db::Transaction& tx, Services& services, const std::string& uid, const std::string& to_code)
{
    if (!base::is_uid(uid)) return false;
    const base::Time now = services.clock->now();
    const db::Rows rows = tx.run(sql::item_reset, uid, to_code, now);
    if (rows.empty()) {
        if (tx.run(sql::withheld_again, uid, now, kMostTries).empty()) return false;
        jobs::enqueue(tx, services.queue, "exchange.poll", "{}");
        audit::record(tx, {.action = "message.replayed", .subject = uid, .detail = "{}", .at = now});
        return true;
    }
    put_on_way(tx, services, {rows[0]["message_id"].int64(), rows[0]["document_id"].str()},
               rows[0]["system_id"].int64(), rows[0]["carrier"].str_or(""));
    audit::record(tx, {.action = "message.replayed", .subject = uid, .detail = "{}", .at = now});
    return true;
}

base::Result<base::Done> give_up(db::Transaction& tx, Services& services, const std::string& uid,
                                 const std::string& to_code, const std::string& reason)
{
    const std::size_t length = base::code_points(reason).size();
    if (length < 5 || length > 500)
        return base::invalid("reason", "Nhập lý do, từ 5 đến 500 ký tự. Bên gửi sẽ đọc được lý do này.");
    const base::Time now = services.clock->now();
    if (!base::is_uid(uid) || (tx.run(sql::item_give_up, uid, to_code, reason, now).empty() &&
                               tx.run(sql::withheld_give_up, uid, now, kMostTries).empty()))
        return base::conflict("Thông điệp này không còn ở trạng thái lỗi.");
    const nlohmann::json detail{{"reason", reason}};
    audit::record(tx, {.action = "message.given_up", .subject = uid, .detail = detail.dump(), .at = now});
    return base::Done{};
}

std::vector<DayFigures> figures(db::Transaction& tx, base::Time now, int days)
{
    const base::Day first = base::vietnam_day(now) - std::chrono::days(days - 1);
    std::vector<DayFigures> out;
    for (const db::Row row : tx.run(sql::figures, first, base::Time(first) - std::chrono::hours(7), days))
        out.push_back({row["day"].day(), row["brought"].int64(), row["made"].int64(), row["failed"].int64()});
    return out;
}

}  // namespace lt::exchange
