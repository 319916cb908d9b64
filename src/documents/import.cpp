// From an edXML message to a document with deliveries.
#include "documents/import.h"

#include <algorithm>

#include "documents/lists.h"
#include "documents/queries.h"
#include "documents/store.h"
#include "exchange/edxml/reader.h"
#include "kit/audit/audit.h"
#include "kit/base/ids.h"
#include "kit/base/text.h"
#include "kit/text/media.h"

namespace lt::documents {

namespace {

// Attachments of a message. The writers live as long as it: until rows name the files, nobody may take them away.
struct Attached {
    std::vector<NewFile> files{};
    std::vector<std::unique_ptr<blob::Writer>> writers{};
};

// Writes an attachment into the blob store while the message is read.
class BlobSink final : public edxml::AttachmentSink {
public:
    BlobSink(blob::Store& blobs, Attached& attached) : writer_(blobs.writer()), attached_(attached) {}
    void write(std::span<const std::byte> piece) override { writer_->write(piece); }
    void finish(const edxml::Attachment& attachment) override
    {
        attached_.files.push_back({.name = attachment.name.empty() ? attachment.content_id : attachment.name,
                                   .blob = writer_->finish()});
        attached_.writers.push_back(std::move(writer_));
    }

private:
    std::unique_ptr<blob::Writer> writer_;
    Attached& attached_;
};

Urgency urgency_of(std::optional<int> priority)
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

// A message about an earlier document carries that document's id: taken for a new one, a recall would be lost as a double.
std::optional<base::Error> check_is_new(const edxml::Message& message)
{
    switch (message.business.type.value_or(edxml::BusinessType::create)) {
    case edxml::BusinessType::create: return std::nullopt;
    case edxml::BusinessType::recall:
        return base::invalid(
            "file",
            "Đây là yêu cầu thu hồi văn bản đã gửi, không phải văn bản mới. Lệnh này không xử lý yêu cầu thu hồi.");
    case edxml::BusinessType::update:
        return base::invalid(
            "file",
            "Đây là thông điệp cập nhật văn bản đã gửi, không phải văn bản mới. Lệnh này không xử lý cập nhật.");
    case edxml::BusinessType::replace: break;
    }
    return base::invalid(
        "file",
        "Đây là thông điệp thay thế văn bản đã gửi, không phải văn bản mới. Lệnh này không xử lý thay thế.");
}

}  // namespace

base::Result<Imported> import_message(Services& services, directory::Directory& directory,
                                      const std::filesystem::path& file)
{
    Attached attached;
    std::vector<NewFile>& files = attached.files;
    edxml::Result read = edxml::read_file(file, [&](const edxml::AttachmentInfo&) {
        return std::make_unique<BlobSink>(services.blobs, attached);
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
    const edxml::Message& message = std::get<edxml::Message>(read);
    if (message.kind != edxml::Kind::edoc)
        return base::invalid(
            "file", "Đây là thông điệp trạng thái, không phải văn bản nên không vào sổ văn bản đến.");
    if (auto error = check_is_new(message)) return *error;
    for (NewFile& one : files) {
        const auto accepted = text::accept(one.blob.media_type, one.name);
        if (!accepted) return accepted.error();
        one.blob.media_type = *accepted;
    }

    Imported imported;
    const auto snapshot = directory.snapshot();
    const base::Time now = services.clock->now();
    std::vector<std::int64_t> recipients;
    for (const edxml::Organ& organ : message.to) {
        const directory::Agency* agency = snapshot->find_code(organ.organ_id);
        if (agency == nullptr || !agency->valid.holds(base::vietnam_day(now))) {
            imported.unknown.push_back(organ.organ_id);
            continue;
        }
        if (std::find(recipients.begin(), recipients.end(), agency->id) != recipients.end()) continue;
        recipients.push_back(agency->id);
        imported.delivered.push_back(agency->code);
    }
    if (recipients.empty())
        return base::invalid("file", "Không có nơi nhận nào của thông điệp là cơ quan trong hệ thống này.");

    const std::string kind = kind_code_of(message.type_name, kinds(services));
    const db::Scope scope{.agency = recipients.front(), .official = 0, .reach = db::Reach::agency};
    return services.pool.retry(scope, [&](db::Transaction& tx) -> base::Result<Imported> {
        const std::int64_t id = tx.run(sql::document_next_id)[0]["id"].int64();
        imported.uid = base::new_uid(now);
        try {
            tx.run(sql::document_import, imported.uid, kind, base::shorten(message.subject, 500),
                   to_text(urgency_of(message.priority)), message.code_number, message.code_notation,
                   message.promulgation_date,
                   message.from.name.empty() ? message.from.organ_id : message.from.name,
                   message.from.organ_id, base::shorten(message.signer, 200),
                   base::shorten(message.position, 200), end_of_office_hours(message.due_date),
                   message.document_id, now, message.pages, id, message.type_name);
        } catch (const db::ConstraintViolation& refused) {
            if (refused.constraint != "document_exchange_key") throw;
            imported.again = true;
            imported.uid.clear();
            return imported;
        }
        tx.run(sql::axis_deliver, id, recipients, now);
        if (auto error = add_files(tx, id, files, now)) return *error;
        enqueue_index(tx, services, recipients.front(), id);
        tx.on_commit([&services, recipients] {
            for (const std::int64_t agency : recipients) services.notify(agency, "arrived", "{}");
        });
        tx.commit();
        return imported;
    });
}

}  // namespace lt::documents
