// Number, agency's signature, deliveries: how a document leaves.
#include "documents/lists.h"
#include "documents/outside/outside.h"
#include "documents/preservation/preservation.h"
#include "documents/queries.h"
#include "documents/signatures/places.h"
#include "documents/signatures/signatures.h"
#include "kit/base/text.h"

namespace lt::documents {
namespace {

bool is_copy(Services& services, const LockedDocument& document)
{
    return !kind_of(services, document.kind_code).copy_form.empty();
}

// A recipient may have been dissolved since the draft was written.
std::optional<base::Error> check_recipients(const directory::Snapshot& directory,
                                            const LockedDocument& document, bool is_copy, base::Day today)
{
    for (const std::int64_t id : document.recipients) {
        const directory::Agency* recipient = directory.find(id);
        if (recipient == nullptr || !recipient->valid.holds(today))
            return base::conflict((recipient != nullptr ? recipient->name : "Một nơi nhận") +
                                  " đã kết thúc hoạt động. Trả lại dự thảo để sửa nơi nhận rồi phát hành.");
    }
    // A copy may be kept only, or sent on later.
    if (document.recipients.empty() && !is_copy)
        return base::conflict("Văn bản chưa có nơi nhận. Trả lại dự thảo để chọn nơi nhận.");
    return std::nullopt;
}

// The document, locked, when the actor may issue it now; `again` when it was issued before.
base::Result<LockedDocument> begin_issue(db::Transaction& tx, Services& services, const Actor& actor,
                                         const std::string& uid)
{
    auto document = lock_document(tx, uid);
    if (!document || document->origin != Origin::own) return no_such_document();
    if (!may(actor.role, DraftStep::issue, false, false))
        return base::forbidden("Vai đang làm việc không phát hành được văn bản.");
    if (document->state == DocumentState::issued) return *document;
    if (auto next = after(document->state, DraftStep::issue); !next) return next.error();
    // What has its number leaves: nobody could give it back for other recipients.
    if (!document->number_text.empty()) return *document;
    const base::Day today = base::vietnam_day(services.clock->now());
    if (auto error =
            check_recipients(*services.directory.snapshot(), *document, is_copy(services, *document), today))
        return *error;
    return *document;
}

base::Error changed_meanwhile()
{
    return base::conflict("Văn bản đã thay đổi trong khi ký. Mở lại văn bản, xem lại rồi phát hành.");
}

Issued issued_before(const LockedDocument& document)
{
    return {full_notation(document.number_text, document.notation), document.recipients.size(), true};
}

// What goes with every issue; sent along with the statement that commits.
void deliver(db::Transaction& tx, Services& services, const Actor& actor, const LockedDocument& document,
             const std::string& uid, base::Time now)
{
    const auto outside = elsewhere(*services.directory.snapshot(), document.recipients);
    tx.send(sql::document_deliver, document.id, actor.agency, now, outside);
    enqueue_sending(tx, services, actor.agency, document.id, outside);
    record(tx, actor,
           {document.id, uid, "issued", std::to_string(document.recipients.size()), Reader::both_sides, now});
    enqueue_index(tx, services, actor.agency, document.id);
    tx.on_commit([&services, recipients = document.recipients, sender = actor.agency] {
        services.notify(sender, "changed", "{}");
        for (const std::int64_t recipient : recipients) services.notify(recipient, "arrived", "{}");
    });
}

// What the statement that takes the number needs.
struct Numbering {
    std::string book{};
    int year = 0;
    std::string notation{};
    base::Day today{};
    std::string issuer{};
};
Numbering numbering_of(Services& services, const Actor& actor, const LockedDocument& document, base::Time now)
{
    const auto directory = services.directory.snapshot();
    const directory::Agency* agency = directory->find(actor.agency);
    const directory::Unit* unit = directory->find_unit(document.unit);
    CHECK(agency != nullptr && (unit != nullptr || document.unit == 0));
    const Kind kind = kind_of(services, document.kind_code);
    const base::Day today = base::vietnam_day(now);
    // How documents are numbered is the agency's choice; that copies share one series is not.
    const bool chosen = !document.book.empty() && kind.copy_form.empty();
    return {.book = chosen ? document.book : usual_book(kind),
            .year = static_cast<int>(std::chrono::year_month_day{today}.year()),
            .notation =
                notation_of(kind, agency->abbreviation, unit != nullptr ? unit->short_name : std::string()),
            .today = today,
            .issuer = agency->name};
}

base::Result<Issued> issue_without_signature(Services& services, const Actor& actor, const std::string& uid)
{
    return services.pool.retry(scope_of(actor), [&](db::Transaction& tx) -> base::Result<Issued> {
        const auto document = begin_issue(tx, services, actor, uid);
        if (!document) return document.error();
        if (document->state == DocumentState::issued) return issued_before(*document);
        if (is_copy(services, *document))
            return base::invalid("key", "Chọn chứng thư số của cơ quan để ký bản sao.");
        if (document->signed_digitally)
            return base::invalid("key", "Lãnh đạo đã ký số văn bản này. Chọn chứng thư số của cơ quan để cấp "
                                        "số, ký số của cơ quan và phát hành.");
        const base::Time now = services.clock->now();
        const Numbering numbering = numbering_of(services, actor, *document, now);
        deliver(tx, services, actor, *document, uid, now);
        const db::Rows numbered =
            tx.run_and_commit(sql::document_number, actor.agency, numbering.book, numbering.year,
                              document->id, numbering.notation, now, numbering.today, numbering.issuer);
        CHECK(numbered.size() == 1);
        return Issued{full_notation(numbered[0]["number_text"].text(), numbering.notation),
                      document->recipients.size(), false};
    });
}

// A file that the agency signs, read before the number is taken.
struct ToSeal {
    SignedFile row{};
    pdf::File file;
};

struct Sealable {
    LockedDocument document{};
    std::vector<SignedFile> files{};
    LockedDocument rehearsed{};  // the same with a number as long as the one that it can get
};

// Looks only: the lock ends with this call.
base::Result<Sealable> sealable(Services& services, const Actor& actor, const std::string& uid)
{
    return services.pool.retry(scope_of(actor), [&](db::Transaction& tx) -> base::Result<Sealable> {
        auto document = begin_issue(tx, services, actor, uid);
        if (!document) return document.error();
        if (document->state != DocumentState::issued && !document->signed_digitally &&
            !is_copy(services, *document))
            return base::conflict("Lãnh đạo chưa ký số văn bản này nên cơ quan không ký số được.");
        Sealable out{.document = *document, .files = files_of(tx, document->id), .rehearsed = *document};
        if (!document->number_text.empty() || document->state == DocumentState::issued) return out;
        const Numbering numbering = numbering_of(services, actor, *document, services.clock->now());
        // Others take numbers meanwhile.
        constexpr std::int64_t kMeanwhile = 100;
        const std::int64_t next =
            tx.run(sql::number_next, actor.agency, numbering.book, numbering.year)[0]["next"].int64();
        out.rehearsed.number_text = std::to_string(next + kMeanwhile);
        out.rehearsed.notation = numbering.notation;
        out.rehearsed.issued_on = numbering.today;
        return out;
    });
}

// The main file, and the annexes that are PDF files. An annex that somebody has signed already is an original of its own and stays so.
base::Result<std::vector<ToSeal>> read_files(Services& services, const Sealable& found, Writer writer)
{
    std::vector<ToSeal> out;
    for (const SignedFile& row : found.files) {
        const bool main = row.signed_by == "leader";
        if (!main && row.media_type != "application/pdf") continue;
        auto file = open_file(services, row.name, row.sha256, row.size);
        if (!file) return file.error();
        // The leader signed before the agency had a plug-in, which adds a field of its own.
        if (main && writer == Writer::plugin && pdf::is_certified(*file))
            return base::conflict(
                "Chữ ký của lãnh đạo trên văn bản này không cho thêm ô ký mới nên không ký bằng phần mềm "
                "VGCA được. Chọn chứng thư số khác của cơ quan, hoặc trả lại để lãnh đạo ký lại.");
        if (main || !pdf::claims_signatures(*file)) out.push_back({row, std::move(*file)});
    }
    return out;
}

// The main file with number and date, an annex or a copy as it is: what the agency signs with a program of its own.
base::Result<pdf::Unsigned> give_to_plugin(const LockedDocument& document, const ToSeal& one)
{
    const bool main = one.row.signed_by == "leader";
    if (main)
        if (auto error = check_written_date(document, one.file, one.row.places)) return *error;
    const auto texts = main ? texts_of(document, one.file) : std::map<std::string, std::string>();
    if (texts.empty()) return pdf::Unsigned{.bytes = std::string(one.file.bytes())};
    auto filled = pdf::fill_in(one.file, texts);
    if (!filled) return filled.error();
    return pdf::Unsigned{.bytes = std::move(*filled)};
}

base::Result<pdf::Unsigned> begin_seal(Services& services, const Actor& actor, const LockedDocument& document,
                                       const ToSeal& one, const pdf::Picture* seal)
{
    const base::Time now = services.clock->now();
    if (one.row.signed_by == "leader") {
        if (auto error = check_written_date(document, one.file, one.row.places)) return *error;
        return pdf::begin_signature(
            one.file,
            {.field = kAgencyField, .texts = texts_of(document, one.file), .at = now, .picture = seal});
    }
    const std::string copy_form = kind_of(services, document.kind_code).copy_form;
    if (copy_form.empty())
        return begin_annex(one.file, full_notation(document.number_text, document.notation), now);
    return begin_copy(one.file, copy_form, services.directory.snapshot()->name(actor.agency), now);
}

// Every file with its hole; which file it is about, where one is refused.
base::Result<std::vector<OpenFile>> begin_seals(Services& services, const Actor& actor,
                                                const LockedDocument& document,
                                                const std::vector<ToSeal>& files, const pdf::Picture* seal,
                                                Writer writer)
{
    std::vector<OpenFile> out;
    for (const ToSeal& one : files) {
        auto open = writer == Writer::plugin ? give_to_plugin(document, one)
                                             : begin_seal(services, actor, document, one, seal);
        if (!open) return named(open.error(), one.row.name);
        out.push_back({.file = one.row.uid, .before = one.row.sha256, .open = std::move(*open)});
    }
    return out;
}

// The document with its number, given now or, when an earlier try broke off, before.
base::Result<LockedDocument> numbered(Services& services, const Actor& actor, const Sealable& found,
                                      const std::string& uid)
{
    return services.pool.retry(scope_of(actor), [&](db::Transaction& tx) -> base::Result<LockedDocument> {
        auto document = begin_issue(tx, services, actor, uid);
        if (!document || document->state == DocumentState::issued) return document;
        if (document->version != found.document.version) return changed_meanwhile();
        if (!document->number_text.empty()) return document;
        const base::Time now = services.clock->now();
        const Numbering numbering = numbering_of(services, actor, *document, now);
        // Midnight has passed: what was rehearsed has another date.
        if (numbering.today != found.rehearsed.issued_on) return changed_meanwhile();
        record(tx, actor, {document->id, uid, "numbered", "", Reader::own_agency, now});
        tx.on_commit([&services, agency = actor.agency] { services.notify(agency, "changed", "{}"); });
        const db::Rows rows =
            tx.run_and_commit(sql::document_take_number, actor.agency, numbering.book, numbering.year,
                              document->id, numbering.notation, now, numbering.today, numbering.issuer);
        CHECK(rows.size() == 1);
        document->number_text = rows[0]["number_text"].str();
        document->notation = numbering.notation;
        document->issued_on = numbering.today;
        document->version = rows[0]["version"].int32();
        return document;
    });
}

}  // namespace

base::Result<OpenSignature> open_seal(Services& services, const Actor& actor, const std::string& uid,
                                      const pdf::Picture* seal, Writer writer)
{
    const auto found = sealable(services, actor, uid);
    if (!found) return found.error();
    if (found->document.state == DocumentState::issued)
        return OpenSignature{.purpose = Purpose::agency, .document = uid, .version = found->document.version};
    const auto files = read_files(services, *found, writer);
    if (!files) return files.error();
    // Nothing is left to be refused once the number is taken for good. The series is not locked for it: many would wait.
    if (found->document.number_text.empty()) {
        const auto rehearsal = begin_seals(services, actor, found->rehearsed, *files, seal, writer);
        if (!rehearsal) return rehearsal.error();
    }
    const auto document = numbered(services, actor, *found, uid);
    if (!document) return document.error();
    OpenSignature out{.purpose = Purpose::agency, .document = uid, .version = document->version};
    if (document->state == DocumentState::issued) return out;
    auto open = begin_seals(services, actor, *document, *files, seal, writer);
    if (!open) return open.error();
    out.files = *std::move(open);
    return out;
}

base::Result<Issued> close_seal(Services& services, const Actor& actor, const OpenSignature& signature,
                                const std::vector<std::string>& contents)
{
    CHECK(signature.files.size() == contents.size());
    std::vector<blob::Blob> blobs;
    for (const std::string& content : contents) blobs.push_back(services.blobs.put(content));
    return services.pool.retry(scope_of(actor), [&](db::Transaction& tx) -> base::Result<Issued> {
        const auto document = begin_issue(tx, services, actor, signature.document);
        if (!document) return document.error();
        if (document->state == DocumentState::issued) return issued_before(*document);
        if (document->version != signature.version) return changed_meanwhile();
        for (std::size_t i = 0; i < blobs.size(); ++i)
            if (auto error = put_content(tx, signature.files[i], blobs[i], Purpose::agency)) return *error;
        const base::Time now = services.clock->now();
        deliver(tx, services, actor, *document, signature.document, now);
        begin_preservation(tx, services, actor.agency, document->id, now);
        tx.send(sql::document_issue_numbered, document->id, now);
        tx.commit();
        return Issued{full_notation(document->number_text, document->notation), document->recipients.size(),
                      false};
    });
}

base::Result<Issued> issue(Services& services, const Actor& actor, const std::string& uid,
                           signing::Hand* seal)
{
    if (seal == nullptr) return issue_without_signature(services, actor, uid);
    auto open = open_seal(services, actor, uid, seal->picture ? &*seal->picture : nullptr);
    if (!open) return open.error();
    auto contents = sign_all(services, *open, *seal);
    if (!contents) return contents.error();
    return close_seal(services, actor, *open, *contents);
}

}  // namespace lt::documents
