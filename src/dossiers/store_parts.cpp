// What belongs to a dossier: papers, files, fees, results, legal forms. See store.h.
#include <nlohmann/json.hpp>

#include "dossiers/queries.h"
#include "dossiers/store.h"
#include "kit/base/ids.h"

namespace lt::dossiers::store {
namespace {

using Rows = nlohmann::json;

template <class T>
std::optional<T> unless(T value, const T& nothing)
{
    return value == nothing ? std::nullopt : std::optional(std::move(value));
}

File read_file(const db::Row& row)
{
    return {.uid = row["uid"].str(),
            .paper = row["paper_no"].int32(),
            .kind = row["kind"].str(),
            .name = row["name"].str(),
            .media_type = row["media_type"].str(),
            .size = static_cast<std::uint64_t>(row["size"].int64()),
            .sha256 = row["sha256"].str(),
            .verdict = row["verdict"].str(),
            .replaced_at = row["replaced_at"].opt_time(),
            .added_at = row["added_at"].time(),
            .added_by = row["added_by"].int64()};
}

Slip read_slip(const db::Row& row)
{
    return {.uid = row["uid"].str(),
            .kind = row["kind"].str(),
            .agency = row["agency_id"].int64(),
            .event_no = row["event_no"].int32(),
            .year = row["year"].int32(),
            .number = row["number"].opt_int64().value_or(0),
            .content = row["content"].str(),
            .sha256 = row["sha256"].str_or(""),
            .at = row["at"].time(),
            .taken_back_at = row["taken_back_at"].opt_time()};
}

Rows paper_json(const Paper& paper)
{
    return {{"no", paper.no},
            {"code", paper.code},
            {"name", paper.name},
            {"required", paper.required},
            {"originals", paper.originals},
            {"certified", paper.certified},
            {"copies", paper.copies},
            {"source", paper.source},
            {"type", paper.type},
            {"missing", paper.missing}};
}

std::string papers_json(const std::vector<Paper>& papers)
{
    Rows out = Rows::array();
    for (const Paper& paper : papers) out.push_back(paper_json(paper));
    return out.dump();
}

}  // namespace

void add_parts(db::Transaction& tx, const Dossier& dossier, const std::vector<Paper>& papers,
               const std::vector<Fee>& fees)
{
    if (!papers.empty()) tx.send(sql::papers_insert, dossier.id, papers_json(papers));
    if (fees.empty()) return;
    Rows rows = Rows::array();
    for (const Fee& fee : fees)
        rows.push_back({{"no", fee.no},
                        {"code", fee.code},
                        {"name", fee.name},
                        {"amount", fee.amount},
                        {"paid_when", fee.at_reception ? "reception" : "result"},
                        {"basis", fee.basis},
                        {"state", fee.state}});
    tx.send(sql::fees_insert, dossier.id, rows.dump());
}

void add_files(db::Transaction& tx, const Dossier& dossier, const std::vector<File>& files,
               std::int64_t official)
{
    if (files.empty()) return;
    Rows rows = Rows::array();
    for (const File& file : files)
        rows.push_back({{"uid", file.uid},
                        {"paper_no", file.paper < 0 ? Rows(nullptr) : Rows(file.paper)},
                        {"kind", file.kind},
                        {"name", file.name},
                        {"media_type", file.media_type},
                        {"size", file.size},
                        {"sha256", file.sha256},
                        {"verdict", file.verdict}});
    tx.send(sql::files_insert, dossier.id, rows.dump(), files.front().added_at, official);
}

std::vector<Paper> papers(db::Transaction& tx, std::int64_t dossier)
{
    std::vector<Paper> out;
    for (const db::Row row : tx.run(sql::papers_of, dossier))
        out.push_back({.no = row["no"].int32(),
                       .code = row["code"].str(),
                       .name = row["name"].str(),
                       .required = row["required"].boolean(),
                       .originals = row["originals"].int32(),
                       .certified = row["certified"].int32(),
                       .copies = row["copies"].int32(),
                       .source = row["source"].str(),
                       .type = row["type"].str(),
                       .missing = row["missing"].str()});
    return out;
}

std::vector<File> files(db::Transaction& tx, std::int64_t dossier)
{
    std::vector<File> out;
    for (const db::Row row : tx.run(sql::files_of, dossier)) out.push_back(read_file(row));
    return out;
}

std::optional<File> find_file(db::Transaction& tx, std::int64_t dossier, const std::string& file_uid)
{
    if (!base::is_uid(file_uid)) return std::nullopt;
    const db::Rows rows = tx.run(sql::file_by_uid, dossier, file_uid);
    return rows.empty() ? std::nullopt : std::optional(read_file(rows[0]));
}

std::vector<Fee> fees(db::Transaction& tx, std::int64_t dossier)
{
    std::vector<Fee> out;
    for (const db::Row row : tx.run(sql::fees_of, dossier))
        out.push_back({.no = row["no"].int32(),
                       .code = row["code"].str(),
                       .name = row["name"].str(),
                       .amount = row["amount"].int64(),
                       .at_reception = row["paid_when"].text() == "reception",
                       .basis = row["basis"].str(),
                       .state = row["state"].str(),
                       .means = row["means"].str(),
                       .receipt = row["receipt"].str(),
                       .paid_at = row["paid_at"].opt_time(),
                       .paid_by = row["paid_by"].opt_int64().value_or(0)});
    return out;
}

std::vector<Outcome> outcomes(db::Transaction& tx, std::int64_t dossier)
{
    std::vector<Outcome> out;
    for (const db::Row row : tx.run(sql::outcomes_of, dossier))
        out.push_back({.no = row["no"].int32(),
                       .code = row["code"].str(),
                       .name = row["name"].str(),
                       .number = row["number"].str(),
                       .issued_on = row["issued_on"].opt_day(),
                       .signer = row["signer"].str(),
                       .file = row["file_uid"].str_or(""),
                       .paper_why = row["paper_why"].str()});
    return out;
}

void update_papers(db::Transaction& tx, std::int64_t dossier, const std::vector<Paper>& papers)
{
    tx.send(sql::papers_update, dossier, papers_json(papers));
}

Taken take_fees(db::Transaction& tx, std::int64_t dossier, const Payment& payment, base::Time now,
                std::int64_t official)
{
    Taken out;
    for (const db::Row row :
         tx.run(sql::fees_pay, dossier, payment.fees, payment.means, payment.receipt, now, official)) {
        ++out.fees;
        out.amount += row["amount"].int64();
    }
    return out;
}

bool fees_due(db::Transaction& tx, std::int64_t dossier)
{
    return tx.run(sql::fees_due, dossier)[0]["due"].boolean();
}

int put_outcome(db::Transaction& tx, std::int64_t dossier, const Outcome& outcome)
{
    return tx
        .run(sql::outcome_put, dossier, outcome.no, outcome.code, outcome.name, outcome.number,
             outcome.issued_on, outcome.signer, unless(outcome.file, std::string()),
             outcome.paper_why)[0]["no"]
        .int32();
}

void put_return(db::Transaction& tx, std::int64_t dossier, const Return& given)
{
    tx.send(sql::return_put, dossier, given.taken_by, given.taken_number, given.by_right,
            to_text(given.means), given.proof, given.at, given.official, given.originals_taken);
}

void drop_return(db::Transaction& tx, std::int64_t dossier) { tx.send(sql::return_drop, dossier); }

std::optional<Return> find_return(db::Transaction& tx, std::int64_t dossier)
{
    const db::Rows rows = tx.run(sql::return_of, dossier);
    if (rows.empty()) return std::nullopt;
    const db::Row row = rows[0];
    return Return{.taken_by = row["taken_by"].str(),
                  .taken_number = row["taken_number"].str(),
                  .by_right = row["by_right"].str(),
                  .means = delivery_from(row["means"].text()).value_or(Delivery::desk),
                  .proof = row["proof"].str(),
                  .at = row["at"].time(),
                  .official = row["official_id"].int64(),
                  .originals_taken = row["originals_taken"].str()};
}

void add_slip(db::Transaction& tx, const Dossier& dossier, const Slip& slip)
{
    tx.send(sql::slip_insert, slip.uid, dossier.id, slip.kind, slip.event_no, slip.year,
            unless(slip.number, std::int64_t{0}), slip.content, slip.at, slip.agency);
}

std::vector<Slip> slips(db::Transaction& tx, std::int64_t dossier)
{
    std::vector<Slip> out;
    for (const db::Row row : tx.run(sql::slips_of, dossier)) out.push_back(read_slip(row));
    return out;
}

std::optional<Slip> find_slip(db::Transaction& tx, std::int64_t dossier, const std::string& slip_uid)
{
    if (!base::is_uid(slip_uid)) return std::nullopt;
    const db::Rows rows = tx.run(sql::slip_by_uid, dossier, slip_uid);
    return rows.empty() ? std::nullopt : std::optional(read_slip(rows[0]));
}

void keep_slip(db::Transaction& tx, const std::string& slip_uid, const std::string& sha256)
{
    tx.send(sql::slip_keep, slip_uid, sha256);
}

void lock_prints(db::Transaction& tx, const std::string& name) { tx.run(sql::print_lock, name); }

}  // namespace lt::dossiers::store
