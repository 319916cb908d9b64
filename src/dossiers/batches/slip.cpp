// See slip.h.
#include "dossiers/batches/slip.h"

#include "directory/api.h"
#include "dossiers/batches/actions.h"
#include "dossiers/letterhead.h"
#include "kit/pdf/numbering.h"
#include "kit/pdf/places.h"
#include "slips/api.h"

namespace lt::dossiers::batches {

using base::msg;

namespace {

constexpr const char* kSigningFont = "/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf";
constexpr const char* kField = "ky_ban_giao";
constexpr double kWordsRatio = 4;  // width to height of two lines of text

slips::Handover handover_of(const Services& services, const Batch& batch, const std::vector<Line>& lines)
{
    const auto directory = services.directory.snapshot();
    slips::Handover out{.heading = {.number = notation(batch.kind, batch.number), .at = batch.given_at},
                        .what =
                            batch.kind == Kind::dossiers ? slips::Handed::dossiers : slips::Handed::results,
                        .giver = {.of = whole_name(directory->name(batch.giver)),
                                  .name = batch.giver_name,
                                  .title = batch.giver_title,
                                  .is_signed = !batch.giver_certificate.empty()},
                        .receiver = {.of = whole_receiver_name(services, batch)}};
    if (const directory::Agency* giver = directory->find(batch.giver); giver != nullptr)
        out.heading.office = letterhead(*directory, *giver);
    for (const Line& line : lines)
        out.rows.push_back({line.code, line.procedure, line.owner, line.contents, ""});
    return out;
}

// "Không nhận: thiếu tờ khai", as the record says it in Vietnamese.
std::string outcome_of(const Line& line)
{
    const std::string out = line.state == "refused" ? "Không nhận" : "Đã nhận";
    return line.remark.empty() ? out : out + ": " + line.remark;
}

// Certified: whoever has the file sees whether anything was laid over it afterwards.
base::Result<Paper> open_paper(std::string bytes, const char* title, const std::string& name, base::Time at,
                               const PaperLook& look)
{
    if (look.writer == signing::Writer::plugin)
        return Paper{.open = pdf::Unsigned{.bytes = std::move(bytes)}};
    const auto drawn = pdf::File::open(std::move(bytes));
    if (!drawn) return drawn.error();
    const pdf::Picture* const picture = look.picture;
    const double ratio =
        picture == nullptr ? kWordsRatio : static_cast<double>(picture->width()) / picture->height();
    const auto places = pdf::find_places(
        *drawn, {.name = name, .titles = {title, slips::kDigitallySigned}, .picture_ratio = ratio});
    if (!places) return places.error();
    auto prepared =
        pdf::prepare(*drawn, {.signatures = {{kField, places->leader.box}}, .font = kSigningFont});
    if (!prepared) return prepared.error();
    const auto file = pdf::File::open(*std::move(prepared));
    if (!file) return file.error();
    pdf::Signing wish{.field = kField, .certify = true, .at = at, .picture = picture};
    if (picture == nullptr) wish.lines = {"Ký số lúc", pdf::signing_time(at)};
    auto open = pdf::begin_signature(*file, wish);
    if (!open) return open.error();
    return Paper{.open = *std::move(open)};
}

// Who sees a part only must not get the file that names all.
base::Result<std::vector<Line>> all_lines(db::Transaction& tx, const Batch& batch)
{
    auto lines = lines_of(tx, batch);
    if (std::ssize(lines) != batch.lines)
        return base::forbidden(msg("Phiếu có hồ sơ mà bạn không được xem."));
    return lines;
}

}  // namespace

base::Result<Paper> draw_slip(const Services& services, const Batch& batch, const std::vector<Line>& lines,
                              const PaperLook* look)
{
    std::string bytes = slips::handover_pdf(handover_of(services, batch, lines));
    if (look == nullptr) return Paper{.bytes = std::move(bytes)};
    return open_paper(std::move(bytes), slips::kGiverTitle, batch.giver_name, batch.given_at, *look);
}

base::Result<Paper> draw_record(const Services& services, const Batch& batch, const std::vector<Line>& lines,
                                const PaperLook* look)
{
    CHECK(batch.stage == Stage::received && batch.closed_at);
    slips::HandoverRecord record{.handover = handover_of(services, batch, lines),
                                 .received_at = *batch.closed_at,
                                 .refused = static_cast<std::size_t>(batch.refused),
                                 .slip_sha256 = batch.slip};
    slips::HandoverSide& receiver = record.handover.receiver;
    receiver.name = batch.closer_name;
    receiver.title = batch.closer_title;
    receiver.is_signed = !batch.closer_certificate.empty();
    for (std::size_t i = 0; i < lines.size(); ++i) record.handover.rows[i].note = outcome_of(lines[i]);
    std::string bytes = slips::handover_record_pdf(record);
    if (look == nullptr) return Paper{.bytes = std::move(bytes)};
    return open_paper(std::move(bytes), slips::kReceiverTitle, batch.closer_name, *batch.closed_at, *look);
}

base::Result<blob::Blob> finish_paper(Services& services, Paper paper, signing::Hand* hand)
{
    if (!paper.open) return services.blobs.put(paper.bytes);
    CHECK(hand != nullptr);
    const auto content = signing::put_signature(services.signing, *std::move(paper.open), *hand);
    if (!content) return content.error();
    return services.blobs.put(*content);
}

base::Result<BatchFile> slip_of(Services& services, db::Transaction& tx, const Batch& batch)
{
    const auto lines = all_lines(tx, batch);
    if (!lines) return lines.error();
    if (!batch.slip.empty()) return BatchFile{.sha256 = batch.slip};
    auto paper = draw_slip(services, batch, *lines, nullptr);
    if (!paper) return paper.error();
    return BatchFile{.bytes = std::move(paper->bytes)};
}

base::Result<BatchFile> record_of(Services& services, db::Transaction& tx, const Batch& batch)
{
    if (batch.stage != Stage::received)
        return base::not_found(msg("Phiếu này chưa được nhận nên không có biên bản giao nhận."));
    const auto lines = all_lines(tx, batch);
    if (!lines) return lines.error();
    if (!batch.record.empty()) return BatchFile{.sha256 = batch.record};
    auto paper = draw_record(services, batch, *lines, nullptr);
    if (!paper) return paper.error();
    return BatchFile{.bytes = std::move(paper->bytes)};
}

}  // namespace lt::dossiers::batches
