// See copy.h.
#include "dossiers/digitise/copy.h"

#include <nlohmann/json.hpp>

#include "directory/api.h"
#include "dossiers/queries.h"
#include "kit/audit/audit.h"
#include "kit/base/ids.h"
#include "kit/base/text.h"
#include "kit/pdf/numbering.h"
#include "kit/print/picture_page.h"
#include "signing/api.h"

namespace lt::dossiers {

using base::msg;

namespace {

constexpr const char* kCopyFont = "/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf";
constexpr std::uint64_t kLargestCopy = 50ULL << 20;
constexpr std::size_t kLongestCopyName = 300;

// A later scan of the same paper: what can be used in its place is not lost for one that can't.
base::Error signed_one_stays()
{
    return base::invalid("key",
                         msg("Kho đang có bản đã ký số của giấy tờ này. Bản quét mới phải được ký số thì mới "
                             "thay được; chưa ký thì bản đã ký vẫn giữ nguyên."));
}

void note_copy(db::Transaction& tx, Dossier& dossier, const std::string& item, const Confirmation& wanted,
               const std::string& signature, base::Time now)
{
    store::update(tx, dossier, now);
    store::add_event(tx, dossier,
                     {.no = dossier.version,
                      .act = ActKind::note,
                      .state = dossier.life.state,
                      .reason = base::Message(vault::counts(signature)
                                                  ? msg("Số hoá, ký số và đưa vào kho: {{name}}")
                                                  : msg("Số hoá và đưa vào kho, chưa ký số: {{name}}"),
                                              {{"name", wanted.paper.name}})
                                    .str(),
                      .detail = nlohmann::json{{"item", item}}.dump(),
                      .at = now});
    audit::record(tx, {.action = "dossier.paper_digitised",
                       .subject = dossier.uid,
                       .detail = nlohmann::json{{"item", item}, {"signature", signature}}.dump(),
                       .at = now});
}

base::Wrong check_copy(const Confirmation& wanted, base::Day today)
{
    base::Wrong wrong = wanted.wrong;
    const auto& paper = wanted.paper;
    if (base::normalise(paper.name).empty()) wrong.emplace_back("name", msg("Nhập tên giấy tờ."));
    if (base::length(paper.name) > kLongestCopyName)
        wrong.emplace_back("name", msg("Tên dài quá 300 ký tự."));
    if (base::length(paper.number) > 100) wrong.emplace_back("number", msg("Số dài quá 100 ký tự."));
    if (paper.issued_on && *paper.issued_on > today)
        wrong.emplace_back("issued_on", msg("Ngày cấp chưa đến. Nhập hôm nay hoặc một ngày trước."));
    const auto from = paper.valid_from ? paper.valid_from : paper.issued_on;
    if (paper.valid_to && from && *paper.valid_to < *from)
        wrong.emplace_back("valid_to", msg("Ngày hết giá trị trước ngày cấp hoặc ngày bắt đầu có giá trị."));
    return wrong;
}

// What the reading made, or made now: who types what stands on it waits for no reading.
base::Result<std::string> pdf_of(Services& services, const CopyAtHand& copy)
{
    if (!copy.digitisation.sha256.empty()) return copy.digitisation.sha256;
    const base::Error none = base::invalid(
        "key", msg("Bản quét không chuyển sang PDF được nên không ký được: tệp hỏng, quá lớn hoặc "
                   "không phải ảnh. Đưa vào kho chưa ký, hoặc thêm bản quét PDF."));
    if (copy.scan.size > kLargestCopy) return none;
    auto turn = services.conversions.begin();
    if (const auto may = turn.next(); !may) return base::invalid("key", may.error().message);
    const auto pdf = scan_as_pdf(services, copy.scan, services.blobs.get(copy.scan.sha256, kLargestCopy));
    return pdf ? base::Result<std::string>(pdf->sha256) : none;
}

std::string verdict_on(Services& services, const std::string& bytes)
{
    if (!services.signing.judge) return "signed";
    const std::string indication = services.signing.judge(bytes).indication;
    return indication == "unsigned" ? "unreadable" : indication;
}

}  // namespace

base::Result<CopyAtHand> find_copy(db::Transaction& tx, const Actor& actor, const std::string& uid,
                                   const std::string& file_uid, store::Lock lock)
{
    auto dossier = store::find(tx, uid, lock);
    if (!dossier) return no_dossier();
    if (!may_digitise(actor, *dossier))
        return base::forbidden(msg("Chỉ bộ phận một cửa và cơ quan giải quyết số hoá giấy tờ của hồ sơ."));
    CopyAtHand out{.dossier = *std::move(dossier)};
    const auto scan = store::find_file(tx, out.dossier.id, file_uid);
    for (const Paper& paper : store::papers(tx, out.dossier.id))
        if (scan && paper.no == scan->paper) out.paper = paper;
    if (!scan || out.paper.name.empty())
        return base::not_found(msg("Không có bản quét này trong thành phần hồ sơ."));
    out.scan = *scan;
    out.digitisation = store::find_digitisation(tx, out.dossier.id, file_uid);
    // A PDF can be signed as it is, read or not.
    if (out.scan.media_type == "application/pdf" && out.scan.size <= kLargestCopy)
        out.digitisation.sha256 = out.scan.sha256;
    for (const vault::OfDossier& item : vault::of_dossier(tx, uid)) {
        if (item.used || item.source != vault::Source::paper || item.no != out.paper.no) continue;
        out.paper_signature = item.signature;
        if (item.uid != out.digitisation.item) continue;
        out.kept_signature = item.signature;
        out.kept_sha256 = item.sha256;
    }
    return out;
}

base::Result<CopyAtHand> copy_to_confirm(Services& services, const Actor& actor, const std::string& uid,
                                         const std::string& file_uid, const Confirmation& wanted)
{
    auto copy = [&] {
        db::Transaction tx = services.pool.begin(scope_of(actor));
        return find_copy(tx, actor, uid, file_uid, store::Lock::none);
    }();
    if (!copy) return copy.error();
    if (auto error = base::invalid(check_copy(wanted, base::vietnam_day(services.clock->now()))))
        return *error;
    if (vault::counts(copy->kept_signature))
        return base::conflict(msg("Bản điện tử này đã được ký và đưa vào kho."));
    return copy;
}

SignedCopy copy_as_it_is(Services& services, const CopyAtHand& copy)
{
    if (copy.digitisation.sha256.empty()) return {};
    const std::string bytes = services.blobs.get(copy.digitisation.sha256, kLargestCopy);
    const auto file = pdf::File::open(bytes);
    if (!file || !pdf::claims_signatures(*file)) return {};
    return {.signature = verdict_on(services, bytes)};
}

std::optional<blob::Blob> scan_as_pdf(Services& services, const File& scan, std::string_view bytes)
{
    if (scan.media_type == "application/pdf")
        return blob::Blob{.sha256 = scan.sha256, .size = scan.size, .media_type = scan.media_type};
    const auto page =
        print::picture_page(bytes, scan.media_type, {.title = scan.name, .made = scan.added_at});
    if (!page || page->size() > kLargestCopy) return std::nullopt;
    return services.blobs.put(*page);
}

base::Result<pdf::File> file_to_sign(Services& services, const CopyAtHand& copy)
{
    const auto sha256 = pdf_of(services, copy);
    if (!sha256) return sha256.error();
    auto file = pdf::File::open(services.blobs.get(*sha256, kLargestCopy));
    if (!file) return base::invalid("key", file.error().message);
    if (pdf::claims_signatures(*file))
        return base::invalid(
            "key", msg("Tệp đã có chữ ký số của nơi cấp, không ký thêm. Đưa vào kho như tệp đang có."));
    return file;
}

base::Result<pdf::Unsigned> begin_copy_signature(Services& services, const Actor& actor,
                                                 const pdf::File& file, base::Time now)
{
    const auto directory = services.directory.snapshot();
    const directory::Agency* agency = directory->find(actor.agency);
    auto open = pdf::begin_text_signature(
        file, {.lines = pdf::copy_lines("SỐ HOÁ TỪ BẢN GIẤY", agency ? base::upper(agency->name) : "", now),
               .font = kCopyFont,
               .field = "ky_so_hoa",
               .at = now});
    if (!open) return base::invalid("key", open.error().message);
    return open;
}

base::Result<SignedCopy> judged_copy(Services& services, std::string bytes)
{
    SignedCopy out{.bytes = std::move(bytes)};
    out.signature = verdict_on(services, out.bytes);
    if (out.signature == "total-failed")
        return base::invalid(
            "key", msg("Chữ ký không hợp lệ theo kết quả kiểm tra. Kiểm tra chứng thư rồi ký lại."));
    return out;
}

base::Result<std::string> keep_copy(Services& services, const Actor& actor, const std::string& uid,
                                    const std::string& file_uid, const ExpectedCopy& expected,
                                    const SignedCopy& copy, Confirmation wanted)
{
    const base::Time now = services.clock->now();
    const std::optional<blob::Blob> own =
        copy.bytes.empty() ? std::nullopt : std::optional(services.blobs.put(copy.bytes));
    db::Transaction tx = services.pool.begin(scope_of(actor));
    auto it = find_copy(tx, actor, uid, file_uid, store::Lock::for_update);
    if (!it) return it.error();
    if (it->digitisation.item != expected.item || it->scan.sha256 != expected.scan ||
        vault::counts(it->kept_signature))
        return base::conflict(
            msg("Giấy tờ này vừa được người khác số hoá. Xem lại rồi thực hiện nếu vẫn cần."));
    if (!vault::counts(copy.signature) && vault::counts(it->paper_signature)) return signed_one_stays();
    if (own) blob::remember(tx, *own);
    const blob::Blob blob =
        own ? *own
            : blob::Blob{.sha256 = it->scan.sha256, .size = it->scan.size, .media_type = it->scan.media_type};
    wanted.paper.code = type_of(it->paper);
    wanted.found.number = wanted.paper.number;
    wanted.found.issuer = wanted.paper.issuer;
    wanted.found.issued_on = wanted.paper.issued_on;
    wanted.found.valid_to = wanted.paper.valid_to;
    const std::string fields = vault::to_json(wanted.found);
    const auto kept = vault::keep(tx,
                                  {.uid = base::new_uid(now),
                                   .dossier = uid,
                                   .source = vault::Source::paper,
                                   .no = it->paper.no,
                                   .paper = wanted.paper,
                                   .file_name = it->scan.name,
                                   .blob = blob,
                                   .fields = fields,
                                   .signature = copy.signature,
                                   .why = copy.bytes.empty() ? msg("Số hoá lại") : msg("Ký số bản điện tử")},
                                  now);
    if (!kept) return kept.error();
    tx.send(sql::digitisation_confirm, it->dossier.id, file_uid, it->paper.no, fields, kept->uid, now,
            actor.official);
    note_copy(tx, it->dossier, kept->uid, wanted, copy.signature, now);
    tx.commit();
    return kept->uid;
}

}  // namespace lt::dossiers
