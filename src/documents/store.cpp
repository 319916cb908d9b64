// SQL of documents and deliveries.
#include "documents/store.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "documents/queries.h"
#include "kit/audit/audit.h"
#include "kit/base/ids.h"
#include "kit/blob/uploads.h"
#include "kit/jobs/jobs.h"

namespace lt::documents {

namespace {
Origin origin_of(std::string_view text)
{
    for (const auto origin : {Origin::own, Origin::paper, Origin::axis})
        if (to_text(origin) == text) return origin;
    throw base::Bug("unknown origin");
}
}  // namespace

db::Scope own_work(std::int64_t agency)
{
    return {.agency = agency, .official = 0, .reach = db::Reach::agency};
}

std::optional<LockedDocument> lock_document(db::Transaction& tx, const std::string& uid)
{
    if (!base::is_uid(uid)) return std::nullopt;
    const db::Rows rows = tx.run(sql::document_lock, uid);
    if (rows.empty()) return std::nullopt;
    const db::Row row = rows[0];
    const auto state = document_state(row["state"].text());
    CHECK(state.has_value());
    return LockedDocument{.id = row["id"].int64(),
                          .state = *state,
                          .version = row["version"].int32(),
                          .origin = origin_of(row["origin"].text()),
                          .drafter = row["drafter_id"].opt_int64().value_or(0),
                          .signer = row["signer_id"].opt_int64().value_or(0),
                          .unit = row["unit_id"].opt_int64().value_or(0),
                          .kind_code = row["kind_code"].str(),
                          .book = row["book"].str_or(""),
                          .subject = row["subject"].str(),
                          .number_text = row["number_text"].str_or(""),
                          .notation = row["notation"].str_or(""),
                          .issued_on = row["issued_on"].opt_day(),
                          .recipients = row["recipients"].int64s(),
                          .recalled = !row["recalled_at"].null(),
                          .signed_digitally = row["signed"].boolean()};
}

std::optional<LockedDelivery> lock_delivery(db::Transaction& tx, const std::string& uid, std::int64_t agency)
{
    if (!base::is_uid(uid)) return std::nullopt;
    db::Rows rows = tx.run(sql::delivery_lock, uid, agency);
    // Whoever waited for the lock sees the row as the other left it, but what is joined to it as it was before.
    if (!rows.empty() && rows[0]["state"].text() != "arrived" && rows[0]["arrival_number"].null())
        rows = tx.run(sql::delivery_lock, uid, agency);
    if (rows.empty()) return std::nullopt;
    const db::Row row = rows[0];
    const auto state = delivery_state(row["state"].text());
    CHECK(state.has_value());
    LockedDelivery delivery{.id = row["id"].int64(),
                            .document = row["document_id"].int64(),
                            .sender = row["sender_id"].opt_int64().value_or(0),
                            .from_axis = row["origin"].text() == to_text(Origin::axis),
                            .state = *state,
                            .arrived_at = row["arrived_at"].time(),
                            .reply_due_at = row["reply_due_at"].opt_time(),
                            .arrival_number = std::nullopt,
                            .leader = row["leader_id"].opt_int64().value_or(0)};
    if (!row["arrival_number"].null()) delivery.arrival_number = row["arrival_number"].int32();
    return delivery;
}

void set_state(db::Transaction& tx, Services& services, const Actor& actor, const LockedDelivery& delivery,
               DeliveryState state, base::Time now, std::optional<std::string> reason)
{
    tx.send(sql::delivery_set_state, delivery.id, to_text(state), now, reason);
    const bool finished =
        state == DeliveryState::done || state == DeliveryState::refused || state == DeliveryState::recalled;
    if (finished) tx.send(sql::reminder_close, delivery.id, now);
    tell_axis(tx, services, actor, delivery, status_code(state), reason.value_or(""), now);
}

void tell_axis(db::Transaction& tx, Services& services, const Actor& actor, const LockedDelivery& delivery,
               std::string_view code, const std::string& words, base::Time now)
{
    if (!delivery.from_axis) return;
    tx.send(sql::axis_status_add, delivery.document, actor.agency, code, words, actor.name,
            actor.unit == 0 ? std::nullopt : std::optional(actor.unit), now);
    enqueue_telling(tx, services, actor.agency, delivery.document);
}

std::optional<base::Error> add_files(db::Transaction& tx, std::int64_t document,
                                     const std::vector<NewFile>& files, base::Time now)
{
    std::vector<std::string> uploads;
    for (const NewFile& file : files) {
        blob::remember(tx, file.blob);
        tx.send(sql::document_file_add, document, base::new_uid(now), file.name, file.blob.media_type,
                static_cast<std::int64_t>(file.blob.size), file.blob.sha256);
        if (!file.upload.empty()) uploads.push_back(file.upload);
    }
    if (uploads.empty()) return std::nullopt;
    const std::vector<std::string> unusable = blob::use(tx, uploads, now);
    base::Wrong wrong;
    for (const NewFile& file : files) {
        if (std::find(unusable.begin(), unusable.end(), file.upload) == unusable.end()) continue;
        wrong.emplace_back("files",
                           base::Message{"Tệp “{{name}}” đã nằm trong một văn bản khác hoặc đã chờ quá "
                                         "lâu. Chọn lại tệp rồi gửi.",
                                         {{"name", file.name}}});
    }
    return base::invalid(std::move(wrong));
}

void record(db::Transaction& tx, const Actor& actor, const Happened& happened)
{
    tx.send(sql::event_add, happened.document, actor.agency, actor.official, actor.name, happened.action,
            happened.reader == Reader::both_sides, happened.detail, happened.at);
    // The journal holds what was done to which thing; reasons and instructions stay in the document's history.
    audit::record(tx, {"document." + happened.action, happened.uid, "{}", happened.at});
}

void enqueue_index(db::Transaction& tx, Services& services, std::int64_t agency, std::int64_t document)
{
    const nlohmann::json payload{{"agency", agency}, {"document", document}};
    jobs::enqueue(tx, services.queue, "documents.index", payload.dump());
}

void enqueue_discarded(db::Transaction& tx, Services& services, std::int64_t agency, const std::string& uid)
{
    jobs::enqueue(tx, services.queue, "documents.discarded",
                  nlohmann::json{{"agency", agency}, {"uid", uid}}.dump());
}

void enqueue_telling(db::Transaction& tx, Services& services, std::int64_t agency, std::int64_t document)
{
    const nlohmann::json payload{{"agency", agency}, {"document", document}};
    jobs::enqueue(tx, services.queue, "documents.tell_axis", payload.dump());
}

std::optional<directory::Person> find_leader(db::Transaction& tx, std::int64_t agency, std::int64_t official,
                                             base::Day day)
{
    for (const directory::Person& person : directory::people(tx, agency, day, directory::Role::leader))
        if (person.official == official) return person;
    return std::nullopt;
}

base::Result<db::Rows> earlier_sending(db::Transaction& tx, const Actor& actor, const std::string& key,
                                       Origin origin, const std::string& kind_code,
                                       const std::string& subject)
{
    db::Rows rows = tx.run(sql::document_by_key, key, actor.agency, to_text(origin), actor.official);
    if (rows.empty()) return base::invalid("key", "Tải lại trang rồi gửi lại.");
    if (rows[0]["subject"].text() != subject || rows[0]["kind_code"].text() != kind_code)
        return base::conflict(
            "Biểu mẫu này đã được gửi và lưu với nội dung khác. Mở biểu mẫu mới để nhập văn bản khác.");
    return rows;
}

base::Error no_such_document()
{
    return base::not_found("Không có văn bản này, hoặc văn bản không gửi đến cơ quan của bạn.");
}

}  // namespace lt::documents
