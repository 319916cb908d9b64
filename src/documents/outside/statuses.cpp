// See statuses.h.
#include "documents/outside/statuses.h"

#include "documents/outside/arrivals.h"
#include "documents/queries.h"
#include "kit/base/text.h"

namespace lt::documents {
namespace {

constexpr std::size_t kWords = 500;

std::string words_of(const edxml::Message& message, const char* otherwise)
{
    return message.status_description.empty() ? otherwise : base::shorten(message.status_description, kWords);
}

// As the recipient itself would have done it here.
std::string action_of(DeliveryState state)
{
    switch (state) {
    case DeliveryState::arrived: return "arrived";
    case DeliveryState::refused: return "refused";
    case DeliveryState::accepted: return "accepted";
    case DeliveryState::assigned: return "assigned";
    case DeliveryState::in_progress: return "started";
    case DeliveryState::done: return "completed";
    case DeliveryState::sent:
    case DeliveryState::recalled: break;
    }
    return {};
}

// One of our documents at the agency elsewhere that tells of it.
struct Told {
    Services& services;
    db::Transaction& tx;
    const edxml::Message& message;
    Actor actor{};  // the agency elsewhere; nobody in it
    std::string uid{};
    LockedDelivery delivery{};
};

void keep_event(Told& told, const std::string& action, const std::string& detail)
{
    record(
        told.tx, told.actor,
        {told.delivery.document, told.uid, action, detail, Reader::both_sides, told.services.clock->now()});
    told.tx.on_commit([&services = told.services, sender = told.delivery.sender] {
        services.notify(sender, "changed", "{}");
    });
}

base::Result<base::Done> take_state(Told& told, DeliveryState state)
{
    if (!is_news(told.delivery.state, state)) return base::Done{};
    const base::Time now = told.services.clock->now();
    std::string detail;
    std::optional<std::string> reason;
    if (state == DeliveryState::refused) {
        detail = words_of(told.message, "Nơi nhận không nêu lý do.");
        reason = detail;
        told.tx.send(sql::recall_answer, told.delivery.id, "agreed", detail, now);
    } else if (told.delivery.state == DeliveryState::sent) {
        reason = "";  // of a sending that failed before
    }
    set_state(told.tx, told.services, told.actor, told.delivery, state, now, reason);
    keep_event(told, action_of(state), detail);
    told.tx.commit();
    return base::Done{};
}

base::Result<base::Done> take_recall_answer(Told& told, bool agreed)
{
    const base::Time now = told.services.clock->now();
    const std::string reason = words_of(told.message, "");
    const db::Rows rows =
        told.tx.run(sql::recall_answer, told.delivery.id, agreed ? "agreed" : "refused", reason, now);
    if (rows.empty()) {
        if (!told.tx.run(sql::recall_of, told.delivery.id).empty()) return base::Done{};  // answered before
        return base::conflict(
            "Văn bản này chưa được đề nghị thu hồi hoặc cập nhật nên không có gì để trả lời.");
    }
    if (agreed) {
        set_state(told.tx, told.services, told.actor, told.delivery, DeliveryState::recalled, now);
        enqueue_index(told.tx, told.services, told.delivery.sender, told.delivery.document);
    }
    keep_event(told, agreed ? "recall_agreed" : "recall_refused", reason);
    told.tx.commit();
    return base::Done{};
}

// Whoever tells may have taken over the work of the agency that the document was sent to.
std::vector<std::int64_t> told_by(const directory::Snapshot& directory, const std::string& organ_id)
{
    // An agency that works here speaks for itself.
    const directory::Agency* agency = directory.find_code(organ_id);
    if (agency == nullptr || agency->system == 0) return {};
    std::vector<std::int64_t> of{agency->id};
    of.insert(of.end(), agency->predecessors.begin(), agency->predecessors.end());
    return elsewhere(directory, of);
}

std::vector<std::int64_t> own_documents(Services& services, const std::string& document_id,
                                        const std::vector<const directory::Agency*>& senders)
{
    std::vector<std::string> codes;
    for (const directory::Agency* sender : senders) codes.push_back(sender->code);
    db::Transaction tx = services.pool.begin({});
    std::vector<std::int64_t> out;
    for (const db::Row row : tx.run(sql::outside_own_document, document_id, codes))
        out.push_back(row["about"].int64());
    return out;
}

base::Result<base::Done> take_news(Services& services, const edxml::Message& message,
                                   const edxml::ResponseFor& about,
                                   const std::vector<const directory::Agency*>& to)
{
    const auto directory = services.directory.snapshot();
    const auto state = state_of_status(message.status_code);
    for (const std::int64_t document : own_documents(services, about.document_id, to)) {
        for (const std::int64_t agency : told_by(*directory, message.from.organ_id)) {
            db::Transaction tx = services.pool.begin(own_work(agency));
            const db::Rows rows = tx.run(sql::document_uid, document);
            if (rows.empty()) continue;
            const std::string uid = rows[0]["uid"].str();
            const auto delivery = lock_delivery(tx, uid, agency);
            if (!delivery || delivery->sender == 0) continue;
            Told told{services, tx, message, {.agency = agency}, uid, *delivery};
            if (state) return take_state(told, *state);
            return take_recall_answer(told, message.status_code == "15");
        }
    }
    return base::not_found({"Không có văn bản “{{id}}” nào được gửi từ đây đến “{{from}}”.",
                            {{"id", about.document_id}, {"from", message.from.organ_id}}});
}

base::Result<base::Done> ask_back_here(Services& services, const edxml::Message& message,
                                       const std::string& document_id, const std::string& reason,
                                       const std::vector<const directory::Agency*>& to)
{
    std::vector<std::int64_t> agencies;
    for (const directory::Agency* agency : to) agencies.push_back(agency->id);
    db::Transaction tx = services.pool.begin({});
    const db::Rows rows =
        tx.run(sql::axis_recall, codes_of(*services.directory.snapshot(), message.from.organ_id), document_id,
               agencies, reason, services.clock->now());
    if (rows[0]["made"].null())
        return base::not_found({"Không có văn bản “{{id}}” nào của “{{from}}” ở đây để trả lại.",
                                {{"id", document_id}, {"from", message.from.organ_id}}});
    tx.on_commit([&services, asked = rows[0]["made"].int64s()] {
        for (const std::int64_t agency : asked) services.notify(agency, "changed", "{}");
    });
    tx.commit();
    return base::Done{};
}

}  // namespace

base::Result<base::Done> take_status(Services& services, const edxml::Message& message,
                                     const std::vector<const directory::Agency*>& to)
{
    if (message.responses_for.empty())
        return base::invalid("file", "Thông điệp trạng thái không nêu văn bản nào (ResponseFor).");
    const edxml::ResponseFor& about = message.responses_for.front();
    const std::string& code = message.status_code;
    if (code == "13")
        return ask_back_here(services, message, about.document_id,
                             words_of(message, "Nơi gửi không nêu lý do."), to);
    if (state_of_status(code) || code == "15" || code == "16") return take_news(services, message, about, to);
    return base::invalid(
        "file", {"Mã trạng thái “{{code}}” không thuộc các mã 01 đến 06, 13, 15, 16.", {{"code", code}}});
}

base::Result<base::Done> take_recall(Services& services, const edxml::Message& message,
                                     const std::vector<const directory::Agency*>& to)
{
    const std::string& reason = message.business.reason;
    return ask_back_here(services, message, message.document_id,
                         reason.empty() ? "Nơi gửi không nêu lý do." : base::shorten(reason, kWords), to);
}

}  // namespace lt::documents
