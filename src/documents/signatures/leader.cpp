// The leader's signature: it certifies the main file and approves the document.
#include "documents/drafts/steps.h"
#include "documents/queries.h"
#include "documents/signatures/places.h"
#include "documents/signatures/signatures.h"
#include "kit/blob/blob.h"

namespace lt::documents {
namespace {

constexpr const char* kNotYours = "Vai đang làm việc không ký được văn bản trình người khác ký.";

struct ToSign {
    LockedDocument document{};
    SignedFile file{};
    bool again = false;
};

// What the leader has read and may sign now. Looks only: the lock ends with this call.
base::Result<ToSign> to_sign(Services& services, const Actor& actor, const std::string& uid, int version)
{
    return services.pool.retry(scope_of(actor), [&](db::Transaction& tx) -> base::Result<ToSign> {
        auto document = begin_step(tx, actor, uid, DraftStep::approve, kNotYours, DocumentState::approved);
        if (!document) return document.error();
        ToSign out{.document = std::move(*document)};
        out.again = out.document.state == DocumentState::approved;
        if (out.again) return out;
        if (auto error = check_version(out.document, version)) return *error;
        const auto files = files_of(tx, out.document.id);
        if (files.empty() || files.front().media_type != "application/pdf")
            return base::conflict(
                "Tệp đầu tiên không phải PDF nên không ký số được. Trả lại dự thảo để thay bằng tệp PDF.");
        out.file = files.front();
        return out;
    });
}

}  // namespace

base::Result<OpenSignature> open_leader(Services& services, const Actor& actor, const std::string& uid,
                                        int version, const pdf::Picture* picture, Writer writer)
{
    const auto found = to_sign(services, actor, uid, version);
    if (!found) return found.error();
    OpenSignature out{.purpose = Purpose::leader, .document = uid, .version = found->document.version};
    if (found->again) return out;
    const auto file = open_file(services, found->file.name, found->file.sha256, found->file.size);
    if (!file) return file.error();
    pdf::Signatory signatory{.name = actor.name, .titles = {actor.post_title}};
    if (picture != nullptr)
        signatory.picture_ratio = static_cast<double>(picture->width()) / picture->height();
    auto form = form_of(*file, found->file.places, signatory);
    if (!form) return form.error();
    // Nobody has seen where number and date would be printed.
    if (has_assumed(found->file.places))
        return base::conflict(
            "Chưa chắc chỗ ghi số, ngày hoặc chỗ ký trong tệp. Mở “Xem lại vị trí”, sửa nếu cần và lưu, rồi ký; "
            "hoặc trả lại người soạn để thay tệp.");
    // A program brings its own field: ours would stay empty in what is issued.
    if (writer == Writer::plugin)
        std::erase_if(form->signatures, [](const auto& one) { return one.first == kLeaderField; });
    auto prepared = pdf::prepare(*file, *form);
    if (!prepared) return prepared.error();
    if (writer == Writer::plugin) {
        out.files.push_back(
            {.file = found->file.uid, .before = found->file.sha256, .open = {.bytes = std::move(*prepared)}});
        return out;
    }
    const auto again = pdf::File::open(std::move(*prepared));
    if (!again) return again.error();
    // A plug-in that seals adds a field of its own, and a certified file takes none.
    auto open = pdf::begin_signature(
        *again, {.field = kLeaderField,
                 .certify = !signing::seals_with_plugin(services.signing, scope_of(actor)),
                 .at = services.clock->now(),
                 .picture = picture});
    if (!open) return open.error();
    out.files.push_back({.file = found->file.uid, .before = found->file.sha256, .open = std::move(*open)});
    return out;
}

base::Result<base::Done> close_leader(Services& services, const Actor& actor, const OpenSignature& signature,
                                      const std::vector<std::string>& contents)
{
    if (signature.files.empty()) return base::Done{};  // it had been approved before
    CHECK(signature.files.size() == 1 && contents.size() == 1);
    const blob::Blob blob = services.blobs.put(contents.front());
    return services.pool.retry(scope_of(actor), [&](db::Transaction& tx) -> base::Result<base::Done> {
        const auto document =
            begin_step(tx, actor, signature.document, DraftStep::approve, kNotYours, DocumentState::approved);
        if (!document) return document.error();
        if (document->state == DocumentState::approved) return base::Done{};
        if (auto error = check_version(*document, signature.version)) return *error;
        if (auto error = put_content(tx, signature.files.front(), blob, Purpose::leader)) return *error;
        return move(services, tx, actor, *document, signature.document, DraftStep::approve, "signed", "",
                    std::nullopt);
    });
}

base::Result<base::Done> sign_draft(Services& services, const Actor& actor, const std::string& uid,
                                    int version, signing::Hand& hand)
{
    auto open = open_leader(services, actor, uid, version, hand.picture ? &*hand.picture : nullptr);
    if (!open) return open.error();
    auto contents = sign_all(services, *open, hand);
    if (!contents) return contents.error();
    return close_leader(services, actor, *open, *contents);
}

}  // namespace lt::documents
