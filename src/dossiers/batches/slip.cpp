// See slip.h.
#include "dossiers/batches/slip.h"

#include "directory/api.h"
#include "dossiers/batches/actions.h"
#include "dossiers/letterhead.h"
#include "kit/blob/blob.h"
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
                        .giver = {.of = directory->name(batch.giver),
                                  .name = batch.giver_name,
                                  .title = batch.giver_title,
                                  .is_signed = !batch.giver_certificate.empty()},
                        .receiver = {.of = receiver_name(services, batch)}};
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
base::Result<std::string> signed_paper(Services& services, std::string bytes, const char* title,
                                       const std::string& name, base::Time at, signing::Hand& hand)
{
    const auto drawn = pdf::File::open(std::move(bytes));
    if (!drawn) return drawn.error();
    const pdf::Picture* picture = hand.picture ? &*hand.picture : nullptr;
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
    return signing::put_signature(services.signing, *std::move(open), hand);
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

base::Result<std::string> draw_slip(Services& services, const Batch& batch, const std::vector<Line>& lines,
                                    signing::Hand* hand)
{
    std::string bytes = slips::handover_pdf(handover_of(services, batch, lines));
    if (hand == nullptr) return bytes;
    return signed_paper(services, std::move(bytes), slips::kGiverTitle, batch.giver_name, batch.given_at,
                        *hand);
}

base::Result<std::string> draw_record(Services& services, const Batch& batch, const std::vector<Line>& lines,
                                      signing::Hand* hand)
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
    if (hand == nullptr) return bytes;
    return signed_paper(services, std::move(bytes), slips::kReceiverTitle, batch.closer_name,
                        *batch.closed_at, *hand);
}

std::string keep_file(Services& services, db::Transaction& tx, const std::string& bytes)
{
    const blob::Blob kept = services.blobs.put(bytes);
    blob::remember(tx, kept);
    return kept.sha256;
}

base::Result<BatchFile> slip_of(Services& services, db::Transaction& tx, const Batch& batch)
{
    const auto lines = all_lines(tx, batch);
    if (!lines) return lines.error();
    if (!batch.slip.empty()) return BatchFile{.sha256 = batch.slip};
    auto bytes = draw_slip(services, batch, *lines, nullptr);
    if (!bytes) return bytes.error();
    return BatchFile{.bytes = *std::move(bytes)};
}

base::Result<BatchFile> record_of(Services& services, db::Transaction& tx, const Batch& batch)
{
    if (batch.stage != Stage::received)
        return base::not_found(msg("Phiếu này chưa được nhận nên không có biên bản giao nhận."));
    const auto lines = all_lines(tx, batch);
    if (!lines) return lines.error();
    if (!batch.record.empty()) return BatchFile{.sha256 = batch.record};
    auto bytes = draw_record(services, batch, *lines, nullptr);
    if (!bytes) return bytes.error();
    return BatchFile{.bytes = *std::move(bytes)};
}

}  // namespace lt::dossiers::batches
