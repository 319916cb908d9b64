// See output.h.
#include "dossiers/rest/output.h"

#include <nlohmann/json.hpp>

namespace lt::dossiers::rest {
namespace {

using Ordered = nlohmann::ordered_json;

Ordered time_json(const std::optional<base::Time>& time)
{
    return time ? Ordered(base::format_iso(*time)) : Ordered(nullptr);
}

Ordered papers_json(const std::vector<Paper>& papers)
{
    Ordered out = Ordered::array();
    for (const Paper& paper : papers)
        out.push_back({{"no", paper.no},
                       {"code", paper.code},
                       {"name", paper.name},
                       {"required", paper.required},
                       {"originals", paper.originals},
                       {"certified", paper.certified},
                       {"copies", paper.copies},
                       {"missing", paper.missing.empty() ? Ordered(nullptr) : Ordered(paper.missing)}});
    return out;
}

Ordered fees_json(const std::vector<Fee>& fees)
{
    Ordered out = Ordered::array();
    for (const Fee& fee : fees)
        out.push_back({{"code", fee.code},
                       {"name", fee.name},
                       {"amount", fee.amount},
                       {"paid_when", fee.at_reception ? "reception" : "result"},
                       {"state", fee.state},
                       {"basis", fee.basis},
                       {"paid_at", time_json(fee.paid_at)}});
    return out;
}

Ordered files_json(const Shown& shown)
{
    Ordered out = Ordered::array();
    for (const File& file : *shown.files)
        if (is_for_handlers(file))
            out.push_back({{"name", file.name},
                           {"media_type", file.media_type},
                           {"size", file.size},
                           {"sha256", file.sha256},
                           {"paper", file.paper < 0 ? Ordered(nullptr) : Ordered(file.paper)},
                           {"href", path_of(shown.dossier.uid) + "/files/" + file.uid}});
    return out;
}

Ordered results_json(const Shown& shown)
{
    Ordered out = Ordered::array();
    for (const Outcome& one : shown.outcomes)
        out.push_back(
            {{"no", one.no},
             {"code", one.code},
             {"name", one.name},
             {"number", one.number},
             {"issued_on", one.issued_on ? Ordered(base::format_iso(*one.issued_on)) : Ordered(nullptr)},
             {"signer", one.signer},
             {"file", one.file.empty() ? Ordered(nullptr)
                                       : Ordered(path_of(shown.dossier.uid) + "/files/" + one.file)}});
    return out;
}

}  // namespace

bool is_for_handlers(const File& file) { return file.kind != "draft" && !file.replaced_at; }

std::string path_of(const std::string& uid) { return "/api/v1/dossiers/" + uid; }

Ordered to_json(const Shown& shown)
{
    const Dossier& d = shown.dossier;
    Ordered owner = Ordered::parse(dossiers::to_json(d.owner));
    Ordered out{{"uid", d.uid},
                {"code", d.code},
                {"foreign_code", d.foreign_code.empty() ? Ordered(nullptr) : Ordered(d.foreign_code)},
                {"procedure", {{"code", d.procedure_code}, {"name", d.procedure_name}}},
                {"case", d.case_no},
                {"way", procedures::to_text(d.way)},
                {"agency", shown.agency_code},
                {"decides", shown.decides_code},
                {"state", to_text(d.life.state)},
                {"national_state", national_code(d.life.state)},
                {"reason", shown.reason.empty() ? Ordered(nullptr) : Ordered(shown.reason)},
                {"version", d.version},
                {"owner", std::move(owner)},
                {"subject", d.subject},
                {"lodged_at", base::format_iso(d.lodged_at)},
                {"received_at", time_json(d.life.received_at)},
                {"accept_by", time_json(d.accept_by)},
                {"first_due_at", time_json(d.first_due_at)},
                {"due_at", time_json(d.due_at)},
                {"supplement_by", time_json(d.supplement_by)},
                {"resolved_at", time_json(d.life.resolved_at)},
                {"ended_at", time_json(d.life.ended_at)},
                {"money", d.money},
                {"delivery",
                 {{"means", to_text(d.delivery)}, {"address", d.delivery_to}, {"state", d.delivery_state}}},
                {"papers", papers_json(shown.papers)},
                {"fees", fees_json(shown.fees)},
                {"results", results_json(shown)},
                {"receipt", shown.has_receipt ? Ordered(path_of(d.uid) + "/receipt.pdf") : Ordered(nullptr)}};
    if (!shown.files) return out;
    out["answers"] = Ordered::parse(d.answers);
    out["files"] = files_json(shown);
    return out;
}

}  // namespace lt::dossiers::rest
