// From an edXML message to a document with deliveries.
#include "documents/outside/arrivals.h"

#include <algorithm>

#include "documents/lists.h"
#include "documents/queries.h"
#include "kit/audit/audit.h"
#include "kit/base/ids.h"
#include "kit/base/text.h"
#include "kit/text/media.h"

namespace lt::documents {
namespace {

// Writes an attachment into the blob store while the message is read.
class BlobSink final : public edxml::AttachmentSink {
public:
    BlobSink(blob::Store& blobs, ReadMessage& read) : writer_(blobs.writer()), read_(read) {}
    void write(std::span<const std::byte> piece) override { writer_->write(piece); }
    void finish(const edxml::Attachment& attachment) override
    {
        read_.files.push_back({.name = attachment.name.empty() ? attachment.content_id : attachment.name,
                               .blob = writer_->finish()});
        read_.writers.push_back(std::move(writer_));
    }

private:
    std::unique_ptr<blob::Writer> writer_;
    ReadMessage& read_;
};

Urgency urgency_of_priority(std::optional<int> priority)
{
    switch (priority.value_or(0)) {
    case 1: return Urgency::urgent;
    case 2: return Urgency::very_urgent;
    case 3:
    case 4: return Urgency::immediate;  // 4 is hoả tốc hẹn giờ
    default: return Urgency::normal;
    }
}

// 17:00 of the day in Vietnam: what "reply by this day" means.
std::optional<base::Time> end_of_office_hours(const std::optional<base::Day>& day)
{
    if (!day) return std::nullopt;
    return base::Time(*day) + std::chrono::hours(10);
}

std::string kind_code_of(const std::string& type_name, const std::vector<Kind>& kinds)
{
    const std::string wanted = base::fold(type_name);
    for (const Kind& kind : kinds)
        if (base::fold(kind.name) == wanted) return kind.code;
    return "other";
}

edxml::BusinessType business_of(const edxml::Message& message)
{
    return message.business.type.value_or(edxml::BusinessType::create);
}

// An update bears the DocumentId of what it updates, and may come several times: its own bytes tell it apart.
std::string exchange_id_of(const edxml::Message& message, const Bringing& how)
{
    if (business_of(message) == edxml::BusinessType::create) return message.document_id;
    return message.document_id + "#" + how.sha256.substr(0, 16);
}

// What it updates or replaces, by the sender's names.
std::vector<std::string> earlier_ids(const edxml::Message& message)
{
    std::vector<std::string> out;
    if (business_of(message) == edxml::BusinessType::update)
        out.push_back(message.business.document_id.empty() ? message.document_id
                                                           : message.business.document_id);
    for (const edxml::Replacement& one : message.business.replacements) out.push_back(one.document_id);
    return out;
}

std::string joined(const std::vector<std::string>& lines)
{
    std::string out;
    for (const std::string& line : lines) out += (out.empty() ? "" : "\n") + line;
    return out;
}

// The first of them that this agency has.
std::optional<std::int64_t> earlier_document(db::Transaction& tx, const directory::Snapshot& directory,
                                             const edxml::Message& message)
{
    const auto ids = earlier_ids(message);
    if (ids.empty()) return std::nullopt;
    const db::Rows rows = tx.run(sql::axis_document, codes_of(directory, message.from.organ_id), ids);
    return rows.empty() ? std::nullopt : std::optional(rows[0]["id"].int64());
}

void add_document(db::Transaction& tx, std::int64_t id, const std::string& uid, const edxml::Message& message,
                  const std::string& kind, const std::string& exchange_id, base::Time now)
{
    tx.send(sql::document_import, uid, kind, base::shorten(message.subject, 500),
            to_text(urgency_of_priority(message.priority)), message.code_number, message.code_notation,
            message.promulgation_date, message.from.name.empty() ? message.from.organ_id : message.from.name,
            message.from.organ_id, base::shorten(message.signer, 200), base::shorten(message.position, 200),
            end_of_office_hours(message.due_date), exchange_id, now, message.pages, id, message.type_name);
}

// For those among them that have it from now on: found by searches, live pages told, the sender told.
void after_delivery(db::Transaction& tx, Services& services, const std::vector<std::int64_t>& agencies,
                    std::int64_t document)
{
    if (agencies.empty()) return;
    enqueue_index(tx, services, agencies.front(), document);
    for (const std::int64_t agency : agencies) enqueue_telling(tx, services, agency, document);
    tx.on_commit([&services, agencies] {
        for (const std::int64_t agency : agencies) services.notify(agency, "arrived", "{}");
    });
}

std::vector<std::int64_t> ids_of(const std::vector<const directory::Agency*>& agencies)
{
    std::vector<std::int64_t> out;
    for (const directory::Agency* agency : agencies) out.push_back(agency->id);
    return out;
}

// The document is here; those who do not have it get it.
Imported deliver_further(Services& services, const edxml::Message& message, const std::string& exchange_id,
                         const std::vector<const directory::Agency*>& to)
{
    db::Transaction tx = services.pool.begin({});
    const db::Rows rows = tx.run(sql::axis_deliver_further, message.from.organ_id, exchange_id, ids_of(to),
                                 services.clock->now());
    CHECK(!rows[0]["made"].null());
    Imported imported{.again = true};
    const auto made = rows[0]["made"].int64s();
    for (const directory::Agency* agency : to)
        if (std::ranges::find(made, agency->id) != made.end()) imported.delivered.push_back(agency->code);
    after_delivery(tx, services, made, rows[0]["document"].int64());
    tx.commit();
    return imported;
}

}  // namespace

std::vector<std::string> codes_of(const directory::Snapshot& directory, const std::string& organ_id)
{
    std::vector<std::string> out{organ_id};
    const directory::Agency* agency = directory.find_code(organ_id);
    if (agency == nullptr) return out;
    for (const std::string& code : {agency->code, agency->alias})
        if (!code.empty() && code != organ_id) out.push_back(code);
    return out;
}

base::Result<ReadMessage> read_message(Services& services, const edxml::ByteSource& source)
{
    ReadMessage out;
    edxml::Result read = edxml::read(source, [&](const edxml::AttachmentInfo&) {
        return std::make_unique<BlobSink>(services.blobs, out);
    });
    if (const auto* error = std::get_if<edxml::Error>(&read)) {
        // The fact stays, nothing of the content does.
        if (error->code == edxml::Code::secret_refused) {
            db::Transaction tx = services.pool.begin({});
            audit::record(tx, {"document.secret_refused", "", "{}", services.clock->now()});
            tx.commit();
        }
        return base::invalid("file", error->message);
    }
    out.message = std::move(std::get<edxml::Message>(read));
    for (NewFile& one : out.files) {
        const auto accepted = text::accept(one.blob.media_type, one.name);
        if (!accepted) return accepted.error();
        one.blob.media_type = *accepted;
    }
    return out;
}

base::Result<Imported> keep_document(Services& services, const ReadMessage& read, const Bringing& how)
{
    CHECK(!how.to.empty());
    const edxml::Message& message = read.message;
    const auto directory = services.directory.snapshot();
    const base::Time now = services.clock->now();
    const std::string kind = kind_code_of(message.type_name, kinds(services));
    const std::string exchange_id = exchange_id_of(message, how);
    const std::vector<std::int64_t> to = ids_of(how.to);
    Imported imported;
    for (const directory::Agency* agency : how.to) imported.delivered.push_back(agency->code);
    return services.pool.retry(own_work(to.front()), [&](db::Transaction& tx) -> base::Result<Imported> {
        const std::int64_t id = tx.run(sql::document_next_id)[0]["id"].int64();
        imported.uid = base::new_uid(now);
        try {
            add_document(tx, id, imported.uid, message, kind, exchange_id, now);
            tx.run(sql::axis_deliver, id, to, now);
        } catch (const db::ConstraintViolation& refused) {
            if (refused.constraint != "document_exchange_key") throw;
            return deliver_further(services, message, exchange_id, how.to);
        }
        if (auto error = add_files(tx, id, read.files, now)) return *error;
        tx.send(sql::axis_arrival_add, id, how.message.empty() ? std::nullopt : std::optional(how.message),
                how.carrier, message.document_id, static_cast<int>(business_of(message)),
                base::shorten(message.business.reason, 500), joined(earlier_ids(message)),
                earlier_document(tx, *directory, message), edxml::name(how.signature.outcome),
                how.signature.reason.str());
        after_delivery(tx, services, to, id);
        tx.commit();
        return imported;
    });
}

}  // namespace lt::documents
