// The slip of a batch: both sides read the same one.
#include "directory/api.h"
#include "dossiers/batches/actions.h"
#include "kit/base/text.h"
#include "kit/blob/blob.h"
#include "slips/api.h"

namespace lt::dossiers::batches {
namespace {

constexpr std::uint64_t kLargestSlip = 16ULL << 20;

std::string person_of(const std::string& name, const std::string& title)
{
    return title.empty() || name.empty() ? name : name + ", " + title;
}

slips::Handover handover_of(const Services& services, const Batch& batch, const std::vector<Line>& lines)
{
    const auto directory = services.directory.snapshot();
    slips::Handover out{
        .heading = {.number = notation(batch.kind, batch.number), .at = batch.given_at},
        .what = batch.kind == Kind::dossiers ? slips::Handed::dossiers : slips::Handed::results,
        .from = directory->name(batch.giver),
        .giver = person_of(batch.giver_name, batch.giver_title),
        .to = receiver_name(services, batch),
        .receiver = batch.stage == Stage::received ? person_of(batch.closer_name, batch.closer_title) : ""};
    if (const directory::Agency* giver = directory->find(batch.giver); giver != nullptr)
        out.heading.office = {.superior = base::upper(directory->name(giver->parent)),
                              .name = base::upper(giver->name),
                              .spoken = giver->name,
                              .place = giver->place};
    if (batch.stage == Stage::received && batch.closed_at) out.received_at = batch.closed_at;
    for (const Line& line : lines) {
        std::string note = line.remark;
        if (line.state == "refused") note = "Không nhận: " + note;
        out.rows.push_back({line.code, line.procedure, line.owner, line.contents, note});
    }
    return out;
}

}  // namespace

base::Result<std::string> slip_file(Services& services, db::Transaction& tx, const Batch& batch)
{
    // Who sees a part only must not make the file that all others get.
    const auto lines = lines_of(tx, batch);
    if (std::ssize(lines) != batch.lines)
        return base::forbidden(base::msg("Phiếu có hồ sơ mà bạn không được xem."));
    if (!batch.sha256.empty()) return services.blobs.get(batch.sha256, kLargestSlip);
    std::string bytes = slips::handover_pdf(handover_of(services, batch, lines));
    if (batch.stage != Stage::received) return bytes;
    const blob::Blob kept = services.blobs.put(bytes);
    blob::remember(tx, kept);
    keep_slip(tx, batch, kept.sha256);
    return bytes;
}

}  // namespace lt::dossiers::batches
