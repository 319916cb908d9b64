// See api.h and messages.h.
#include "exchange/messages.h"

#include <nlohmann/json.hpp>

#include "exchange/delivering.h"
#include "exchange/queries.h"
#include "kit/base/ids.h"
#include "kit/base/text.h"

namespace lt::exchange {
namespace {

constexpr std::size_t kTitle = 500;

std::string_view to_text(edxml::Kind kind) { return kind == edxml::Kind::edoc ? "edoc" : "status"; }
edxml::Kind kind_of(const db::Row& row)
{
    return row["kind"].text() == "edoc" ? edxml::Kind::edoc : edxml::Kind::status;
}

Transport state_of(const db::Row& row)
{
    const auto state = transport(row["state"].text());
    CHECK(state);
    return *state;
}

// A day of Vietnam begins at 17:00 UTC of the day before.
std::optional<base::Time> begin_of(const std::optional<base::Day>& day)
{
    if (!day) return std::nullopt;
    return base::Time(*day) - std::chrono::hours(7);
}
std::optional<base::Time> end_of(const std::optional<base::Day>& day)
{
    if (!day) return std::nullopt;
    return *begin_of(day) + std::chrono::hours(24);
}

template <class T>
std::optional<T> or_null(T value)
{
    return value == T() ? std::nullopt : std::optional<T>(std::move(value));
}

// What makes a message the same as an earlier one.
std::string once_of(const NewMessage& message)
{
    const bool is_new = message.kind == edxml::Kind::edoc && message.business == edxml::BusinessType::create;
    return is_new ? message.from_code + "|" + message.document_id : message.bytes.sha256;
}

}  // namespace

std::string_view to_text(SystemKind kind)
{
    switch (kind) {
    case SystemKind::client: return "client";
    case SystemKind::axis: return "axis";
    case SystemKind::node: return "node";
    }
    return {};
}

std::optional<SystemKind> system_kind(std::string_view text)
{
    for (const auto kind : {SystemKind::client, SystemKind::axis, SystemKind::node})
        if (to_text(kind) == text) return kind;
    return std::nullopt;
}

std::string_view to_text(Transport state)
{
    switch (state) {
    case Transport::initial: return "initial";
    case Transport::processing: return "processing";
    case Transport::done: return "done";
    case Transport::fail: return "fail";
    case Transport::given_up: return "given_up";
    }
    return {};
}

std::optional<Transport> transport(std::string_view text)
{
    for (const auto state :
         {Transport::initial, Transport::processing, Transport::done, Transport::fail, Transport::given_up})
        if (to_text(state) == text) return state;
    return std::nullopt;
}

void put_on_way(db::Transaction& tx, Services& services, const OnWay& message, std::int64_t system,
                std::string_view carrier)
{
    if (system == 0) return enqueue_delivery(tx, services, message.document_id);
    if (carrier == to_text(SystemKind::axis)) {
        const nlohmann::json payload{{"message", message.id}, {"system", system}};
        return jobs::enqueue(tx, services.queue, "exchange.push", payload.dump());
    }
    if (carrier != to_text(SystemKind::node)) return;  // it polls
    const base::Time now = services.clock->now();
    tx.send(sql::node_outbox_add, base::new_uid(now), message.id, system, message.document_id, now);
    tx.on_commit([&services] {
        if (services.carry) services.carry();
    });
}

namespace {

nlohmann::json row_of(const Posting& posting, const std::string& uid)
{
    const NewMessage& message = posting.message;
    nlohmann::json row{{"uid", uid},
                       {"kind", to_text(message.kind)},
                       {"from_code", message.from_code},
                       {"from_name", message.from_name},
                       {"document_id", message.document_id},
                       {"title", base::shorten(message.title, kTitle)},
                       {"notation", message.notation},
                       {"urgency", message.urgency},
                       {"sha256", message.bytes.sha256},
                       {"size", message.bytes.size},
                       {"once", once_of(message)},
                       {"recipients", nlohmann::json::array()}};
    if (message.system != 0) row["system"] = message.system;
    if (message.kind == edxml::Kind::edoc) row["business"] = static_cast<int>(message.business);
    if (!message.status_code.empty()) row["status_code"] = message.status_code;
    if (message.about != 0) row["about"] = message.about;
    for (const Addressee& one : posting.to)
        row["recipients"].push_back({{"code", one.code}, {"name", one.name}, {"system", one.system}});
    return row;
}

// False when nothing of any of them is new to its addressees.
bool add(db::Transaction& tx, Services& services, const nlohmann::json& messages)
{
    CHECK(tx.scope().reach == db::Reach::platform);
    const db::Rows made = tx.run(sql::message_add, messages.dump(), services.clock->now());
    for (const db::Row row : made)
        put_on_way(tx, services, {row["message_id"].int64(), row["document_id"].str()},
                   row["system_id"].int64(), row["carrier"].str_or(""));
    return !made.empty();
}

}  // namespace

Posted post(db::Transaction& tx, Services& services, const NewMessage& message,
            const std::vector<Addressee>& to)
{
    CHECK(!to.empty());
    const std::string uid = base::new_uid(services.clock->now());
    blob::remember(tx, message.bytes);
    if (add(tx, services, nlohmann::json::array({row_of({message, to}, uid)}))) return {uid, false};
    const db::Rows first = tx.run(sql::item_once, to.front().code, once_of(message));
    CHECK(first.size() == 1);
    return {first[0]["uid"].str(), true};
}

void post_all(db::Transaction& tx, Services& services, const std::vector<Posting>& postings)
{
    if (postings.empty()) return;
    std::vector<blob::Blob> blobs;
    auto rows = nlohmann::json::array();
    for (const Posting& posting : postings) {
        blobs.push_back(posting.message.bytes);
        rows.push_back(row_of(posting, base::new_uid(services.clock->now())));
    }
    blob::remember(tx, blobs);
    add(tx, services, rows);
}

std::vector<Waiting> waiting_for(db::Transaction& tx, std::int64_t system, edxml::Kind kind,
                                 const Period& period, int limit)
{
    std::vector<Waiting> out;
    for (const db::Row row :
         tx.run(sql::items_waiting, system, to_text(kind), begin_of(period.from), end_of(period.to), limit))
        out.push_back({.uid = row["uid"].str(),
                       .kind = kind_of(row),
                       .from = row["from_code"].str(),
                       .to = row["codes"].texts(),
                       .state = state_of(row),
                       .created_at = row["created_at"].time(),
                       .changed_at = row["changed_at"].time()});
    return out;
}

std::int64_t count_waiting(db::Transaction& tx, std::int64_t system, edxml::Kind kind)
{
    return tx.run(sql::items_waiting_count, system, to_text(kind))[0]["waiting"].int64();
}

std::optional<Stored> find_for(db::Transaction& tx, std::int64_t system, const std::string& uid)
{
    if (!base::is_uid(uid)) return std::nullopt;
    const db::Rows rows = tx.run(sql::message_for, system, uid);
    if (rows.empty()) return std::nullopt;
    return Stored{.id = rows[0]["id"].int64(),
                  .sha256 = rows[0]["sha256"].str(),
                  .size = static_cast<std::uint64_t>(rows[0]["size"].int64())};
}

bool acknowledge(db::Transaction& tx, std::int64_t system, const std::string& uid, Transport state,
                 const std::string& why, base::Time now)
{
    const auto found = find_for(tx, system, uid);
    if (!found) return false;
    tx.run(sql::items_acknowledge, found->id, system, to_text(state), why, now);
    return true;
}

std::vector<Sent> sent_by(db::Transaction& tx, std::int64_t system, edxml::Kind kind, const std::string& uid,
                          const Period& period, int limit)
{
    std::vector<Sent> out;
    if (!uid.empty() && !base::is_uid(uid)) return out;
    for (const db::Row row : tx.run(sql::items_sent, system, to_text(kind), or_null(uid),
                                    begin_of(period.from), end_of(period.to), limit))
        out.push_back({.uid = row["uid"].str(),
                       .kind = kind_of(row),
                       .from = row["from_code"].str(),
                       .to = row["to_code"].str(),
                       .title = row["title"].str(),
                       .notation = row["notation"].str(),
                       .state = state_of(row),
                       .why = row["why"].str(),
                       .created_at = row["created_at"].time(),
                       .changed_at = row["changed_at"].time()});
    return out;
}

}  // namespace lt::exchange
