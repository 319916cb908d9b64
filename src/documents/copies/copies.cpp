#include "documents/copies/copies.h"

#include <algorithm>

#include "documents/copies/scan.h"
#include "documents/drafts/steps.h"
#include "documents/queries.h"
#include "documents/signatures/places.h"
#include "documents/signatures/signatures.h"
#include "kit/base/ids.h"
#include "kit/base/text.h"

namespace lt::documents {
namespace {

constexpr const char* kClerkOnly = "Chỉ văn thư làm bản sao của cơ quan.";
constexpr const char* kExtract = "extract";

void add(base::Wrong& wrong, const base::Error& error)
{
    wrong.emplace_back(error.field, error.message);
    wrong.insert(wrong.end(), error.more.begin(), error.more.end());
}

// The files of the source that the form names, as new files with the same content.
base::Result<std::vector<NewFile>> files_of_source(const DocumentView& source, const NewCopy& copy)
{
    std::vector<NewFile> files;
    for (const FileRow& file : source.files) {
        if (std::find(copy.files.begin(), copy.files.end(), file.uid) == copy.files.end()) continue;
        files.push_back({.name = file.name,
                         .blob = {.sha256 = file.sha256, .size = file.size, .media_type = file.media_type}});
    }
    if (files.size() != copy.files.size())
        return base::invalid("files", "Tệp của văn bản được sao đã thay đổi. Tải lại trang rồi chọn lại.");
    return files;
}

// Everything that would keep the agency from signing this file, so that no number is taken for it.
void check_file(Services& services, const NewFile& file, const Kind& kind, const std::string& agency,
                base::Wrong& wrong)
{
    if (file.blob.media_type != "application/pdf") {
        wrong.emplace_back(
            "files", base::Message{"Tệp “{{name}}” không phải PDF. Quét hoặc xuất thành PDF rồi tải lên.",
                                   {{"name", file.name}}});
        return;
    }
    if (file.blob.size > kSignedFileLimit) {
        wrong.emplace_back(
            "files",
            base::Message{"Tệp “{{name}}” lớn hơn 100 MB nên không ký số được. Tách thành nhiều tệp.",
                          {{"name", file.name}}});
        return;
    }
    std::string content = services.blobs.get(file.blob.sha256, kSignedFileLimit);
    const auto scan = text::measure_scan(content);
    if (!scan) {
        wrong.emplace_back("files", named(scan.error(), file.name).message);
        return;
    }
    if (auto error = check_scan(*scan, file.name)) add(wrong, *error);
    const auto pdf = pdf::File::open(std::move(content));
    if (!pdf) {
        wrong.emplace_back("files", named(pdf.error(), file.name).message);
        return;
    }
    if (pdf::claims_signatures(*pdf)) {
        wrong.emplace_back(
            "files",
            base::Message{"Tệp “{{name}}” đã có chữ ký số: đó là bản gốc điện tử, có giá trị như bản gốc "
                          "giấy. Gửi chính tệp ấy, hoặc in ra để sao y thành bản giấy; ký thêm vào tệp "
                          "thì chữ ký đã có không còn hợp lệ.",
                          {{"name", file.name}}});
        return;
    }
    if (const auto open = begin_copy(*pdf, kind.copy_form, agency, services.clock->now()); !open)
        wrong.emplace_back("files", named(open.error(), file.name).message);
}

// What the form holds, checked as a whole: the files to certify, in their order.
base::Result<std::vector<NewFile>> check_copy(Services& services, const Actor& actor, const NewCopy& copy,
                                              const std::optional<DocumentView>& source,
                                              const std::vector<NewFile>& uploads, base::Time now)
{
    base::Wrong wrong;
    const std::vector<Kind> all = kinds(services);
    const auto kind = std::find_if(all.begin(), all.end(), [&](const Kind& one) {
        return one.code == copy.kind_code && !one.copy_form.empty();
    });
    if (kind == all.end()) wrong.emplace_back("kind", "Chọn hình thức sao.");
    if (copy.subject.empty())
        wrong.emplace_back("subject", "Nhập trích yếu của văn bản được sao.");
    else if (const auto length = base::length(copy.subject); length > 500)
        wrong.emplace_back("subject",
                           base::Message("Trích yếu dài {{count}} ký tự. Rút xuống còn nhiều nhất 500 ký tự.",
                                         {{"count", std::to_string(length)}}));
    if (auto error = check_chosen(services, actor, copy.recipients, now)) add(wrong, *error);
    std::vector<NewFile> files;
    if (source) {
        auto of_source = files_of_source(*source, copy);
        if (of_source)
            files = std::move(*of_source);
        else
            add(wrong, of_source.error());
    }
    if (copy.kind_code == kExtract && !files.empty())
        wrong.emplace_back("files",
                           "Trích sao là tệp lập lại, chỉ có phần cần trích: bỏ chọn tệp của văn bản được "
                           "sao và tải tệp trích lên.");
    files.insert(files.end(), uploads.begin(), uploads.end());
    if (files.empty() && wrong.empty())
        wrong.emplace_back("files", "Chọn tệp của văn bản được sao hoặc tải bản quét lên.");
    const std::string agency = services.directory.snapshot()->name(actor.agency);
    if (kind != all.end())
        for (const NewFile& file : files) check_file(services, file, *kind, agency, wrong);
    if (auto error = base::invalid(std::move(wrong))) return *error;
    return files;
}

}  // namespace

base::Result<base::Done> check_source(const DocumentView& source)
{
    if (source.own && source.state != DocumentState::issued)
        return base::conflict("Văn bản chưa phát hành nên chưa sao được.");
    if (source.incoming) {
        const DeliveryState state = source.incoming->state;
        if (state == DeliveryState::arrived)
            return base::conflict("Tiếp nhận và vào sổ văn bản này trước khi sao.");
        if (state == DeliveryState::refused || state == DeliveryState::recalled)
            return base::conflict("Văn bản đã bị từ chối hoặc trả lại nơi gửi nên không sao được.");
    }
    return base::Done{};
}

base::Result<Created> make_copy(Services& services, const Actor& actor, const std::string& key,
                                const NewCopy& copy, const std::vector<NewFile>& uploads)
{
    if (!may(actor.role, DraftStep::issue, false, false)) return base::forbidden(kClerkOnly);
    if (!base::is_uid(key)) return base::invalid("key", "Tải lại trang rồi gửi lại.");
    const base::Time now = services.clock->now();
    std::optional<DocumentView> source;
    if (!copy.source.empty()) {
        source = document(services, actor, copy.source);
        if (!source) return no_such_document();
        if (const auto checked = check_source(*source); !checked) return checked.error();
    }
    const auto files = check_copy(services, actor, copy, source, uploads, now);
    if (!files) return files.error();
    return services.pool.retry(scope_of(actor), [&](db::Transaction& tx) -> base::Result<Created> {
        const auto directory = services.directory.snapshot();
        const directory::Agency* agency = directory->find(actor.agency);
        CHECK(agency != nullptr);
        const std::optional<std::int64_t> none;
        const db::Rows rows =
            tx.run(sql::document_create, key, actor.agency, copy.kind_code, copy.subject,
                   to_text(Urgency::normal), agency->name, agency->code, actor.official,
                   actor.unit == 0 ? none : std::optional(actor.unit), none, std::optional<base::Time>(),
                   none, now, std::string(), std::string(), source ? std::optional(source->id) : none);
        if (rows.empty()) {
            const auto earlier = earlier_sending(tx, actor, key, Origin::own, copy.kind_code, copy.subject);
            if (!earlier) return earlier.error();
            return Created{key, true};
        }
        const std::int64_t id = rows[0]["id"].int64();
        tx.send(sql::document_recipients_set, id, copy.recipients, actor.agency);
        if (auto error = add_files(tx, id, *files, now)) return *error;
        // Nobody signs it but the agency, so nothing comes between making and issuing it.
        tx.send(sql::document_set_state, id, to_text(DocumentState::approved), now,
                std::optional<std::string>());
        record(tx, actor, {id, key, "copied", "", Reader::own_agency, now});
        tx.on_commit([&services, agency_id = actor.agency] { services.notify(agency_id, "changed", "{}"); });
        tx.commit();
        return Created{key, false};
    });
}

base::Result<base::Done> discard_copy(Services& services, const Actor& actor, const std::string& uid)
{
    if (!may(actor.role, DraftStep::issue, false, false)) return base::forbidden(kClerkOnly);
    return services.pool.retry(scope_of(actor), [&](db::Transaction& tx) -> base::Result<base::Done> {
        const auto document = lock_document(tx, uid);
        if (!document || document->origin != Origin::own ||
            kind_of(services, document->kind_code).copy_form.empty())
            return no_such_document();
        if (document->state == DocumentState::issued) return after(document->state, DraftStep::edit).error();
        if (!document->number_text.empty())
            return base::conflict(
                {"Bản sao đã được cấp số {{notation}} nên không bỏ được. Ký số của cơ quan để hoàn thành.",
                 {{"notation", full_notation(document->number_text, document->notation)}}});
        const base::Time now = services.clock->now();
        // What is approved can't be deleted: it is taken back first.
        tx.send(sql::document_set_state, document->id, to_text(DocumentState::draft), now,
                std::optional<std::string>());
        tx.send(sql::document_delete, document->id);
        record(tx, actor, {document->id, uid, "discarded", "", Reader::own_agency, now});
        tx.on_commit([&services, agency = actor.agency] { services.notify(agency, "changed", "{}"); });
        tx.commit();
        return base::Done{};
    });
}

}  // namespace lt::documents
