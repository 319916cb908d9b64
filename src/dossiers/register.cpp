// See register.h.
#include "dossiers/register.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "directory/api.h"
#include "dossiers/given_slips.h"
#include "dossiers/letterhead.h"
#include "dossiers/queries.h"
#include "dossiers/slip_forms.h"
#include "kit/audit/audit.h"
#include "kit/base/ids.h"
#include "kit/base/text.h"
#include "kit/crypto/digest.h"
#include "kit/db/db.h"
#include "slips/api.h"

namespace lt::dossiers {
namespace {

constexpr int kPiece = 500;
constexpr std::uint64_t kLargestRegister = 256ULL << 20;
constexpr const char* kNotation = "STD";

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

// What tells one row from another, and whether it is still as it was.
std::string to_compare(const slips::RegisterRow& row)
{
    const auto time = [](const std::optional<base::Time>& at) {
        return at ? std::to_string(at->time_since_epoch().count()) : "";
    };
    return nlohmann::json{row.code,
                          row.procedure,
                          row.sets,
                          row.name,
                          row.contact,
                          row.agency,
                          time(row.received_at),
                          time(row.due_at),
                          time(row.returned_at),
                          row.delivery,
                          row.receiver,
                          row.note}
        .dump();
}

// Piece by piece, in their order. Gives the SHA-256 of them all.
template <class Take>
std::string each_row(Services& services, db::Transaction& tx, std::int64_t agency, base::Day from,
                     base::Day to, Take&& take)
{
    const auto directory = services.directory.snapshot();
    crypto::Sha256 content;
    std::optional<base::Time> after;
    std::int64_t after_id = 0;
    while (true) {
        const db::Rows rows = tx.run(sql::register_rows, agency, begin_of(from),
                                     begin_of(to + std::chrono::days(1)), after, after_id, kPiece);
        for (const db::Row row : rows) {
            const slips::RegisterRow one = row_of(row, *directory);
            content.update(to_compare(one) + "\n");
            take(one);
        }
        if (rows.size() < kPiece) return base::to_hex(content.finish());
        after = rows[rows.size() - 1]["received_at"].time();
        after_id = rows[rows.size() - 1]["id"].int64();
    }
}

KeptRegister read_register(const db::Row& row)
{
    return {.uid = row["uid"].str(),
            .year = row["year"].int32(),
            .number = row["number"].int64(),
            .from = row["from_day"].day(),
            .to = row["to_day"].day(),
            .rows = row["rows"].int64(),
            .content = row["content"].str(),
            .sha256 = row["sha256"].str(),
            .official = row["official"].str(),
            .at = row["at"].time()};
}

slips::Register head_of(Services& services, const Actor& actor, const KeptRegister& kept)
{
    const auto directory = services.directory.snapshot();
    slips::Register head{.heading = {.form = "Mẫu số 07",
                                     .basis = kFormsBasis,
                                     .number = register_number(kept),
                                     .at = kept.at},
                         .from = kept.from,
                         .to = kept.to,
                         .maker = actor.name};
    if (const directory::Agency* agency = directory->find(actor.agency))
        head.heading.office = letterhead(*directory, *agency);
    return head;
}

}  // namespace

std::string register_number(const KeptRegister& kept)
{
    return std::to_string(kept.number) + "/" + kNotation;
}

KeptRegister print_register(Services& services, db::Transaction& tx, const Actor& actor, base::Day from,
                            base::Day to, base::Time now)
{
    store::lock_prints(tx, "register " + std::to_string(actor.agency));
    const std::string content =
        each_row(services, tx, actor.agency, from, to, [](const slips::RegisterRow&) {});
    if (const db::Rows same = tx.run(sql::register_same, from, to, content); !same.empty())
        return read_register(same[0]);
    KeptRegister kept{.uid = base::new_uid(now),
                      .year = static_cast<int>(std::chrono::year_month_day(base::vietnam_day(now)).year()),
                      .from = from,
                      .to = to,
                      .official = actor.name,
                      .at = now};
    kept.number = store::take_number(tx, actor.agency, "register", std::to_string(kept.year));
    slips::RegisterPdf pdf(head_of(services, actor, kept));
    kept.content = each_row(services, tx, actor.agency, from, to, [&](const slips::RegisterRow& row) {
        pdf.add(row);
        ++kept.rows;
    });
    const blob::Blob file = stored_print(services.blobs, pdf.finish());
    kept.sha256 = file.sha256;
    blob::remember(tx, file);
    tx.send(sql::register_insert, kept.uid, kept.year, kept.number, from, to, kept.rows, kept.content,
            kept.sha256, actor.name, now);
    audit::record(tx, {.action = "dossier.register_printed",
                       .subject = kept.uid,
                       .detail = nlohmann::json{{"number", register_number(kept)},
                                                {"from", base::format_iso(from)},
                                                {"to", base::format_iso(to)},
                                                {"rows", kept.rows},
                                                {"sha256", kept.sha256}}
                                     .dump(),
                       .at = now});
    return kept;
}

std::string register_bytes(Services& services, const KeptRegister& kept)
try {
    return services.blobs.get(kept.sha256, kLargestRegister);
} catch (const std::exception& failure) {
    throw NotPrinted(failure.what());
}

std::vector<KeptRegister> kept_registers(db::Transaction& tx, const std::optional<BehindRegister>& behind,
                                         int limit)
{
    std::vector<KeptRegister> out;
    const auto at = behind ? std::optional(behind->at) : std::nullopt;
    for (const db::Row row : tx.run(sql::registers, at, behind ? behind->number : 0, limit))
        out.push_back(read_register(row));
    return out;
}

std::optional<KeptRegister> find_register(db::Transaction& tx, const std::string& uid)
{
    if (!base::is_uid(uid)) return std::nullopt;
    const db::Rows rows = tx.run(sql::register_by_uid, uid);
    return rows.empty() ? std::nullopt : std::optional(read_register(rows[0]));
}

}  // namespace lt::dossiers
