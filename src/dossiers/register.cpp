// See register.h.
#include "dossiers/register.h"

#include "directory/api.h"
#include "dossiers/letterhead.h"
#include "dossiers/queries.h"
#include "kit/db/db.h"
#include "slips/api.h"

namespace lt::dossiers {
namespace {

constexpr int kPiece = 500;

base::Time begin_of(base::Day day) { return base::Time(day) - std::chrono::hours(7); }

slips::RegisterRow row_of(const db::Row& row, const directory::Snapshot& directory)
{
    const Person owner = person_from_json(row["owner"].text());
    const directory::Agency* decides = directory.find(row["decides_id"].int64());
    std::string contact = owner.address;
    if (!owner.phone.empty()) contact += (contact.empty() ? "" : "; ") + owner.phone;
    return {.code = row["code"].str(),
            .procedure = row["procedure"].str(),
            .sets = static_cast<unsigned>(row["sets"].int32()),
            .name = owner.name,
            .contact = contact,
            .agency = decides == nullptr ? std::string() : decides->short_name,
            .received_at = row["received_at"].time(),
            .due_at = row["first_due_at"].opt_time(),
            .returned_at = row["returned_at"].opt_time(),
            .delivery = words_of(delivery_from(row["delivery"].text()).value_or(Delivery::desk)),
            .receiver = row["taken_by"].str_or(""),
            .note = words_of(state_from(row["state"].text()).value_or(State::received))};
}

}  // namespace

std::string register_pdf(Services& services, db::Transaction& tx, const Actor& actor, base::Day from,
                         base::Day to, base::Time now)
{
    const auto directory = services.directory.snapshot();
    const directory::Agency* agency = directory->find(actor.agency);
    slips::Register head{.heading = {.form = "Mẫu số 07", .basis = "Thông tư số 03/2025/TT-VPCP", .at = now},
                         .from = from,
                         .to = to};
    if (agency != nullptr) head.heading.office = letterhead(*directory, *agency);
    slips::RegisterPdf pdf(head);
    std::optional<base::Time> after;
    std::int64_t after_id = 0;
    while (true) {
        const db::Rows rows = tx.run(sql::register_rows, actor.agency, begin_of(from),
                                     begin_of(to + std::chrono::days(1)), after, after_id, kPiece);
        for (const db::Row row : rows) pdf.add(row_of(row, *directory));
        if (rows.size() < kPiece) break;
        after = rows[rows.size() - 1]["received_at"].time();
        after_id = rows[rows.size() - 1]["id"].int64();
    }
    return pdf.finish();
}

}  // namespace lt::dossiers
