// Scans are read by a machine, in a job. See digitise.h.
#include <nlohmann/json.hpp>

#include "dossiers/digitise/copy.h"
#include "dossiers/queries.h"
#include "dossiers/store.h"
#include "kit/audit/audit.h"
#include "kit/base/log.h"
#include "kit/jobs/jobs.h"
#include "kit/ocr/ocr.h"

namespace lt::dossiers {

using base::msg;

namespace {

constexpr const char* kReadScan = "dossiers.read_scan";
constexpr std::uint64_t kLargestScan = 50ULL << 20;

struct Readout {
    std::optional<blob::Blob> pdf{};
    std::string message{};  // why nothing was read; "": it was
    vault::Found found{};
};

Readout read_scan(Services& services, const File& scan, const Paper& paper)
{
    Readout out;
    if (scan.size > kLargestScan) {
        out.message = msg("Bản quét lớn hơn 50 MB, máy không đọc. Nhập tay.");
        return out;
    }
    const std::string bytes = services.blobs.get(scan.sha256, kLargestScan);
    out.pdf = scan_as_pdf(services, scan, bytes);
    const auto text = ocr::read(bytes, scan.media_type);
    if (!text) {
        out.message = text.error().message.str();
        return out;
    }
    if (text->empty()) out.message = msg("Máy không thấy chữ nào trên bản quét. Nhập tay.");
    out.found = vault::extract(*text, vault::shape_of(paper.name));
    return out;
}

// Whatever happens, the scan is free again: people type, or have it read once more.
Readout try_reading(Services& services, const File& scan, const Paper& paper)
{
    try {
        return read_scan(services, scan, paper);
    } catch (const std::exception& error) {
        base::log(base::Level::warning, "scan_not_read", {{"file", scan.uid}, {"why", error.what()}});
        return {.message = msg("Máy không đọc được bản quét: tệp hỏng, quá lớn hoặc ảnh quá mờ. Nhập tay.")};
    }
}

std::optional<Paper> paper_of_scan(db::Transaction& tx, const Dossier& dossier, const File& scan)
{
    for (Paper& paper : store::papers(tx, dossier.id))
        if (paper.no == scan.paper) return std::move(paper);
    return std::nullopt;
}

void do_read_scan(Services& services, const jobs::Job& job)
{
    const nlohmann::json payload = nlohmann::json::parse(job.payload);
    const std::string uid = payload.at("dossier").get<std::string>();
    const std::string file_uid = payload.at("file").get<std::string>();
    const db::Scope scope = scope_of(Actor{.agency = payload.at("agency").get<std::int64_t>()});
    std::optional<Dossier> dossier;
    std::optional<File> scan;
    std::optional<Paper> paper;
    {
        db::Transaction tx = services.pool.begin(scope);
        dossier = store::find(tx, uid);
        if (dossier) scan = store::find_file(tx, dossier->id, file_uid);
        if (scan) paper = paper_of_scan(tx, *dossier, *scan);
    }
    if (!paper) return;  // somebody took it out meanwhile
    // Minutes may pass here, without a transaction.
    const Readout got = try_reading(services, *scan, *paper);
    db::Transaction tx = services.pool.begin(scope);
    if (got.pdf) blob::remember(tx, *got.pdf);
    tx.run(sql::digitisation_read, dossier->id, file_uid, got.message.empty() ? "read" : "failed",
           got.message, got.pdf ? std::optional(got.pdf->sha256) : std::nullopt, vault::to_json(got.found),
           services.clock->now());
    tx.commit();
    if (services.notify) services.notify(scope.agency);
}

}  // namespace

namespace store {

Digitisation find_digitisation(db::Transaction& tx, std::int64_t dossier, const std::string& file)
{
    const db::Rows rows = tx.run(sql::digitisation_find, dossier, file);
    if (rows.empty()) return {};
    const db::Row row = rows[0];
    return {.paper = row["paper_no"].int32(),
            .state = row["state"].str(),
            .message = row["message"].str(),
            .sha256 = row["sha256"].str_or(""),
            .found = vault::found_from_json(row["found"].text()),
            .item = row["item_uid"].str_or("")};
}

}  // namespace store

bool may_digitise(const Actor& actor, const Dossier& dossier)
{
    using directory::Role;
    const Part part = part_of(actor, dossier);
    const bool handles =
        actor.role == Role::specialist || actor.role == Role::leader || actor.role == Role::registry_clerk;
    return (part.receives && actor.role == Role::desk_staff) || (part.decides && handles);
}

std::string type_of(const Paper& paper)
{
    if (!paper.type.empty()) return paper.type;
    return paper.code.empty() ? "KHAC" : paper.code;
}

base::Result<base::Done> begin_reading(Services& services, const Actor& actor, const std::string& uid,
                                       const std::string& file_uid)
{
    const base::Time now = services.clock->now();
    db::Transaction tx = services.pool.begin(scope_of(actor));
    const auto dossier = store::find(tx, uid);
    if (!dossier) return no_dossier();
    if (!may_digitise(actor, *dossier))
        return base::forbidden(msg("Chỉ bộ phận một cửa và cơ quan giải quyết số hoá giấy tờ của hồ sơ."));
    const auto scan = store::find_file(tx, dossier->id, file_uid);
    if (!scan || !paper_of_scan(tx, *dossier, *scan))
        return base::not_found(msg("Không có bản quét này trong thành phần hồ sơ."));
    if (tx.run(sql::digitisation_begin, dossier->id, file_uid, scan->paper, now, actor.official).affected() ==
        0)
        return base::conflict(msg("Bản quét đang được đọc hoặc đã được xác nhận."));
    jobs::enqueue(tx, services.queue, kReadScan,
                  nlohmann::json{{"dossier", uid}, {"file", file_uid}, {"agency", actor.agency}}.dump());
    audit::record(tx, {.action = "dossier.scan_read",
                       .subject = uid,
                       .detail = nlohmann::json{{"file", file_uid}}.dump(),
                       .at = now});
    tx.commit();
    return base::Done{};
}

void add_reading_job(Services& services)
{
    services.queue.handle(
        kReadScan, [&services](const jobs::Job& job) { do_read_scan(services, job); }, jobs::Pace::slow);
}

}  // namespace lt::dossiers
